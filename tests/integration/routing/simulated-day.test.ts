import { randomUUID } from 'node:crypto';
import { afterEach, describe, expect, it } from 'vitest';
import { createWorkUnit } from '../../../src-backend/conversations/work-unit.ts';
import { createRandom } from '../../../src-backend/demo/seed/random.ts';
import { distribute } from '../../../src-backend/routing/distribute.ts';
import { idIn, type Operation, openOperation, type Plan } from '../core/operation.ts';
import { storeOpener } from '../stores.ts';
import { everOverCapacity, ownerless } from './crowd.ts';
import { arrange, at, ruleOf } from './desk.ts';

/**
 * A whole day of a contact centre, on a clock of its own: fifteen hundred customers, a third of whom come back later; agents who start, eat, rest, die and return. At its end nothing may be lost and nobody may ever have been
 * over capacity; how long customers waited is reported by department.
 */
const MINUTE = 60_000;
/** The day is played in steps of so many minutes; everything happens at the beginning of one. */
const STEP = 2;
const step = (minute: number): number => minute - (minute % STEP);
const DAY = '2026-11-23';
const OPEN_MINUTE = 8 * 60;
const LAST_CUSTOMER = 19 * 60;
const CLOSE_MINUTE = 20 * 60;
const CUSTOMERS = 1_500;
const RETURNING = 0.35;

const departments = [
  { id: 'suporte', share: 0.45, agents: 7, rule: 'leastBusy' as const, acceptSeconds: null },
  { id: 'vendas', share: 0.3, agents: 5, rule: 'roundRobin' as const, acceptSeconds: 60 },
  { id: 'financeiro', share: 0.25, agents: 4, rule: 'longestIdle' as const, acceptSeconds: null },
];

const plan: Plan = {
  departments: departments.map(({ id }) => ({ id, automatic: true })),
  people: departments.flatMap(({ id, agents }, position) =>
    Array.from({ length: agents }, (_, index) => ({
      id: `${id}-${index}`,
      // A few help out next door.
      departments: index % 4 === 0 ? [id, departments[(position + 1) % departments.length]?.id ?? id] : [id],
      capacity: 2 + (index % 3),
      available: false,
    })),
  ),
};

interface Shift {
  starts: number;
  meal: number;
  ends: number;
  /** The machine dies at this minute, and is back after so many; null: for good. */
  dies: { at: number; backAfter: number | null } | null;
}

describe('a simulated day', () => {
  const openTestStore = storeOpener('embedded');
  let operation: Operation;
  afterEach(() => operation.close());

  it('every customer ends with an owner, a queue or an answer; waiting times are reported by department', async ({
    annotate,
  }) => {
    operation = await openOperation((await openTestStore()).store, plan);
    for (const { id, rule, acceptSeconds } of departments)
      await ruleOf(operation, id, { rule, accept_seconds: acceptSeconds });
    await arrange(operation, { lostAgent: { graceSeconds: 60, action: 'requeue', requeueAfterMinutes: 10 } });
    const written = await playTheDay(operation);

    expect(await ownerless(operation)).toEqual([]);
    expect(await everOverCapacity(operation, plan)).toEqual([]);
    const { db } = operation.store;
    const messages = await db
      .selectFrom('message')
      .select('external_id')
      .where('workspace_id', '=', operation.workspaceId)
      .where('direction', '=', 'inbound')
      .execute();
    expect(new Set(messages.map((row) => row.external_id))).toEqual(new Set(written));
    expect(messages).toHaveLength(written.length);

    const report = await waitingTimes(operation);
    await annotate(report.map((line) => JSON.stringify(line)).join('\n'));
    expect(report.map((line) => line.department)).toEqual(departments.map(({ id }) => id));
    for (const line of report) {
      expect(line.served).toBeGreaterThan(300);
      // Most are served at once, and the unluckiest within two hours, though people eat, rest and vanish.
      expect(line.medianMs).toBeLessThan(5 * MINUTE);
      expect(line.longestMs).toBeLessThan(120 * MINUTE);
      expect(line.byContinuity).toBeGreaterThan(10);
    }
    // At closing time nothing waits any more but what nobody was there to take.
    const waiting = await db
      .selectFrom('conversation')
      .select('id')
      .where('workspace_id', '=', operation.workspaceId)
      .where('status', '=', 'queued')
      .execute();
    expect(waiting.length).toBeLessThan(20);
  }, 600_000);
});

