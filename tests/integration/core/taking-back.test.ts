import { randomUUID } from 'node:crypto';
import { afterEach, expect, it } from 'vitest';
import { logItemSchema } from '../../../src-shared/protocol/log.ts';
import { connect, emptyReplica, held, type Line, type Replica, truth } from '../realtime/replica.ts';
import { describeOnStores } from '../stores.ts';
import { conversations, idIn, type Operation, openOperation, type Plan, until } from './operation.ts';

const plan: Plan = {
  departments: [{ id: 'vendas' }, { id: 'suporte' }, { id: 'financeiro', automatic: true }],
  people: [
    { id: 'ana', departments: ['vendas'], capacity: 1 },
    { id: 'bruno', departments: ['suporte'] },
    { id: 'carla', departments: ['financeiro'] },
    { id: 'sonia', role: 'supervisor', departments: [] },
  ],
};

describeOnStores('taking back', (openTestStore) => {
  let operation: Operation;
  const lines: Line[] = [];
  afterEach(async () => {
    for (const line of lines.splice(0)) line.stop();
    await operation.close();
  });

  /** Mariana, served by Ana, has written twice since Ana's last look. */
  async function served() {
    operation = await openOperation((await openTestStore()).store, plan);
    const mariana = operation.customer('Mariana');
    await mariana.writes('oi');
    const id = (await conversations(operation))[0]?.id ?? '';
    await operation.command('ana', 'conversation.take', { conversationId: id });
    await mariana.writes('alguém?');
    operation.clock.now += 60_000;
    const now = async () => {
      const found = (await conversations(operation)).find((row) => row.id === id);
      if (found === undefined) throw new Error('the conversation is gone');
      return found;
    };
    const finish = async (who = 'ana') => {
      const args = { conversationId: id, reasonId: null, description: 'por engano' };
      expect(await operation.command(who, 'conversation.finish', args)).toMatchObject({ ok: true });
      return (await now()).finished_at ?? 0;
    };
    const reopen = (who: string, finishedAt: number) =>
      operation.command(who, 'conversation.reopen', { conversationId: id, finishedAt });
    const pass = async (who: string, to: { agent: string } | { department: string }) => {
      const commandId = randomUUID();
      const target =
        'agent' in to
          ? { kind: 'agent' as const, id: idIn(operation, to.agent) }
          : { kind: 'department' as const, id: idIn(operation, to.department) };
      const args = { conversationId: id, to: target, note: 'é contigo' };
      expect(await operation.command(who, 'conversation.transfer', args, commandId)).toMatchObject({ ok: true });
      return commandId;
    };
    const untransfer = (who: string, commandId: string) =>
      operation.command(who, 'conversation.untransfer', { conversationId: id, commandId });
    return { mariana, id, now, finish, reopen, pass, untransfer };
  }

  const activities = async (conversationId: string) => {
    const rows = await operation.store.db
      .selectFrom('message')
      .select('activity')
      .where('conversation_id', '=', conversationId)
      .where('direction', '=', 'activity')
      .orderBy('position')
      .execute();
    return rows.map((row) => row.activity);
  };

  it('a finishing gives the conversation back as it stood: its owner, its unread mark, since when the customer waits', async () => {
    const { id, now, finish, reopen } = await served();
    const before = await now();
    expect(before).toMatchObject({ status: 'open', unread: 2 });
    const finishedAt = await finish();
    expect(await now()).toMatchObject({ status: 'finished', unread: 0, awaiting_since: null });
    expect(await reopen('ana', finishedAt)).toMatchObject({ ok: true });
    expect(await now()).toMatchObject({
      status: 'open',
      assignee_id: before.assignee_id,
      assignment_cause: 'taken',
      unread: 2,
      awaiting_since: before.awaiting_since,
      finished_at: null,
      finished_by_id: null,
      qualification: null,
    });
    expect((await activities(id)).at(-1)).toEqual({ type: 'reopened', toId: idIn(operation, 'ana') });
    // It is not finished any more, so there is nothing left to take back.
    expect(await reopen('ana', finishedAt)).toMatchObject({ ok: false, reason: 'stale' });
  });

  it('a finishing is taken back by whoever did it or supervises, though the place was filled meanwhile', async () => {
    const { now, finish, reopen } = await served();
    const finishedAt = await finish();
    await operation.customer('Outro').writes('oi');
    const other = (await conversations(operation)).find((row) => row.status === 'queued')?.id ?? '';
    expect(await operation.command('ana', 'conversation.take', { conversationId: other })).toMatchObject({ ok: true });
    expect(await reopen('bruno', finishedAt)).toMatchObject({ ok: false, reason: 'not-found' });
    expect(await reopen('ana', finishedAt - 1)).toMatchObject({ ok: false, reason: 'stale' });
    expect(await reopen('sonia', finishedAt)).toMatchObject({ ok: true });
    expect(await now()).toMatchObject({ status: 'open', assignee_id: idIn(operation, 'ana') });
    await finish('sonia');
    const again = (await now()).finished_at ?? 0;
    expect(await reopen('ana', again)).toMatchObject({ ok: false, reason: 'forbidden' });
  });

  it('a finishing stays once the customer came back', async () => {
    const { mariana, now, finish, reopen } = await served();
    const finishedAt = await finish();
    operation.clock.now += 1_000;
    await mariana.writes('mais uma coisa');
    expect(await reopen('ana', finishedAt)).toMatchObject({ ok: false, reason: 'stale' });
    expect(await now()).toMatchObject({ status: 'finished' });
  });

  it('what waited in a queue when it was finished waits there again, as old as it was', async () => {
    operation = await openOperation((await openTestStore()).store, plan);
    await operation.customer('Mariana').writes('oi');
    const waiting = (await conversations(operation))[0];
    operation.clock.now += 60_000;
    const args = { conversationId: waiting?.id ?? '', reasonId: null, description: null };
    await operation.command('sonia', 'conversation.finish', args);
    const reopen = { conversationId: args.conversationId, finishedAt: operation.clock.now };
    expect(await operation.command('sonia', 'conversation.reopen', reopen)).toMatchObject({ ok: true });
    expect((await conversations(operation))[0]).toMatchObject({
      status: 'queued',
      assignee_id: null,
      queued_at: waiting?.queued_at,
      unread: 1,
    });
  });

  it('a transfer comes back to who gave it away and no longer sees it, and leaves the other desk', async () => {
    const { id, now, pass, untransfer, mariana } = await served();
    const replicas = { ana: emptyReplica(), bruno: emptyReplica() };
    for (const who of ['ana', 'bruno'] as const) lines.push(await connect(operation, who, replicas[who]));
    const caughtUp = (who: string, replica: Replica) =>
      until(async () => JSON.stringify(held(replica)) === JSON.stringify(await truth(operation, who)), 8_000);
    const commandId = await pass('ana', { department: 'suporte' });
    await caughtUp('ana', replicas.ana);
    await caughtUp('bruno', replicas.bruno);
    expect([replicas.ana.conversations.has(id), replicas.bruno.conversations.has(id)]).toEqual([false, true]);
    await mariana.writes('e aí?');

    expect(await untransfer('bruno', commandId)).toMatchObject({ ok: false, reason: 'forbidden' });
    expect(await untransfer('carla', commandId)).toMatchObject({ ok: false, reason: 'not-found' });
    expect(await untransfer('ana', commandId)).toMatchObject({ ok: true });
    expect(await now()).toMatchObject({
      status: 'open',
      assignee_id: idIn(operation, 'ana'),
      assignment_cause: 'taken',
      department_id: idIn(operation, 'vendas'),
      unread: 3,
      passed_by: [],
    });
    await caughtUp('ana', replicas.ana);
    await caughtUp('bruno', replicas.bruno);
    expect([replicas.ana.conversations.has(id), replicas.bruno.conversations.has(id)]).toEqual([true, false]);
    expect([...replicas.ana.messages.values()].map((message) => message.text)).toContain('e aí?');
    expect((await activities(id)).at(-1)).toEqual({
      type: 'transferUndone',
      toId: idIn(operation, 'ana'),
      toDepartmentId: idIn(operation, 'vendas'),
    });
    expect(await untransfer('ana', commandId)).toMatchObject({ ok: false, reason: 'stale' });
  });

  it('a transfer comes back though the distribution gave it to somebody, as long as nobody did anything', async () => {
    const { now, pass, untransfer } = await served();
    const commandId = await pass('ana', { department: 'financeiro' });
    expect(await now()).toMatchObject({ assignee_id: idIn(operation, 'carla') });
    operation.clock.now += 5_000;
    expect(await untransfer('ana', commandId)).toMatchObject({ ok: true });
    expect(await now()).toMatchObject({ assignee_id: idIn(operation, 'ana'), decision: null });
  });

  it('what waited in a queue when it was transferred waits there again: who had it by mistake has served nobody', async () => {
    operation = await openOperation((await openTestStore()).store, plan);
    await operation.customer('Mariana').writes('oi');
    const waiting = (await conversations(operation))[0];
    const conversationId = waiting?.id ?? '';
    operation.clock.now += 60_000;
    const commandId = randomUUID();
    const to = { kind: 'agent' as const, id: idIn(operation, 'ana') };
    await operation.command('sonia', 'conversation.transfer', { conversationId, to, note: null }, commandId);
    const undo = { conversationId, commandId };
    expect(await operation.command('sonia', 'conversation.untransfer', undo)).toMatchObject({ ok: true });
    expect((await conversations(operation))[0]).toMatchObject({
      status: 'queued',
      assignee_id: null,
      queued_at: waiting?.queued_at,
      served_by: null,
      served_until: null,
    });
  });

  it.each(['answered', 'noted', 'passed on', 'finished', 'taken by a supervisor'])(
    'a transfer stays once the conversation was %s',
    async (what) => {
      const { id, pass, untransfer, now } = await served();
      const commandId = await pass('ana', { agent: 'bruno' });
      const message = { conversationId: id, mediaId: null, quotedMessageId: null };
      if (what === 'answered') await operation.command('bruno', 'message.send', { ...message, text: 'pois não?' });
      else if (what === 'noted')
        await operation.command('bruno', 'note.add', { conversationId: id, text: 'vi', mentionIds: [] });
      else if (what === 'passed on') await pass('bruno', { department: 'financeiro' });
      else if (what === 'finished')
        await operation.command('bruno', 'conversation.finish', {
          conversationId: id,
          reasonId: null,
          description: null,
        });
      else await operation.command('sonia', 'conversation.take', { conversationId: id });
      const before = await now();
      expect(await untransfer('ana', commandId)).toMatchObject({ ok: false, reason: 'stale' });
      expect(await now()).toEqual(before);
    },
  );

  it('an offer that was accepted is somebody’s work, and one still open is not', async () => {
    const { now, pass, untransfer, id } = await served();
    await operation.store.db
      .updateTable('department')
      .set({ accept_seconds: 30 })
      .where('id', '=', idIn(operation, 'financeiro'))
      .execute();
    const first = await pass('ana', { department: 'financeiro' });
    expect(await now()).toMatchObject({ assignee_id: idIn(operation, 'carla'), offer_until: expect.any(Number) });
    expect(await untransfer('ana', first)).toMatchObject({ ok: true });
    const second = await pass('ana', { department: 'financeiro' });
    operation.clock.now += 5_000;
    expect(await operation.command('carla', 'conversation.accept', { conversationId: id })).toMatchObject({ ok: true });
    expect(await untransfer('ana', second)).toMatchObject({ ok: false, reason: 'stale' });
  });

  it('both are in the log as whole entities', async () => {
    const { finish, reopen } = await served();
    await reopen('ana', await finish());
    const rows = await operation.store.db
      .selectFrom('event')
      .select('body')
      .where('workspace_id', '=', operation.workspaceId)
      .orderBy('seq')
      .execute();
    const items = rows.map(({ body }) => logItemSchema.parse(body));
    expect(items.findLast((item) => item.type === 'conversation')).toMatchObject({ conversation: { status: 'open' } });
  });
});
