import type { Logger } from 'pino';
import { type Operation, operationDefaults } from '../../src-shared/protocol/operation.ts';
import { createWorkUnit } from '../conversations/work-unit.ts';
import type { WorkspaceLog } from '../log/write.ts';
import { distribute } from '../routing/distribute.ts';
import { loadPeople } from '../store/entities/person.ts';
import type { Store } from '../store/open.ts';
import { changePresence } from './presence.ts';

/**
 * Who is at work. Each node notes every few seconds whom it has a socket of; a person whom no node has noted for longer
 * than the workspace's grace period is offline, whatever became of their machine, their network or the node itself. What
 * becomes of what they serve is the routing's business (routing/lost-agents.ts). A person who comes back is available again; a
 * pause outlives a lost connection.
 */
export interface Attendance {
  arrived(workspaceId: string, personId: string): Promise<void>;
  left(workspaceId: string, personId: string): void;
  /** One round of the watch; runs by itself every few seconds. */
  watch(): Promise<void>;
  close(): void;
}

/** Well below the shortest grace period there can be (15 s), or a slow node would send people away who are here. */
const EVERY_MS = 5_000;

export const graceMsOf = (operation: Pick<Operation, 'lostAgent'>): number => operation.lostAgent.graceSeconds * 1_000;

export function createAttendance(deps: {
  store: Store;
  log: WorkspaceLog;
  logger: Logger;
  now: () => number;
  /** Milliseconds after which a person whose machine is gone is offline, by the workspace's settings. */
  graceMsOf?: (operation: Pick<Operation, 'lostAgent'>) => number;
  everyMs?: number;
  /** These conversations were given to whoever arrived; a hint to the customer, which may be lost. */
  tellAssigned?: (conversationIds: string[]) => void;
}): Attendance {
  const { store, now } = deps;
  const grace = deps.graceMsOf ?? graceMsOf;
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
        const assigned = await distribute(unit);
        await unit.flush();
        if (assigned.length > 0) tx.afterCommit(() => deps.tellAssigned?.(assigned));
      }
    });
  };

  /** Those who look present and were not noted lately; the settings decide how lately. */
  const gone = async () => {
    const unseen = await store.db
      .selectFrom('person')
      .leftJoin('operation', 'operation.workspace_id', 'person.workspace_id')
      .select(['person.id', 'person.workspace_id', 'person.seen_at', 'operation.data'])
      .where('person.presence_state', 'in', ['available', 'away'])
      .where('person.seen_at', '<', now() - grace({ lostAgent: { ...operationDefaults.lostAgent, graceSeconds: 15 } }))
      .execute();
    return unseen.filter((person) => {
      const lostAgent = person.data?.lostAgent ?? operationDefaults.lostAgent;
      return person.seen_at < now() - grace({ lostAgent });
    });
  };

  const watch = async (): Promise<void> => {
    await note([...here.keys()]);
    for (const person of await gone()) await setPresence(person.workspace_id, person.id, 'present');
  };

  const timer = setInterval(() => {
    watch().catch((error: unknown) =>
      deps.logger.warn({ error: error instanceof Error ? error.message : 'unknown' }, 'attendance could not be noted'),
    );
  }, deps.everyMs ?? EVERY_MS);
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
