import { randomUUID } from 'node:crypto';
import { afterEach, expect, it } from 'vitest';
import { operationDefaults } from '../../../src-shared/protocol/operation.ts';
import { describeOnStores } from '../stores.ts';
import { conversations, idIn, type Plan, until } from './operation.ts';
import {
  activitiesIn,
  chosen,
  type Desk,
  finishes,
  NUMBER,
  onlyConversation,
  openDesk,
  PHONE,
  plan,
  words,
} from './starting.ts';

describeOnStores('beginning a conversation with a customer who is somewhere already', (openTestStore) => {
  let desk: Desk;
  afterEach(() => desk.close());
  const open = async (more: Partial<Plan> = {}) => {
    desk = await openDesk((await openTestStore()).store, { ...plan, ...more });
  };
  const only = () => onlyConversation(desk);
  const finish = (person: string, conversationId: string) => finishes(desk, person, conversationId);
  const activities = (conversationId: string) => activitiesIn(desk, conversationId);

  it('capacity is looked at first, then whether another agent serves the customer', async () => {
    await open({
      people: [
        { id: 'ana', departments: ['suporte'], capacity: 1 },
        { id: 'bruno', departments: ['suporte'] },
      ],
    });
    await desk.writes(PHONE, 'oi');
    await desk.command('bruno', 'conversation.take', { conversationId: (await only()).id });
    await desk.writes('5511977776666', 'oi');
    const mine = (await conversations(desk)).find((row) => row.status === 'queued')?.id ?? '';
    await desk.command('ana', 'conversation.take', { conversationId: mine });

    expect(await desk.check('ana', NUMBER)).toEqual({ ok: true, value: { allowed: false, reason: 'at-capacity' } });
    expect(await desk.start('ana', NUMBER)).toMatchObject({ ok: false, reason: 'at-capacity', detail: null });
    // Even with everything else wrong, and for somebody new.
    expect(await desk.start('ana', '1133334444', { template: chosen('no such') })).toMatchObject({
      reason: 'at-capacity',
    });

    await finish('ana', mine);
    expect(await desk.check('ana', NUMBER)).toMatchObject({ value: { allowed: false, reason: 'served-by-other' } });
    expect(await desk.start('ana', NUMBER)).toMatchObject({
      ok: false,
      reason: 'served-by-other',
      detail: idIn(desk, 'bruno'),
    });
  });

  it('who serves the customer is said only to whoever may see that conversation', async () => {
    await open();
    await desk.writes(PHONE, 'oi');
    const { id } = await only();
    await desk.command('bruno', 'conversation.take', { conversationId: id });
    expect(await desk.check('sonia', NUMBER)).toEqual({
      ok: true,
      value: {
        allowed: false,
        reason: 'served-by-other',
        holder: { agentId: idIn(desk, 'bruno'), agentName: 'bruno', departmentName: 'suporte', conversationId: id },
      },
    });
    expect(await desk.check('vera', NUMBER)).toEqual({
      ok: true,
      value: { allowed: false, reason: 'served-by-other', holder: null },
    });
    expect(await desk.start('vera', NUMBER)).toMatchObject({ reason: 'served-by-other', detail: null });
  });

  it('a mobile is found with and without its ninth digit, and keeps the address it came with', async () => {
    await open();
    const short = '551187654321';
    await desk.writes(short, 'oi');
    const { id } = await only();
    await desk.command('bruno', 'conversation.take', { conversationId: id });
    expect(await desk.start('ana', NUMBER)).toMatchObject({ reason: 'served-by-other' });
    await finish('bruno', id);
    expect(await desk.check('ana', NUMBER)).toMatchObject({ value: { window: 'open', conversationId: id } });
    const template = chosen(await desk.template(), words);
    expect(await desk.start('ana', NUMBER, { template })).toMatchObject({ ok: true });
    await until(() => desk.sent.length === 1);
    expect(desk.sent[0]?.to.address).toBe(short);
    const contacts = await desk.store.db
      .selectFrom('contact')
      .select('id')
      .where('workspace_id', '=', desk.workspaceId)
      .execute();
    expect(contacts).toHaveLength(1);
  });

  it('another identity of the same contact on that connection counts as the same customer', async () => {
    await open();
    await desk.writes(PHONE, 'oi');
    const { id, contact_id } = await only();
    await desk.command('bruno', 'conversation.take', { conversationId: id });
    await desk.store.db
      .insertInto('identity')
      .values({
        id: randomUUID(),
        workspace_id: desk.workspaceId,
        contact_id,
        channel: 'whatsapp',
        address: '5521955554444',
        phone: '5521955554444',
        profile_name: null,
      })
      .execute();
    expect(await desk.start('ana', '21955554444')).toMatchObject({ reason: 'served-by-other' });
  });

  it('a customer who waits in a queue is taken over, and the history says from where', async () => {
    await open();
    await desk.writes(PHONE, 'oi');
    const waiting = await only();
    expect(await desk.start('ana', NUMBER)).toMatchObject({ ok: true, conversationId: waiting.id });
    expect(await only()).toMatchObject({
      status: 'open',
      assignee_id: idIn(desk, 'ana'),
      assignment_cause: 'started',
      queued_at: null,
      unread: 1,
      awaiting_since: waiting.awaiting_since,
    });
    expect(await activities(waiting.id)).toContainEqual({
      type: 'started',
      toId: idIn(desk, 'ana'),
      from: 'queue',
      fromDepartmentId: idIn(desk, 'suporte'),
    });
  });

  it('taken over by another department, the conversation goes there, and its answers reach people who see it', async () => {
    await open();
    await desk.writes(PHONE, 'oi');
    const { id } = await only();
    expect(await desk.start('vera', NUMBER)).toMatchObject({ ok: true, conversationId: id });
    expect(await only()).toMatchObject({ assignee_id: idIn(desk, 'vera'), department_id: idIn(desk, 'vendas') });
    expect(await activities(id)).toContainEqual(
      expect.objectContaining({ from: 'queue', fromDepartmentId: idIn(desk, 'suporte') }),
    );
  });

  it('a customer held by an automation is taken over, and the automation lets go', async () => {
    await open();
    await desk.writes(PHONE, 'oi');
    const { id } = await only();
    const automation = { automationId: 'a1', name: 'Menu', stepId: 's1', since: 1, waitingUntil: null };
    await desk.store.db
      .updateTable('conversation')
      .set({ status: 'automation', automation: JSON.stringify(automation), queued_at: null })
      .where('id', '=', id)
      .execute();
    expect(await desk.start('ana', NUMBER)).toMatchObject({ ok: true, conversationId: id });
    expect(await only()).toMatchObject({ status: 'open', automation: null, assignee_id: idIn(desk, 'ana') });
    expect(await activities(id)).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ type: 'automation', name: 'Menu', event: 'stopped' }),
        expect.objectContaining({ type: 'started', from: 'automation' }),
      ]),
    );
  });

  it('of two agents who start to the same customer at once, one begins and the other is told', async () => {
    await open();
    const template = chosen(await desk.template(), words);
    for (let round = 0; round < 5; round++) {
      const number = `119800000${round}0`;
      const replies = await Promise.all(['ana', 'bruno'].map((person) => desk.start(person, number, { template })));
      expect(replies.filter((reply) => reply.ok)).toHaveLength(1);
      const winner = replies[0]?.ok ? 'ana' : 'bruno';
      expect(replies.find((reply) => !reply.ok)).toMatchObject({
        reason: 'served-by-other',
        detail: idIn(desk, winner),
      });
    }
    expect(await conversations(desk)).toHaveLength(5);
  });

  it('an agent who starts two at once with one place left gets one', async () => {
    await open({ people: [{ id: 'ana', departments: ['suporte'], capacity: 1 }] });
    const template = chosen(await desk.template(), words);
    const replies = await Promise.all(
      ['11981111111', '11982222222'].map((number) => desk.start('ana', number, { template })),
    );
    expect(replies.map((reply) => (reply.ok ? 'ok' : reply.reason)).sort()).toEqual(['at-capacity', 'ok']);
  });

  it('capacity counts by the weight of the channel, as the distribution does', async () => {
    await open({ people: [{ id: 'ana', departments: ['suporte'], capacity: 1 }] });
    const { businessHours, holidays, affinity, idleMinutes, lostAgent, pausePlan } = operationDefaults;
    const data = {
      businessHours,
      holidays,
      affinity,
      idleMinutes,
      lostAgent,
      pausePlan,
      channelWeights: { whatsapp: 0.5 },
    };
    await desk.store.db
      .insertInto('operation')
      .values({ workspace_id: desk.workspaceId, data: JSON.stringify(data), version: 0 })
      .execute();
    const template = chosen(await desk.template(), words);
    const replies = [];
    for (const number of ['11981111111', '11982222222', '11983333333'])
      replies.push(await desk.start('ana', number, { template }));
    expect(replies.map((reply) => (reply.ok ? 'ok' : reply.reason))).toEqual(['ok', 'ok', 'at-capacity']);
  });

  it('whoever starts to a customer they were only offered has accepted', async () => {
    await open();
    await desk.writes(PHONE, 'oi');
    const { id } = await only();
    await desk.store.db
      .updateTable('conversation')
      .set({
        status: 'open',
        assignee_id: idIn(desk, 'ana'),
        assignment_cause: 'distributed',
        offer_until: desk.clock.now + 30_000,
      })
      .where('id', '=', id)
      .execute();
    expect(await desk.start('bruno', NUMBER)).toMatchObject({ reason: 'served-by-other' });
    expect(await desk.start('ana', NUMBER)).toMatchObject({ ok: true, conversationId: id });
    expect(await activities(id)).toContainEqual({ type: 'assigned', toId: idIn(desk, 'ana'), cause: 'distributed' });
    expect(await only()).toMatchObject({ offer_until: null, assignee_id: idIn(desk, 'ana') });
  });
});
