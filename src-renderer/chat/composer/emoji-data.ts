import type { Preferences } from '../../../src-shared/bridge/views.ts';
import { plain } from '../../inbox/plain.ts';

/** Wrapped here alone: emojibase's data, in a file of its own per language, loaded when the picker first opens. */
interface RawEmoji {
  unicode: string;
  label: string;
  tags?: string[];
  group?: number;
  order?: number;
}

/** Unicode's groups of emoji; 2 holds parts of emoji (skin tones), which nobody picks by themselves. */
export type EmojiGroup = 0 | 1 | 3 | 4 | 5 | 6 | 7 | 8 | 9;
const groups: readonly EmojiGroup[] = [0, 1, 3, 4, 5, 6, 7, 8, 9];

export interface Emoji {
  character: string;
  label: string;
  group: EmojiGroup;
  /** Label and tags, folded, for the search. */
  words: string;
}

const files = import.meta.glob<RawEmoji[]>('../../../node_modules/emojibase-data/{pt,en,es}/compact.json', {
  import: 'default',
});

/** Rejects when the file cannot be loaded. */
export async function loadEmojis(language: Preferences['language']): Promise<Emoji[]> {
  const folder = language === 'pt-BR' ? 'pt' : language;
  const load = files[`../../../node_modules/emojibase-data/${folder}/compact.json`];
  if (load === undefined) throw new Error(`there are no emojis in «${language}»`);
  return readEmojis(await load());
}

export function readEmojis(raw: readonly RawEmoji[]): Emoji[] {
  return [...raw]
    .sort((a, b) => (a.order ?? 0) - (b.order ?? 0))
    .flatMap(({ unicode, label, tags = [], group }) => {
      const known = groups.find((one) => one === group);
      return known === undefined
        ? []
        : [{ character: unicode, label, group: known, words: plain([label, ...tags].join(' ')) }];
    });
}

/** Every word of the search must begin a word of the emoji; in Unicode's order. */
export function findEmojis(emojis: readonly Emoji[], search: string): Emoji[] {
  const wanted = plain(search)
    .split(/\s+/)
    .filter((word) => word !== '');
  if (wanted.length === 0) return [...emojis];
  return emojis.filter(({ words }) => wanted.every((word) => words.startsWith(word) || words.includes(` ${word}`)));
}

export type EmojiRow = { type: 'title'; group: EmojiGroup } | { type: 'emojis'; emojis: Emoji[]; first: number };

/** Rows of the grid; `first` is the number of the row's first emoji in the whole list. */
export function emojiRows(emojis: readonly Emoji[], columns: number): EmojiRow[] {
  const rows: EmojiRow[] = [];
  emojis.forEach((emoji, index) => {
    const last = rows.at(-1);
    if (index === 0 || emojis[index - 1]?.group !== emoji.group) {
      rows.push({ type: 'title', group: emoji.group }, { type: 'emojis', emojis: [emoji], first: index });
    } else if (last?.type === 'emojis' && last.emojis.length < columns) {
      last.emojis.push(emoji);
    } else {
      rows.push({ type: 'emojis', emojis: [emoji], first: index });
    }
  });
  return rows;
}
