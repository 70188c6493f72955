import type { Logger } from 'pino';
import type { Operation } from '../../src-shared/protocol/operation.ts';
import { createWorkUnit, type WorkUnit } from '../conversations/work-unit.ts';
import type { WorkspaceLog } from '../log/write.ts';
import type { Store } from '../store/open.ts';
import { distribute } from './distribute.ts';
import { findLost, requeueLost } from './lost-agents.ts';
import { expireOffers } from './offers.ts';
import { PASSED_MS } from './read-state.ts';

/**
 * What happens in the queues because time passes: offers that nobody answered, owners who are gone, agents who may be
 * offered again what they passed on. Every node looks; whoever finds something acts under the workspace's lock, where it is
 * looked at again, so it happens once, and a dead node is not missed.
 */
export interface RoutingWatch {
  /** One whole look; runs by itself every few seconds, its part that looks for expired offers every second. */
  round(): Promise<void>;
  close(): Promise<void>;
}

const EVERY_MS = 1_000;
/** Lost owners and old passes can wait for every so many ticks. */
const SLOW = 5;

export function createRoutingWatch(deps: {
  store: Store;
  log: WorkspaceLog;
  logger: Logger;
  now: () => number;
  graceMsOf(operation: Pick<Operation, 'lostAgent'>): number;
  /** These conversations are somebody's now; a hint to the customer, which may be lost. */
  tellAssigned(conversationIds: string[]): void;
  everyMs?: number;
}): RoutingWatch {
  const { store, now, logger } = deps;
  let ticks = 0;
  let running: Promise<void> = Promise.resolve();

  async function act(workspaceId: string, change: (unit: WorkUnit) => Promise<string[]>): Promise<void> {
    await deps.log.write(workspaceId, async (tx) => {
      const unit = createWorkUnit(tx);
      const accepted = await change(unit);
      await unit.flush();
      const assigned = [...accepted, ...(await distribute(unit))];
      await unit.flush();
      if (assigned.length > 0) tx.afterCommit(() => deps.tellAssigned(assigned));
    });
  }

  async function offers(): Promise<void> {
    const due = await store.db
      .selectFrom('conversation')
      .select('workspace_id')
      .distinct()
      .where('offer_until', 'is not', null)
      .where('offer_until', '<=', now())
      .where('status', '=', 'open')
      .execute();
    for (const { workspace_id } of due) await act(workspace_id, async (unit) => (await expireOffers(unit)).accepted);
  }

  async function lostOwners(): Promise<void> {
    for (const { workspaceId, conversationIds } of await findLost(store.db, now(), deps.graceMsOf))
      await act(workspaceId, async (unit) => {
        await requeueLost(unit, conversationIds);
        return [];
      });
  }

  /** What waits and was passed on by an agent, long enough ago to be offered to them again. */
  async function oldPasses(): Promise<void> {
    const waiting = await store.db
      .selectFrom('conversation')
      .select(['workspace_id', 'passed_by'])
      .where('status', '=', 'queued')
      .where('merged', 'is', null)
      .where('passed_by', 'is not', null)
      .execute();
    const ripe = waiting.filter((row) => row.passed_by?.some(({ at }) => at + PASSED_MS <= now()));
    for (const workspaceId of new Set(ripe.map((row) => row.workspace_id))) await act(workspaceId, async () => []);
  }

  async function whole(): Promise<void> {
    await offers();
    await lostOwners();
    await oldPasses();
  }

  /** One at a time: a slow look is not overtaken by the next. */
  function inTurn(look: () => Promise<void>): Promise<void> {
    const next = running.then(look);
    running = next.catch(() => undefined);
    return next;
  }

  const timer = setInterval(() => {
    ticks += 1;
    inTurn(ticks % SLOW === 0 ? whole : offers).catch((error: unknown) =>
      logger.warn({ error: error instanceof Error ? error.message : 'unknown' }, 'the queues could not be looked at'),
    );
  }, deps.everyMs ?? EVERY_MS);
  timer.unref();

  return {
    round: () => inTurn(whole),
    close() {
      clearInterval(timer);
      return running;
    },
  };
}