/** Answers with the provider's ids of everything that customers wrote. */
async function playTheDay(operation: Operation): Promise<string[]> {
  const random = createRandom(20_261_123);
  const written: string[] = [];
  const shifts = new Map<string, Shift>(
    plan.people.map((person, index) => {
      const starts = step(OPEN_MINUTE + random.between(0, 40));
      const died = step(OPEN_MINUTE + random.between(90, 500));
      const dies = index % 5 === 2 ? { at: died, backAfter: index % 10 === 2 ? null : 36 } : null;
      return [person.id, { starts, meal: step(starts + random.between(150, 260)), ends: CLOSE_MINUTE, dies }];
    }),
  );
  const visits = new Map<number, { address: string; department: string }[]>();
  const visit = (minute: number, address: string, department: string) => {
    if (minute < LAST_CUSTOMER)
      visits.set(step(minute), [...(visits.get(step(minute)) ?? []), { address, department }]);
  };
  for (let customer = 0; customer < CUSTOMERS; customer += 1) {
    const address = `5511${String(customer).padStart(9, '9')}`;
    const department = pickDepartment(random.next());
    const minute = OPEN_MINUTE + 45 + random.below(LAST_CUSTOMER - OPEN_MINUTE - 45);
    visit(minute, address, department);
    if (random.chance(RETURNING)) visit(minute + random.between(45, 200), address, department);
  }

  const connected = new Set<string>();
  for (let minute = OPEN_MINUTE; minute <= CLOSE_MINUTE; minute += STEP) {
    operation.clock.now = at(`${DAY}T00:00`) + minute * MINUTE;
    for (const [who, shift] of shifts) await live(operation, who, shift, minute, connected);
    await operation.core.attendance.watch();
    await arrivals(operation, visits.get(minute) ?? [], written);
    await answerOffers(operation, random);
    await finishSome(operation, random, connected);
    await operation.core.routing.round();
  }
  return written;
}

function pickDepartment(point: number): string {
  let left = point;
  for (const { id, share } of departments) {
    left -= share;
    if (left < 0) return id;
  }
  return departments[0]?.id ?? '';
}

/** What a person's day does to their presence at this minute. */
async function live(
  operation: Operation,
  who: string,
  { starts, meal, ends, dies }: Shift,
  minute: number,
  connected: Set<string>,
): Promise<void> {
  const { attendance } = operation.core;
  const arrive = async () => {
    connected.add(who);
    await attendance.arrived(operation.workspaceId, idIn(operation, who));
  };
  const presence = (state: 'available' | 'paused' | 'away', reason: string | null = null) =>
    operation.command(who, 'presence.set', { state, reason });
  if (minute === starts) await arrive();
  if (minute === dies?.at) {
    connected.delete(who);
    attendance.left(operation.workspaceId, idIn(operation, who));
  }
  if (dies !== null && dies.backAfter !== null && minute === dies.at + dies.backAfter) {
    await arrive();
    await presence('available');
  }
  if (!connected.has(who)) return;
  if (minute === meal || minute === meal + 120) await presence('paused', minute === meal ? 'Almoço' : 'Descanso');
  if (minute === meal + 20 || minute === meal + 130) await presence('available');
  if (minute === ends) await presence('away');
}

