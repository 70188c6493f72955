import type { Random } from '../../../src-backend/demo/seed/random.ts';
import type { Line, Persona, PhotoName } from './dialogue.ts';
import type { ThingName } from './things.ts';

/** One message as it leaves the telephone. `pause` in milliseconds before the typing starts. */
export interface Typed {
  text: string;
  photos: readonly PhotoName[];
  thing: ThingName | null;
  characters: number;
  pause: number;
}

const TAKING_A_PHOTO = 4_000;
const RECORDING_OR_LOOKING_FOR = 7_000;
const slipChance: Record<Persona['voice'], number> = {
  neutro: 0.06,
  pernambuco: 0.08,
  saopaulo: 0.08,
  minas: 0.06,
  rio: 0.08,
  sul: 0.05,
  idoso: 0.03,
  empresa: 0.01,
};

/** Plain lower-case words only: a slip in a number, a name or an address would change what was said. */
const slippery = /(?<![\p{L}\d@.*/-])[a-zà-ú]{5,9}(?![\p{L}\d@.*/-])/gu;

/** Types a line as a thumb does: now and then two letters change places, and often «*word» follows to put it right. */
export function typeOut(line: Line, persona: Persona, random: Random): Typed[] {
  if (typeof line !== 'string' && 'sends' in line) {
    return [{ text: '', photos: [], thing: line.sends, characters: 0, pause: line.after ?? RECORDING_OR_LOOKING_FOR }];
  }
  if (typeof line !== 'string' && ('photo' in line || 'photos' in line)) {
    const text = line.caption ?? '';
    const photos = 'photo' in line ? [line.photo] : line.photos;
    return [{ text, photos, thing: null, characters: text.length, pause: line.after ?? TAKING_A_PHOTO }];
  }
  const wanted = typeof line === 'string' ? line : line.text;
  const pause = typeof line === 'string' ? 0 : line.after;
  const message = (text: string, before: number): Typed => ({
    text,
    photos: [],
    thing: null,
    characters: text.length,
    pause: before,
  });
  if (!random.chance(slipChance[persona.voice])) return [message(wanted, pause)];
  const words = [...wanted.matchAll(slippery)];
  if (words.length === 0) return [message(wanted, pause)];
  const word = random.pick(words);
  const at = random.between(1, word[0].length - 3);
  const slipped = word[0].slice(0, at) + word[0].charAt(at + 1) + word[0].charAt(at) + word[0].slice(at + 2);
  if (slipped === word[0]) return [message(wanted, pause)];
  const text = wanted.slice(0, word.index) + slipped + wanted.slice(word.index + word[0].length);
  return random.chance(0.45) ? [message(text, pause), message(`*${word[0]}`, 400)] : [message(text, pause)];
}
