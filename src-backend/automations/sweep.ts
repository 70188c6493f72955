import type { Kysely } from 'kysely';
import type { Logger } from 'pino';
import type { Automation } from '../../src-shared/protocol/automations.ts';
import { createWorkUnit, type WorkUnit } from '../conversations/work-unit.ts';
import type { WorkspaceLog } from '../log/write.ts';
import { distribute } from '../routing/distribute.ts';
import type { Database } from '../store/database.ts';
import { toConversation } from '../store/entities/conversation.ts';
import type { Store } from '../store/open.ts';
import type { Automations } from './automations.ts';
import { dueRuns } from './runs.ts';
import { loadAutomations } from './store.ts';

/**
 * What time brings about: waits that are over, customers who fell silent. Every node sweeps; under the workspace's lock
 * each thing is looked at once more, so that it happens once however many nodes there are, and after any restart.
 */
export interface AutomationSweep {
  /** One round; runs by itself every few seconds. */
  sweep(): Promise<void>;
  close(): Promise<void>;
}

const BATCH = 50;
const MINUTE_MS = 60_000;

export function createAutomationSweep(deps: {
  store: Store;
  log: WorkspaceLog;
  automations: Automations;
  logger: Logger;
  now: () => number;
  everyMs?: number;
}): AutomationSweep {
  const { db } = deps.store;
  let under: Promise<void> = Promise.resolve();

  async function wakeRuns(): Promise<void> {
    const due = await dueRuns(db, deps.now(), BATCH);
    for (const [workspaceId, runs] of Map.groupBy(due, (run) => run.workspaceId)) {
      await change(workspaceId, async (unit) => {
        for (const { conversationId } of runs) await deps.automations.timeIsUp(unit, conversationId);
      });
    }
  }

  async function change(workspaceId: string, work: (unit: WorkUnit) => Promise<void>): Promise<void> {
    await deps.log.write(workspaceId, async (tx) => {
      const unit = createWorkUnit(tx);
      await work(unit);
      await unit.flush();
      await distribute(unit);
      await unit.flush();
    });
  }

  async function closeSilent(): Promise<void> {
    const workspaces = await db.selectFrom('workspace').select('id').execute();
    for (const { id } of workspaces) {
      const departments = await silentDepartments(db, id);
      const flows = (await loadAutomations(db, id)).filter(isInactivity);
      if (departments.length === 0 && flows.length === 0) continue;
      if ((await silent(db, id, deps.now(), departments, flows)).length === 0) continue;
      await change(id, async (unit) => {
        for (const found of await silent(unit.tx.db, id, unit.tx.now, departments, flows)) {
          const conversation = await unit.conversation(found.conversationId);
          if (conversation === null) continue;
          if (found.flow !== null) await deps.automations.start(unit, conversation, found.flow);
          else await finishSilent(unit, found.conversationId, found.minutes);
        }
      });
    }
  }

  async function round(): Promise<void> {
    await wakeRuns();
    await closeSilent();
  }

  const sweep = (): Promise<void> => {
    under = under.then(round).catch((error: unknown) => {
      deps.logger.warn({ error: error instanceof Error ? error.message : 'unknown' }, 'automations could not be swept');
    });
    return under;
  };
  const timer = setInterval(() => void sweep(), deps.everyMs ?? 10_000);
  timer.unref();

  return {
    sweep,
    async close() {
      clearInterval(timer);
      await under;
    },
  };
}

interface Silent {
  conversationId: string;
  /** null: the department's own rule finishes it. */
  flow: Automation | null;
  minutes: number;
}

type InactivityAutomation = Automation & { trigger: { type: 'inactivity'; minutes: number; departmentIds: string[] } };

const isInactivity = (automation: Automation): automation is InactivityAutomation =>
  automation.active && !automation.removed && automation.trigger.type === 'inactivity';

async function silentDepartments(
  db: Kysely<Database>,
  workspaceId: string,
): Promise<{ id: string; minutes: number }[]> {
  const rows = await db
    .selectFrom('department')
    .select(['id', 'inactivity_minutes'])
    .where('workspace_id', '=', workspaceId)
    .where('inactivity_minutes', 'is not', null)
    .execute();
  return rows.flatMap(({ id, inactivity_minutes: minutes }) => (minutes === null ? [] : [{ id, minutes }]));
}

/**
 * Conversations in which the last word has been ours for too long. A flow begins only where a person wrote that word, or
 * its own question would bring it about again and again.
 */
async function silent(
  db: Kysely<Database>,
  workspaceId: string,
  now: number,
  departments: { id: string; minutes: number }[],
  flows: InactivityAutomation[],
): Promise<Silent[]> {
  const shortest = Math.min(...departments.map((d) => d.minutes), ...flows.map((flow) => flow.trigger.minutes));
  const rows = await db
    .selectFrom('conversation')
    .leftJoin('message', (join) =>
      join.on('message.id', '=', (eb) => eb.ref('conversation.last_message', '->>').key('id')),
    )
    .selectAll('conversation')
    .select('message.author_id')
    .where('conversation.workspace_id', '=', workspaceId)
    .where('conversation.status', '=', 'open')
    .where('conversation.merged', 'is', null)
    .where('conversation.awaiting_since', 'is', null)
    .where('conversation.automation', 'is', null)
    .where('conversation.last_activity_at', '<=', now - shortest * MINUTE_MS)
    .orderBy('conversation.last_activity_at')
    .limit(BATCH)
    .execute();
  return rows.flatMap((row): Silent[] => {
    const conversation = toConversation(row);
    const quietMs = now - conversation.lastActivityAt;
    const rule = departments.find(({ id }) => id === conversation.departmentId);
    if (rule !== undefined && quietMs >= rule.minutes * MINUTE_MS)
      return [{ conversationId: conversation.id, flow: null, minutes: rule.minutes }];
    const flow = flows.find(({ trigger }) => {
      const here = trigger.departmentIds.length === 0 || trigger.departmentIds.includes(conversation.departmentId);
      return here && row.author_id !== null && quietMs >= trigger.minutes * MINUTE_MS;
    });
    return flow === undefined ? [] : [{ conversationId: conversation.id, flow, minutes: flow.trigger.minutes }];
  });
}

async function finishSilent(unit: WorkUnit, conversationId: string, minutes: number): Promise<void> {
  const next = unit.changeConversation(conversationId, {
    status: 'finished',
    finishedAt: unit.tx.now,
    finishedById: null,
    queuedAt: null,
    awaitingSince: null,
    unread: 0,
  });
  unit.addActivity(next, { type: 'finishedByInactivity', minutes }, null);
}
