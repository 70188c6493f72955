import type { Logger } from 'pino';
import { createWorkUnit } from '../conversations/work-unit.ts';
import type { WorkspaceLog } from '../log/write.ts';
import { distribute } from '../routing/distribute.ts';
import { loadPeople } from '../store/entities/person.ts';
import type { Store } from '../store/open.ts';
import { changePresence } from './presence.ts';

/**
 * Who is at work. Each node notes every few seconds whom it has a socket of; a person whom no node has noted for longer
 * than the grace period is offline, whatever became of their machine, their network or the node itself. What they serve
 * stays theirs. A person who comes back is available again; a pause outlives a lost connection.
 */
export interface Attendance {
  arrived(workspaceId: string, personId: string): Promise<void>;
  left(workspaceId: string, personId: string): void;
  /** One round of the watch; runs by itself every few seconds. */
  watch(): Promise<void>;
  close(): void;
}

export function createAttendance(deps: {
  store: Store;
  log: WorkspaceLog;
  logger: Logger;
  now: () => number;
  graceMs?: number;
  everyMs?: number;
}): Attendance {
  const { store, now } = deps;
  const graceMs = deps.graceMs ?? 60_000;
  const everyMs = deps.everyMs ?? 15_000;
  /** Sockets by person on this node. */
  const here = new Map<string, number>();

  const note = async (ids: string[]): Promise<void> => {
    if (ids.length === 0) return;
    await store.db.updateTable('person').set({ seen_at: now() }).where('id', 'in', ids).execute();
  };

  const setPresence = async (workspaceId: string, personId: string, from: 'offline' | 'present'): Promise<void> => {
    await deps.log.write(workspaceId, async (tx) => {
      const [person] = await loadPeople(tx.db, workspaceId, [personId]);
      if (person === undefined || (person.presence.state === 'offline') !== (from === 'offline')) return;
      if (from === 'present' && person.presence.state === 'paused') return;
      await changePresence(tx, person, {
        state: from === 'offline' ? 'available' : 'offline',
        reason: null,
        since: tx.now,
      });
      if (from === 'offline') {
        const unit = createWorkUnit(tx);
        await distribute(unit);
        await unit.flush();
      }
    });
  };

  const watch = async (): Promise<void> => {
    await note([...here.keys()]);
    const gone = await store.db
      .selectFrom('person')
      .select(['id', 'workspace_id'])
      .where('presence_state', 'in', ['available', 'away'])
      .where('seen_at', '<', now() - graceMs)
      .execute();
    for (const person of gone) await setPresence(person.workspace_id, person.id, 'present');
  };

  const timer = setInterval(() => {
    watch().catch((error: unknown) =>
      deps.logger.warn({ error: error instanceof Error ? error.message : 'unknown' }, 'attendance could not be noted'),
    );
  }, everyMs);
  timer.unref();

  return {
    async arrived(workspaceId, personId) {
      here.set(personId, (here.get(personId) ?? 0) + 1);
      await note([personId]);
      await setPresence(workspaceId, personId, 'offline');
    },
    left(_workspaceId, personId) {
      const sockets = (here.get(personId) ?? 1) - 1;
      if (sockets > 0) here.set(personId, sockets);
      else here.delete(personId);
    },
    watch,
    close: () => clearInterval(timer),
  };
}
