import { afterEach, expect, it } from 'vitest';
import { conversations, idIn, type Operation, openOperation, type Plan } from '../core/operation.ts';
import { describeOnStores } from '../stores.ts';

const plan: Plan = {
  departments: [{ id: 'vendas' }, { id: 'trocas' }],
  people: [{ id: 'ana', departments: ['vendas'], capacity: 3 }],
};

describeOnStores('several customers who write at the same moment', (openTestStore) => {
  let operation: Operation;
  afterEach(() => operation.close());

  it('each change their own conversation, whatever they write, and nothing else of it', async () => {
    operation = await openOperation((await openTestStore()).store, plan);
    const texts = ['aspas "duplas" e \'simples\'', 'barra \\ e \\u0041, {"unread": 99}', 'família 👨‍👩‍👧 ção'];
    const customers = ['Ana Lua', 'João', 'Zé'].map((name) => operation.customer(name));
    for (const customer of customers) await customer.writes('oi');
    const [first] = await conversations(operation);
    const conversationId = first?.id ?? '';
    await operation.command('ana', 'conversation.take', { conversationId });
    const before = await conversations(operation);

    operation.clock.now += 60_000;
    await Promise.all(customers.map((customer, index) => customer.writes(texts[index] ?? '')));

    const after = await conversations(operation);
    expect(after.map((row) => row.last_message?.text)).toEqual(texts);
    for (const [index, row] of after.entries()) {
      expect(row).toEqual({
        ...before[index],
        last_message: row.last_message,
        last_activity_at: operation.clock.now,
        last_inbound_at: operation.clock.now,
        unread: (before[index]?.unread ?? 0) + 1,
        served_until: row.id === conversationId ? operation.clock.now : null,
        version: row.version,
      });
      expect(row.version).toBeGreaterThan(before[index]?.version ?? Infinity);
    }
  });

  it('leave who served them as it is, where nobody has them any more', async () => {
    operation = await openOperation((await openTestStore()).store, plan);
    const customers = ['João', 'Zé'].map((name) => operation.customer(name));
    for (const customer of customers) await customer.writes('oi');
    const [first] = await conversations(operation);
    const conversationId = first?.id ?? '';
    await operation.command('ana', 'conversation.take', { conversationId });
    const servedUntil = operation.clock.now;
    operation.clock.now += 60_000;
    await operation.command('ana', 'conversation.transfer', {
      conversationId,
      to: { kind: 'department', id: idIn(operation, 'trocas') },
      note: null,
    });
    operation.clock.now += 60_000;
    await Promise.all(customers.map((customer) => customer.writes('ainda aí?')));
    const after = await conversations(operation);
    expect(after.map(({ assignee_id, served_by, unread }) => ({ assignee_id, served_by, unread }))).toEqual([
      { assignee_id: null, served_by: idIn(operation, 'ana'), unread: 2 },
      { assignee_id: null, served_by: null, unread: 2 },
    ]);
    expect(after[0]?.served_until).toBeGreaterThanOrEqual(servedUntil);
  });
});
