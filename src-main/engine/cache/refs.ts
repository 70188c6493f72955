import type { Db } from './sqlite.ts';

/**
 * Short numbers for ids that repeat in many rows. Numbers start at 1 and are never given twice; 0 stands for «none». Known pairs are kept in memory up to a limit.
 */
export interface Refs {
  /** The number of an id, or 0 for null; made when it is new (inside the caller's transaction). */
  of(id: string | null): number;
  /** The number of an id if it has one, else null. */
  find(id: string): number | null;
  idOf(n: number): string | null;
  /** Numbers made in a transaction that was rolled back must not be remembered. */
  forget(): void;
}

const REMEMBERED = 20_000;

/** `ref`: people, departments, connections, reasons; few. `identity_ref`: identities, as many as contacts or more. */
export function createRefs(db: Db, table: 'ref' | 'identity_ref'): Refs {
  const select = db.prepare<[string], { n: number }>(`SELECT n FROM ${table} WHERE id = ?`);
  const selectId = db.prepare<[number], { id: string }>(`SELECT id FROM ${table} WHERE n = ?`);
  const insert = db.prepare<[string]>(`INSERT INTO ${table} (id) VALUES (?)`);
  const numbers = new Map<string, number>();
  const ids = new Map<number, string>();

  function remember(id: string, n: number): number {
    if (numbers.size >= REMEMBERED) forget();
    numbers.set(id, n);
    ids.set(n, id);
    return n;
  }

  function forget(): void {
    numbers.clear();
    ids.clear();
  }

  function find(id: string): number | null {
    const known = numbers.get(id);
    if (known !== undefined) return known;
    const row = select.get(id);
    return row === undefined ? null : remember(id, row.n);
  }

  return {
    of(id) {
      if (id === null) return 0;
      return find(id) ?? remember(id, Number(insert.run(id).lastInsertRowid));
    },
    find,
    idOf(n) {
      if (n === 0) return null;
      const known = ids.get(n);
      if (known !== undefined) return known;
      const row = selectId.get(n);
      if (row === undefined) return null;
      remember(row.id, n);
      return row.id;
    },
    forget,
  };
}

/** Short numbers for the sets of tags and of stages that contacts have; a set is written as its sorted ids, one a line. */
export interface TagSets {
  of(tagIds: readonly string[]): number;
  idsOf(n: number): readonly string[];
  /** Numbers of the sets that hold any of these. */
  holdingAny(tagIds: readonly string[]): ReadonlySet<number>;
  forget(): void;
}

export function createTagSets(db: Db): TagSets {
  const select = db.prepare<[string], { n: number }>('SELECT n FROM tagset WHERE tag_ids = ?');
  const selectIds = db.prepare<[number], { tag_ids: string }>('SELECT tag_ids FROM tagset WHERE n = ?');
  const all = db.prepare<[], { n: number; tag_ids: string }>('SELECT n, tag_ids FROM tagset');
  const insert = db.prepare<[string]>('INSERT INTO tagset (tag_ids) VALUES (?)');
  let sets: Map<string, number> | null = null;

  function loaded(): Map<string, number> {
    sets ??= new Map(all.all().map((row) => [row.tag_ids, row.n]));
    return sets;
  }

  return {
    of(tagIds) {
      if (tagIds.length === 0) return 0;
      const written = [...new Set(tagIds)].sort().join('\n');
      const known = loaded().get(written) ?? select.get(written)?.n;
      if (known !== undefined) return known;
      const n = Number(insert.run(written).lastInsertRowid);
      loaded().set(written, n);
      return n;
    },
    idsOf(n) {
      if (n === 0) return [];
      const written = selectIds.get(n)?.tag_ids;
      return written === undefined ? [] : written.split('\n');
    },
    holdingAny(tagIds) {
      const wanted = new Set(tagIds);
      const found = new Set<number>();
      for (const [written, n] of loaded()) {
        if (written.split('\n').some((id) => wanted.has(id))) found.add(n);
      }
      return found;
    },
    forget() {
      sets = null;
    },
  };
}
