/** An entity as a work unit holds it: as it was stored (null: it is new) and as it is now. */
export interface Held<T> {
  before: T | null;
  now: T;
  changed: boolean;
}

export function settle<T>(map: Map<string, Held<T>>): void {
  for (const held of map.values()) {
    held.before = held.now;
    held.changed = false;
  }
}
