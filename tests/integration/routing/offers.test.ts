import { randomUUID } from 'node:crypto';
import { afterEach, expect, it } from 'vitest';
import { conversations, idIn, type Operation, openOperation, type Plan } from '../core/operation.ts';
import { describeOnStores } from '../stores.ts';
import { arrange, at, finish, happened, newest, ruleOf } from './desk.ts';

const plan: Plan = {
  departments: [{ id: 'suporte', automatic: true }],
  people: [
    { id: 'ana', departments: ['suporte'], capacity: 2 },
    { id: 'bruno', departments: ['suporte'], capacity: 2, available: false },
    { id: 'sonia', role: 'supervisor', departments: [], available: false },
  ],
};

const SECOND = 1_000;
const MINUTE = 60 * SECOND;

describeOnStores('offers, lost owners and turns', (openTestStore) => {
  let operation: Operation;
  afterEach(() => operation.close());
  const open = async (acceptSeconds: number | null = 30) => {
    operation = await openOperation((await openTestStore()).store, plan);
    operation.clock.now = at('2026-11-23T15:00');
    await ruleOf(operation, 'suporte', { accept_seconds: acceptSeconds });
    return operation;
  };
  const comes = (who: string) => operation.command(who, 'presence.set', { state: 'available', reason: null });
  const later = async (ms: number) => {
    operation.clock.now += ms;
    await operation.core.routing.round();
  };

  it('is offered with a time limit, and accepted becomes theirs; the time in the queue stays known', async () => {
    await open();
    const began = operation.clock.now;
    await operation.customer('Mariana').writes('oi');
    const offered = await newest(operation);
    expect(offered).toMatchObject({ with: 'ana', status: 'open', offerUntil: began + 30 * SECOND, queuedAt: began });
    expect(await happened(operation, offered.id)).toEqual(['queued']);
    operation.clock.now += 29 * SECOND;
    expect(await operation.command('ana', 'conversation.accept', { conversationId: offered.id })).toMatchObject({
      ok: true,
    });
    expect(await newest(operation)).toMatchObject({ with: 'ana', offerUntil: null });
    expect(await happened(operation, offered.id)).toEqual(['queued', 'ana by distributed']);
    // Sent twice it changes nothing, and there is nothing left to decline.
    expect(await operation.command('ana', 'conversation.accept', { conversationId: offered.id })).toMatchObject({
      ok: true,
    });
    expect(await operation.command('ana', 'conversation.decline', { conversationId: offered.id })).toMatchObject({
      reason: 'not-assigned',
    });
    expect(await happened(operation, offered.id)).toHaveLength(2);
  });

  it('declined goes to a colleague at once, as old as it was, and not back to who declined', async () => {
    await open();
    const began = operation.clock.now;
    await operation.customer('Mariana').writes('oi');
    const offered = await newest(operation);
    operation.clock.now += 10 * SECOND;
    await operation.command('ana', 'conversation.decline', { conversationId: offered.id });
    expect(await newest(operation)).toMatchObject({ status: 'queued', with: null, queuedAt: began, offerUntil: null });
    operation.clock.now += 10 * SECOND;
    await comes('bruno');
    expect(await newest(operation)).toMatchObject({ with: 'bruno', offerUntil: began + 50 * SECOND });
    await operation.command('bruno', 'conversation.accept', { conversationId: offered.id });
    const [row] = await conversations(operation);
    expect(row?.decision).toMatchObject({ rule: 'leastBusy', waitedMs: 20 * SECOND });
    expect(await happened(operation, offered.id)).toEqual(['queued', 'declined by ana', 'bruno by distributed']);
  });

  it('unanswered returns by itself; the only agent there is asked again after a while, so it is not stuck', async () => {
    await open();
    await operation.customer('Mariana').writes('oi');
    const { id } = await newest(operation);
    await later(29 * SECOND);
    expect(await newest(operation)).toMatchObject({ with: 'ana' });
    await later(1 * SECOND);
    expect(await newest(operation)).toMatchObject({ status: 'queued', with: null });
    expect(await happened(operation, id)).toEqual(['queued', 'no answer from ana']);
    await later(4 * MINUTE);
    expect(await newest(operation)).toMatchObject({ status: 'queued' });
    await later(1 * MINUTE);
    expect(await newest(operation)).toMatchObject({ with: 'ana' });
  });

  it('an offer takes a place of the capacity, so nobody is offered more than they could accept', async () => {
    await open();
    for (const name of ['Mariana', 'João', 'Lia']) await operation.customer(name).writes('oi');
    const all = await conversations(operation);
    expect(all.map((row) => row.status)).toEqual(['open', 'open', 'queued']);
  });

  it('whoever writes to the customer has accepted, and a supervisor who steps in leaves no offer behind', async () => {
    await open();
    await operation.customer('Mariana').writes('oi');
    const { id } = await newest(operation);
    const text = 'já te ajudo';
    await operation.command('ana', 'message.send', {
      conversationId: id,
      text,
      mediaId: null,
      quotedMessageId: null,
    });
    await later(31 * SECOND);
    expect(await newest(operation)).toMatchObject({ with: 'ana', offerUntil: null });
    expect(await happened(operation, id)).toEqual(['queued', 'ana by distributed']);

    await operation.customer('João').writes('oi');
    const second = await newest(operation);
    expect(second.offerUntil).not.toBeNull();
    await operation.command('sonia', 'conversation.take', { conversationId: second.id });
    expect(await newest(operation)).toMatchObject({ with: 'sonia', offerUntil: null, cause: 'taken', rule: null });
    await later(31 * SECOND);
    expect(await newest(operation)).toMatchObject({ with: 'sonia' });
  });

  it('somebody else can neither accept nor decline it', async () => {
    await open();
    await operation.customer('Mariana').writes('oi');
    const { id } = await newest(operation);
    for (const name of ['conversation.accept', 'conversation.decline'] as const)
      expect(await operation.command('bruno', name, { conversationId: id })).toMatchObject({ reason: 'not-assigned' });
    expect(await operation.command('ana', 'conversation.accept', { conversationId: randomUUID() })).toMatchObject({
      reason: 'not-found',
    });
  });

  /** Ana has a machine of 60 s grace, and it dies. */
  const anaIsLost = async () => {
    await operation.core.attendance.arrived(operation.workspaceId, idIn(operation, 'ana'));
    operation.core.attendance.left(operation.workspaceId, idIn(operation, 'ana'));
    operation.clock.now += 61 * SECOND;
    await operation.core.attendance.watch();
    await operation.core.routing.round();
    const row = await operation.store.db
      .selectFrom('person')
      .select('presence_state')
      .where('id', '=', idIn(operation, 'ana'))
      .executeTakeFirst();
    expect(row?.presence_state).toBe('offline');
  };

  it('a lost agent’s conversations stay theirs by default, whoever else is free', async () => {
    await open(null);
    await operation.customer('Mariana').writes('oi');
    await comes('bruno');
    await anaIsLost();
    await later(24 * 60 * MINUTE);
    expect(await newest(operation)).toMatchObject({ with: 'ana', status: 'open' });
  });

  it('or return to the queue by rule, minutes after the agent went offline, with a line in the history and their age', async () => {
    await open(null);
    await arrange(operation, { lostAgent: { graceSeconds: 60, action: 'requeue', requeueAfterMinutes: 10 } });
    const began = operation.clock.now;
    await operation.customer('Mariana').writes('oi');
    const { id } = await newest(operation);
    await anaIsLost();
    await later(9 * MINUTE);
    expect(await newest(operation)).toMatchObject({ with: 'ana' });
    await later(1 * MINUTE);
    expect(await newest(operation)).toMatchObject({ with: null, status: 'queued', queuedAt: began });
    await comes('bruno');
    expect(await newest(operation)).toMatchObject({ with: 'bruno', cause: 'distributed', continuity: 'ana: offline' });
    expect(await happened(operation, id)).toEqual([
      'queued',
      'ana by distributed',
      'lost by ana',
      'bruno by distributed',
    ]);
  });

  it('who does not work here any more owns nothing, whatever the rule', async () => {
    await open(null);
    await operation.customer('Mariana').writes('oi');
    await operation.store.db
      .updateTable('person')
      .set({ active: false })
      .where('id', '=', idIn(operation, 'ana'))
      .execute();
    await operation.core.routing.round();
    expect(await newest(operation)).toMatchObject({ status: 'queued', with: null });
  });

  it('a channel weighs what the settings say, for the distribution and for «Assumir» alike', async () => {
    await open(null);
    await arrange(operation, { channelWeights: { whatsapp: 0.5 } });
    for (let index = 0; index < 5; index += 1) await operation.customer(`Cliente ${index}`).writes('oi');
    const all = await conversations(operation);
    expect(all.map((row) => row.status)).toEqual(['open', 'open', 'open', 'open', 'queued']);
    const waits = all.at(-1)?.id ?? '';
    expect(await operation.command('ana', 'conversation.take', { conversationId: waits })).toMatchObject({
      reason: 'at-capacity',
    });
    await arrange(operation, { channelWeights: { whatsapp: 0.4 } });
    expect(await operation.command('ana', 'conversation.take', { conversationId: waits })).toMatchObject({ ok: true });
  });

  it('turns go around and are remembered over rounds, finishes and restarts', async () => {
    await open(null);
    await ruleOf(operation, 'suporte', { rule: 'roundRobin' });
    await comes('bruno');
    const given: (string | null)[] = [];
    for (let index = 0; index < 5; index += 1) {
      await operation.customer(`Cliente ${index}`).writes('oi');
      const one = await newest(operation);
      given.push(one.with);
      await finish(operation, one.with ?? '', one.id);
    }
    expect(given).toEqual(['ana', 'bruno', 'ana', 'bruno', 'ana']);
  });

  it('«longest idle» counts from what was last received or finished', async () => {
    await open(null);
    await ruleOf(operation, 'suporte', { rule: 'longestIdle' });
    await comes('bruno');
    const next = async (name: string) => {
      operation.clock.now += MINUTE;
      await operation.customer(name).writes('oi');
      return newest(operation);
    };
    const first = await next('A');
    const second = await next('B');
    expect([first.with, second.with].sort()).toEqual(['ana', 'bruno']);
    operation.clock.now += MINUTE;
    // Who finished last is idle shortest, though they have nothing open.
    await finish(operation, first.with ?? '', first.id);
    expect((await next('C')).with).toBe(second.with);
  });
});
