import { randomUUID } from 'node:crypto';
import { afterEach, expect, it } from 'vitest';
import { describeOnStores } from '../stores.ts';
import { conversations, idIn, messages, type Operation, openOperation, type Plan } from './operation.ts';

const plan: Plan = {
  departments: [{ id: 'vendas' }, { id: 'suporte', automatic: true }, { id: 'financeiro', requiresReason: true }],
  people: [
    { id: 'ana', departments: ['vendas', 'suporte', 'financeiro'], capacity: 3 },
    { id: 'bruno', departments: ['suporte'], capacity: 1 },
    { id: 'carla', departments: ['vendas'], available: false },
    { id: 'sonia', role: 'supervisor', departments: [] },
  ],
};

describeOnStores('serving customers', (openTestStore) => {
  let operation: Operation;
  afterEach(() => operation.close());
  const open = async () => {
    operation = await openOperation((await openTestStore()).store, plan);
    return operation;
  };

  it('a first message opens a conversation in the queue of its connection’s department, with a protocol number', async () => {
    await open();
    await operation.customer('Mariana').writes('oi, vcs entregam em Olinda?');
    const [conversation] = await conversations(operation);
    expect(conversation).toMatchObject({
      status: 'queued',
      department_id: idIn(operation, 'vendas'),
      assignee_id: null,
      protocol: '2026-0000001',
      unread: 1,
      awaiting_since: operation.clock.now,
    });
    expect(
      (await messages(operation, conversation?.id ?? '')).map((message) => [message.direction, message.text]),
    ).toEqual([
      ['activity', null],
      ['inbound', 'oi, vcs entregam em Olinda?'],
    ]);
  });

  it('the same webhook twice, even at the same moment, is one message', async () => {
    await open();
    const customer = operation.customer('João');
    await Promise.all([
      customer.writes('oi', 'wamid.1'),
      customer.writes('oi', 'wamid.1'),
      customer.writes('oi', 'wamid.1'),
    ]);
    await customer.writes('oi', 'wamid.1');
    const [conversation, ...others] = await conversations(operation);
    expect(others).toEqual([]);
    expect(
      (await messages(operation, conversation?.id ?? '')).filter((message) => message.direction === 'inbound'),
    ).toHaveLength(1);
  });

  it('an album of ten pictures at once is one conversation', async () => {
    await open();
    const customer = operation.customer('João');
    await Promise.all(Array.from({ length: 10 }, (_, index) => customer.writes(`foto ${index}`)));
    expect(await conversations(operation)).toHaveLength(1);
  });

  it('automatic distribution fills available agents by load and never over capacity; the rest wait in the queue', async () => {
    await open();
    for (let index = 0; index < 6; index += 1)
      await operation.customer(`Cliente ${index}`, { department: 'suporte' }).writes('oi');
    const all = await conversations(operation);
    const countOf = (id: string) => all.filter((row) => row.assignee_id === idIn(operation, id)).length;
    expect([countOf('ana'), countOf('bruno')]).toEqual([3, 1]);
    expect(all.filter((row) => row.status === 'queued')).toHaveLength(2);
  });

  it('a finished conversation frees a place, and the oldest in the queue gets it', async () => {
    await open();
    for (let index = 0; index < 5; index += 1) {
      operation.clock.now += 1000;
      await operation.customer(`Cliente ${index}`, { department: 'suporte' }).writes('oi');
    }
    const waiting = (await conversations(operation)).find((row) => row.status === 'queued');
    const brunos = (await conversations(operation)).find((row) => row.assignee_id === idIn(operation, 'bruno'));
    const reply = await operation.command('bruno', 'conversation.finish', {
      conversationId: brunos?.id ?? '',
      reasonId: null,
      description: 'resolvido',
    });
    expect(reply.ok).toBe(true);
    const after = await conversations(operation);
    expect(after.find((row) => row.id === waiting?.id)).toMatchObject({
      status: 'open',
      assignee_id: idIn(operation, 'bruno'),
      assignment_cause: 'distributed',
    });
    expect(after.find((row) => row.id === brunos?.id)).toMatchObject({
      status: 'finished',
      qualification: { description: 'resolvido' },
    });
  });

  it('taking from the queue gives the conversation to one agent only, and refuses the second and the full one', async () => {
    await open();
    await operation.customer('Mariana').writes('oi');
    const [conversation] = await conversations(operation);
    const conversationId = conversation?.id ?? '';
    expect(await operation.command('ana', 'conversation.take', { conversationId })).toMatchObject({ ok: true });
    expect(await operation.command('carla', 'conversation.take', { conversationId })).toMatchObject({
      ok: false,
      reason: 'already-assigned',
    });
    for (let index = 0; index < 3; index += 1) await operation.customer(`Outra ${index}`).writes('oi');
    const rest = (await conversations(operation)).filter((row) => row.status === 'queued');
    expect(await operation.command('ana', 'conversation.take', { conversationId: rest[0]?.id ?? '' })).toMatchObject({
      ok: true,
    });
    expect(await operation.command('ana', 'conversation.take', { conversationId: rest[1]?.id ?? '' })).toMatchObject({
      ok: true,
    });
    expect(await operation.command('ana', 'conversation.take', { conversationId: rest[2]?.id ?? '' })).toEqual({
      ok: false,
      reason: 'at-capacity',
      detail: null,
    });
  });

  it('a colleague of another department cannot see, take or answer it', async () => {
    await open();
    await operation.customer('Mariana').writes('oi');
    const conversationId = (await conversations(operation))[0]?.id ?? '';
    expect(await operation.command('bruno', 'conversation.take', { conversationId })).toMatchObject({
      reason: 'not-found',
    });
    expect(
      await operation.command('bruno', 'note.add', { conversationId, text: 'espiei', mentionIds: [] }),
    ).toMatchObject({ reason: 'not-found' });
  });

  it('a transfer to an agent or a department keeps everything, with the note, and refuses who is not there', async () => {
    await open();
    await operation.customer('Mariana').writes('oi');
    const conversationId = (await conversations(operation))[0]?.id ?? '';
    await operation.command('ana', 'conversation.take', { conversationId });
    const transfer = (kind: 'agent' | 'department', id: string) =>
      operation.command('ana', 'conversation.transfer', {
        conversationId,
        to: { kind, id: idIn(operation, id) },
        note: 'já orientei',
      });
    expect(await transfer('agent', 'carla')).toMatchObject({ reason: 'target-unavailable' });
    expect(await transfer('department', 'suporte')).toMatchObject({ ok: true });
    // Distributed at once to the free agent of that department with the lower load.
    const [row] = await conversations(operation);
    expect(row).toMatchObject({ department_id: idIn(operation, 'suporte'), status: 'open' });
    const activity = (await messages(operation, conversationId)).find(
      (message) => message.activity?.type === 'transferred',
    )?.activity;
    expect(activity).toMatchObject({
      note: 'já orientei',
      fromDepartmentId: idIn(operation, 'vendas'),
      toDepartmentId: idIn(operation, 'suporte'),
    });
  });

  it('finishing needs the reason where the department asks for it, and a second finish is a conflict', async () => {
    await open();
    await operation.customer('Mariana', { department: 'financeiro' }).writes('oi');
    const conversationId = (await conversations(operation))[0]?.id ?? '';
    await operation.command('ana', 'conversation.take', { conversationId });
    expect(
      await operation.command('ana', 'conversation.finish', { conversationId, reasonId: null, description: null }),
    ).toMatchObject({ reason: 'reason-required' });
    const reasonId = randomUUID();
    await operation.store.db
      .insertInto('reason')
      .values({
        id: reasonId,
        workspace_id: operation.workspaceId,
        parent_id: null,
        name: 'Boleto',
        position: 0,
        active: true,
        version: 0,
      })
      .execute();
    expect(
      await operation.command('ana', 'conversation.finish', { conversationId, reasonId, description: null }),
    ).toMatchObject({ ok: true });
    expect(
      await operation.command('ana', 'conversation.finish', { conversationId, reasonId, description: null }),
    ).toMatchObject({ reason: 'already-finished' });
  });

  it('a customer who writes after the end gets a new conversation with its own protocol', async () => {
    await open();
    const customer = operation.customer('Mariana');
    await customer.writes('oi');
    const first = (await conversations(operation))[0]?.id ?? '';
    await operation.command('sonia', 'conversation.finish', {
      conversationId: first,
      reasonId: null,
      description: null,
    });
    await customer.writes('voltei');
    const all = await conversations(operation);
    expect(all.map((row) => [row.protocol, row.status])).toEqual([
      ['2026-0000001', 'finished'],
      ['2026-0000002', 'queued'],
    ]);
    expect(new Set(all.map((row) => row.contact_id)).size).toBe(1);
  });

  it('nobody signs out with customers in hand', async () => {
    await open();
    await operation.customer('Mariana').writes('oi');
    const conversationId = (await conversations(operation))[0]?.id ?? '';
    await operation.command('ana', 'conversation.take', { conversationId });
    expect(await operation.command('ana', 'session.signOut', {})).toEqual({
      ok: false,
      reason: 'open-conversations',
      detail: '1',
    });
    await operation.command('ana', 'conversation.finish', { conversationId, reasonId: null, description: null });
    expect(await operation.command('ana', 'session.signOut', {})).toMatchObject({ ok: true });
  });

  it('a pause stops distribution, and coming back starts it', async () => {
    await open();
    await operation.command('ana', 'presence.set', { state: 'paused', reason: 'Almoço' });
    await operation.command('bruno', 'presence.set', { state: 'away', reason: null });
    await operation.customer('Mariana', { department: 'suporte' }).writes('oi');
    expect((await conversations(operation))[0]).toMatchObject({ status: 'queued' });
    await operation.command('ana', 'presence.set', { state: 'available', reason: null });
    expect((await conversations(operation))[0]).toMatchObject({ status: 'open', assignee_id: idIn(operation, 'ana') });
  });

  it('a note may call colleagues who see the conversation, and is never sent to the customer', async () => {
    await open();
    await operation.customer('Mariana').writes('oi');
    const conversationId = (await conversations(operation))[0]?.id ?? '';
    const mentionIds = ['carla', 'bruno', 'sonia'].map((id) => idIn(operation, id));
    await operation.command('ana', 'note.add', { conversationId, text: '@Carla @Bruno @Sonia vejam', mentionIds });
    const note = (await messages(operation, conversationId)).find((message) => message.direction === 'note');
    expect([...(note?.mention_ids ?? [])].sort()).toEqual([idIn(operation, 'carla'), idIn(operation, 'sonia')].sort());
    expect(operation.sent).toEqual([]);
  });

  it('an unknown command, bad arguments and somebody else’s command id are refused with a typed answer', async () => {
    await open();
    const from = { workspaceId: operation.workspaceId, personId: idIn(operation, 'ana'), sessionId: 's' };
    for (const raw of [
      null,
      7,
      {},
      { id: 'x', name: 'message.send', args: {} },
      { id: randomUUID(), name: 'toString', args: {} },
      { id: randomUUID(), name: 'note.add', args: { text: 1 } },
    ]) {
      expect(await operation.core.commands.run(from, raw)).toMatchObject({ ok: false, reason: 'invalid' });
    }
    const id = randomUUID();
    await operation.command('ana', 'presence.set', { state: 'away', reason: null }, id);
    expect(await operation.command('bruno', 'presence.set', { state: 'away', reason: null }, id)).toMatchObject({
      reason: 'forbidden',
    });
  });

  it('control characters, NUL, bidirectional overrides and markup are kept as text and break nothing', async () => {
    await open();
    const hostile = 'a\u0000b\u202E<script>alert(1)</script>\u0007\\u0000';
    await operation.customer(hostile).writes(hostile);
    const [conversation] = await conversations(operation);
    const [, message] = await messages(operation, conversation?.id ?? '');
    expect(message?.text).toBe('a\uFFFDb\u202E<script>alert(1)</script>\u0007\\u0000');
  });
});
