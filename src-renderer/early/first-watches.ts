/**
 * Which watches a window opened until its list was on the screen, kept in the page's own storage: the next start asks for
 * them at once. Names and arguments only (filters and ids), nothing that was answered.
 */
export interface FirstWatch {
  name: string;
  args: unknown;
  key: string;
}

const PLACE = 'turno.first-watches';
const MOST = 24;
const MOST_CHARACTERS = 8_000;

/** One watch, whoever asks for it. */
export const keyOf = (name: string, args: unknown): string => `${name} ${JSON.stringify(args)}`;

export function askedFirst(): FirstWatch[] {
  try {
    const kept: unknown = JSON.parse(window.localStorage.getItem(PLACE) ?? '[]');
    if (!Array.isArray(kept)) return [];
    return kept.slice(0, MOST).flatMap((watch: unknown) => {
      if (typeof watch !== 'object' || watch === null || !('name' in watch) || !('args' in watch)) return [];
      return typeof watch.name === 'string'
        ? [{ name: watch.name, args: watch.args, key: keyOf(watch.name, watch.args) }]
        : [];
    });
  } catch {
    return [];
  }
}

export function keepFirstWatches(watches: readonly Pick<FirstWatch, 'name' | 'args'>[]): void {
  const text = JSON.stringify(watches.slice(0, MOST).map(({ name, args }) => ({ name, args })));
  if (text.length > MOST_CHARACTERS) return;
  try {
    window.localStorage.setItem(PLACE, text);
  } catch {
    // A full or forbidden storage only makes the next start slower.
  }
}
