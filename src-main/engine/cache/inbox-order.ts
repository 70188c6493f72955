export interface Order {
  /** All of the first so many slots, in any order. */
  start(count: number): void;
  /** Slots that are in order already. */
  restore(slots: Uint32Array): void;
  place(slot: number): void;
  drop(slot: number): void;
  slots(): Uint32Array;
}

/** Up to so many changes are put in place one by one. */
const FEW = 4;

/** Slots in order. Changes are gathered and merged in one pass when the order is next asked for. */
export function createOrder(compareSlots: (a: number, b: number) => number): Order {
  let sorted: Uint32Array = new Uint32Array(0);
  let isSorted = true;
  /** Slots whose place is no longer right; true: they get a new one. */
  const changed = new Map<number, boolean>();

  function merge(): void {
    const added = [...changed].filter(([, stays]) => stays).map(([slot]) => slot);
    added.sort(compareSlots);
    const kept = sorted.filter((slot) => !changed.has(slot));
    const merged = new Uint32Array(kept.length + added.length);
    let from = 0;
    let next = 0;
    for (let i = 0; i < merged.length; i += 1) {
      const a = kept[from];
      const b = added[next];
      if (b === undefined || (a !== undefined && compareSlots(a, b) <= 0)) {
        merged[i] = a ?? 0;
        from += 1;
      } else {
        merged[i] = b;
        next += 1;
      }
    }
    sorted = merged;
    changed.clear();
  }

  /** As a message moves one row: what did not change is moved in blocks instead of being compared. */
  function mergeFew(): void {
    let rest = sorted;
    for (const slot of changed.keys()) {
      const place = rest.indexOf(slot);
      if (place === -1) continue;
      rest.copyWithin(place, place + 1);
      rest = rest.subarray(0, -1);
    }
    for (const [slot, stays] of changed) {
      if (!stays) continue;
      const place = placeOf(slot, rest);
      const more = new Uint32Array(rest.length + 1);
      more.set(rest.subarray(0, place));
      more[place] = slot;
      more.set(rest.subarray(place), place + 1);
      rest = more;
    }
    sorted = rest;
    changed.clear();
  }

  /** The first place whose slot comes after this one. */
  function placeOf(slot: number, among: Uint32Array): number {
    let low = 0;
    let high = among.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (compareSlots(among[middle] ?? 0, slot) <= 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  return {
    start(count) {
      sorted = new Uint32Array(count).map((_slot, index) => index);
      isSorted = false;
    },
    restore(slots) {
      sorted = slots;
      isSorted = true;
    },
    place: (slot) => changed.set(slot, true),
    drop: (slot) => changed.set(slot, false),
    slots() {
      if (!isSorted) sorted.sort(compareSlots);
      isSorted = true;
      if (changed.size > FEW) merge();
      else if (changed.size > 0) mergeFew();
      return sorted;
    },
  };
}
