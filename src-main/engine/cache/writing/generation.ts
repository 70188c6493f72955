import type { Position } from '../api.ts';
import type { Db } from '../sqlite.ts';

/**
 * Every row carries the generation it was last written in. A snapshot opens a new one; when it ends, rows of older
 * generations are what the server no longer shows to this agent. While it is open there is no position, so a snapshot
 * that was interrupted, however, starts over.
 */
export interface Generation {
  current(): number;
  snapshotOpen(): boolean;
  /** Rows may be those of an earlier version (see the migration `renewed`), until a snapshot has ended. */
  renewing(): boolean;
  position(): Position | null;
  /** `hadRows`: something from before may have to be removed at the end. */
  open(hadRows: boolean): void;
  mustPurge(): boolean;
  close(position: Position): void;
  moveTo(position: Position): void;
  /** A row of the generation at hand is replaced by a newer version only; an older generation's row by anything. */
  keeps(row: { version: number; generation: number }, version: number): boolean;
  /** After a rollback. */
  forget(): void;
}

interface State {
  generation: number;
  snapshot: 'none' | 'open' | 'open-over-rows';
  position: Position | null;
  renewing: boolean;
}

export function createGeneration(db: Db): Generation {
  const get = db.prepare<[string], { value: string }>('SELECT value FROM meta WHERE key = ?');
  const set = db.prepare<[string, string]>('INSERT OR REPLACE INTO meta (key, value) VALUES (?, ?)');
  const unset = db.prepare<[string]>('DELETE FROM meta WHERE key = ?');
  let state: State | null = null;

  function load(): State {
    if (state !== null) return state;
    const value = (key: string) => get.get(key)?.value ?? null;
    const cursor = value('cursor');
    const logId = value('log_id');
    const snapshot = value('snapshot');
    state = {
      generation: Number(value('generation') ?? 1),
      snapshot: snapshot === 'open' || snapshot === 'open-over-rows' ? snapshot : 'none',
      position: cursor === null || logId === null ? null : { cursor: Number(cursor), logId },
      renewing: value('renewing') !== null,
    };
    return state;
  }

  function moveTo(position: Position): void {
    set.run('cursor', String(position.cursor));
    set.run('log_id', position.logId);
    load().position = position;
  }

  return {
    current: () => load().generation,
    snapshotOpen: () => load().snapshot !== 'none',
    renewing: () => load().renewing,
    position: () => load().position,
    open(hadRows) {
      const now = load();
      now.generation += 1;
      now.snapshot = hadRows ? 'open-over-rows' : 'open';
      now.position = null;
      set.run('generation', String(now.generation));
      set.run('snapshot', now.snapshot);
      unset.run('cursor');
      unset.run('log_id');
    },
    mustPurge: () => load().snapshot === 'open-over-rows',
    close(position) {
      unset.run('snapshot');
      unset.run('renewing');
      load().snapshot = 'none';
      load().renewing = false;
      moveTo(position);
    },
    moveTo,
    keeps(row, version) {
      const { generation, snapshot } = load();
      if (snapshot !== 'none' && row.generation !== generation) return false;
      return row.version >= version;
    },
    forget() {
      state = null;
    },
  };
}