async function arrivals(
  operation: Operation,
  visits: { address: string; department: string }[],
  written: string[],
): Promise<void> {
  const byDepartment = Map.groupBy(visits, (visit) => visit.department);
  await Promise.all(
    [...byDepartment].map(([department, group]) =>
      operation.core.door.accept(
        idIn(operation, `connection-${department}`),
        group.map(({ address }) => {
          const externalId = randomUUID();
          written.push(externalId);
          return {
            type: 'message',
            externalId,
            sender: { address, phone: address, profileName: `Cliente ${address.slice(-4)}` },
            kind: 'text',
            text: 'oi',
            media: null,
            unknownKind: null,
            quotedExternalId: null,
            providerAt: null,
          };
        }),
      ),
    ),
  );
}

interface OpenRow {
  id: string;
  who: string;
}

async function openOnes(operation: Operation, kind: 'offered' | 'served'): Promise<OpenRow[]> {
  const rows = await operation.store.db
    .selectFrom('conversation')
    .select(['id', 'assignee_id'])
    .where('workspace_id', '=', operation.workspaceId)
    .where('status', '=', 'open')
    .where('offer_until', kind === 'offered' ? 'is not' : 'is', null)
    .orderBy('protocol')
    .execute();
  return rows.map((row) => ({ id: row.id, who: row.assignee_id?.slice(row.assignee_id.indexOf(':') + 1) ?? '' }));
}

/** Most offers are accepted, some declined, some not answered. */
async function answerOffers(operation: Operation, random: ReturnType<typeof createRandom>): Promise<void> {
  for (const { id, who } of await openOnes(operation, 'offered')) {
    const mood = random.next();
    if (mood > 0.95) continue;
    await operation.command(who, mood > 0.88 ? 'conversation.decline' : 'conversation.accept', { conversationId: id });
  }
}

/**
 * A conversation takes some eleven minutes; whoever is not connected finishes nothing. All that end in a step end in one
 * transaction, as the command does it for one: a day must not take longer than a coffee.
 */
async function finishSome(
  operation: Operation,
  random: ReturnType<typeof createRandom>,
  connected: ReadonlySet<string>,
): Promise<void> {
  const ending = (await openOnes(operation, 'served')).filter(({ who }) => connected.has(who) && random.chance(0.17));
  if (ending.length === 0) return;
  await operation.core.log.write(operation.workspaceId, async (tx) => {
    const unit = createWorkUnit(tx);
    for (const { id } of ending) {
      const conversation = await unit.conversation(id);
      if (conversation === null) throw new Error('an open conversation is gone');
      const finished = unit.changeConversation(id, {
        status: 'finished',
        finishedAt: tx.now,
        finishedById: conversation.assigneeId,
        queuedAt: null,
        awaitingSince: null,
        unread: 0,
      });
      unit.addActivity(finished, { type: 'finished', reasonId: null }, conversation.assigneeId);
    }
    await unit.flush();
    await distribute(unit);
    await unit.flush();
  });
}

async function waitingTimes({ store, workspaceId }: Operation) {
  const rows = await store.db
    .selectFrom('conversation')
    .innerJoin('department', 'department.id', 'conversation.department_id')
    .select(['department.name', 'conversation.decision', 'conversation.status'])
    .where('conversation.workspace_id', '=', workspaceId)
    .execute();
  return departments.map(({ id }) => {
    const own = rows.filter((row) => row.name === id);
    const waits = own
      .flatMap(({ decision }) => (decision === null || decision.rule === 'waiting' ? [] : [decision.waitedMs]))
      .sort((a, b) => a - b);
    const part = (share: number) => waits[Math.min(waits.length - 1, Math.floor(waits.length * share))] ?? 0;
    return {
      department: id,
      served: waits.length,
      medianMs: part(0.5),
      p95Ms: part(0.95),
      longestMs: part(1),
      byContinuity: own.filter(({ decision }) => decision?.rule === 'affinity').length,
      stillWaiting: own.filter(({ status }) => status === 'queued').length,
    };
  });
}
