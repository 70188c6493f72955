import { plain } from '../plain.ts';

/** One line of a list that is searched by typing. */
export interface ListedOption {
  key: string;
  label: string;
  /** Said after the label, and searched too: what it is of. */
  detail: string | null;
  /** Searched but not shown. */
  also?: string;
  depth: number;
  color: string | null;
  on: boolean;
}

/**
 * The options in which every word occurs, accents and case ignored. What is called so, or begins so, comes first;
 * without words they stay as they were given.
 */
export function findOptions(options: readonly ListedOption[], text: string): ListedOption[] {
  const words = plain(text)
    .split(/\s+/)
    .filter((word) => word !== '');
  const [first] = words;
  if (first === undefined) return [...options];
  const ranked = options.flatMap((option) => {
    const label = plain(option.label);
    const all = `${label} ${plain(option.detail ?? '')} ${plain(option.also ?? '')}`;
    if (!words.every((word) => all.includes(word))) return [];
    return [{ option, rank: rankOf(label, first) }];
  });
  return ranked.sort((a, b) => a.rank - b.rank).map(({ option }) => option);
}

function rankOf(label: string, word: string): number {
  if (label === word) return 0;
  if (label.startsWith(word)) return 1;
  if (label.includes(` ${word}`)) return 2;
  return label.includes(word) ? 3 : 4;
}
