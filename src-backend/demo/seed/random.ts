/**
 * A small deterministic generator (sfc32): the same seed gives the same run on every machine, so a failing demo or
 * test can be repeated from its number alone. Not for secrets.
 */
export interface Random {
  /** Uniform in [0, 1). */
  next(): number;
  /** Uniform unsigned 32-bit integer. */
  uint32(): number;
  /** Uniform integer in [0, limit). */
  below(limit: number): number;
  /** Uniform integer in [from, to], both included. */
  between(from: number, to: number): number;
  chance(probability: number): boolean;
  /** One element; throws on an empty list, which is a defect of the material. */
  pick<Item>(items: readonly Item[]): Item;
  /** A shuffled copy. */
  shuffle<Item>(items: readonly Item[]): Item[];
}

export function createRandom(seed: number): Random {
  let a = seed | 0;
  let b = (seed ^ 0x9e3779b9) | 0;
  let c = Math.imul(seed | 1, 0x85ebca6b) | 0;
  let counter = 1;

  function uint32(): number {
    const sum = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (c << 21) | (c >>> 11);
    c = (c + sum) | 0;
    return sum >>> 0;
  }
  const next = () => uint32() / 4294967296;
  const below = (limit: number) => Math.floor(next() * limit);

  // Near seeds start out alike; a dozen rounds mix them apart.
  for (let round = 0; round < 12; round += 1) uint32();

  function pick<Item>(items: readonly Item[]): Item {
    const item = items[below(items.length)];
    if (item === undefined) throw new Error('pick from an empty list');
    return item;
  }

  return {
    next,
    uint32,
    below,
    between: (from, to) => from + below(to - from + 1),
    chance: (probability) => next() < probability,
    pick,
    shuffle(items) {
      const copy = [...items];
      for (let last = copy.length - 1; last > 0; last -= 1) {
        const other = below(last + 1);
        const held = copy[last];
        const moved = copy[other];
        if (held === undefined || moved === undefined) continue;
        copy[last] = moved;
        copy[other] = held;
      }
      return copy;
    },
  };
}
