import { afterEach, expect, it } from 'vitest';
import { maskItem } from '../../../src-backend/realtime/mask.ts';
import type { Decision } from '../../../src-shared/protocol/activity.ts';
import { conversations, idIn, type Operation, openOperation, until } from '../core/operation.ts';
import { describeOnStores } from '../stores.ts';
import { connect, emptyReplica, type Line, type Replica } from './replica.ts';

describeOnStores('pauses are nobody’s business but the person’s and their supervisors’', (openTestStore) => {
  let operation: Operation;
  const lines: Line[] = [];
  afterEach(async () => {
    for (const line of lines.splice(0)) line.stop();
    await operation.close();
  });
  const open = async () => {
    operation = await openOperation((await openTestStore()).store, {
      departments: [{ id: 'vendas' }],
      people: [
        { id: 'ana', departments: ['vendas'] },
        { id: 'bruno', departments: ['vendas'] },
        { id: 'sonia', role: 'supervisor', departments: [] },
      ],
    });
  };
  const join = async (personId: string, replica: Replica = emptyReplica()): Promise<Replica> => {
    const before = replica.snapshots;
    lines.push(await connect(operation, personId, replica));
    if (replica.cursor === null) await until(() => replica.snapshots > before);
    return replica;
  };
  const bruno = (replica: Replica) => replica.people.get(idIn(operation, 'bruno'))?.presence;

  it('in the snapshot of a desktop that comes later', async () => {
    await open();
    await operation.command('bruno', 'presence.set', { state: 'paused', reason: 'Banheiro' });
    expect(bruno(await join('ana'))).toMatchObject({ state: 'away', reason: null });
    expect(bruno(await join('bruno'))).toMatchObject({ state: 'paused', reason: 'Banheiro' });
    expect(bruno(await join('sonia'))).toMatchObject({ state: 'paused', reason: 'Banheiro' });
  });

  it('in the log, live and after a break', async () => {
    await open();
    const ana = await join('ana');
    await operation.command('bruno', 'presence.set', { state: 'paused', reason: 'Banheiro' });
    await until(() => bruno(ana)?.state === 'away');
    for (const line of lines.splice(0)) line.stop();
    await operation.command('bruno', 'presence.set', { state: 'paused', reason: 'Refeição' });
    const before = ana.people.get(idIn(operation, 'bruno'))?.version ?? 0;
    await join('ana', ana);
    await until(() => (ana.people.get(idIn(operation, 'bruno'))?.version ?? 0) > before);
    expect(bruno(ana)).toMatchObject({ state: 'away', reason: null });
    expect(JSON.stringify([...ana.people.values()])).not.toMatch(/paused|Banheiro|Refeição/);
  });

  it('in the reason why a conversation came to somebody else', async () => {
    await open();
    await operation.customer('Mariana').writes('oi');
    const [row] = await conversations(operation);
    const decision: Decision = {
      at: operation.clock.now,
      rule: 'leastBusy',
      affinity: { agentId: idIn(operation, 'bruno'), outcome: 'paused' },
      among: 1,
      waitedMs: 0,
    };
    await operation.store.db
      .updateTable('conversation')
      .set({ decision: JSON.stringify(decision) })
      .where('id', '=', row?.id ?? '')
      .execute();
    const outcome = (replica: Replica) => replica.conversations.get(row?.id ?? '')?.decision?.affinity?.outcome;
    const seenBy = async (personId: string) => {
      const replica = await join(personId);
      await until(() => outcome(replica) !== undefined);
      return { replica, seen: outcome(replica) };
    };
    const { replica: ana, seen } = await seenBy('ana');
    expect(seen).toBe('away');
    expect((await seenBy('bruno')).seen).toBe('paused');
    expect((await seenBy('sonia')).seen).toBe('paused');
    await operation.command('ana', 'conversation.take', { conversationId: row?.id ?? '' });
    await until(() => ana.conversations.get(row?.id ?? '')?.status === 'open');
    expect(outcome(ana)).not.toBe('paused');
    const viewer = { id: 'ana', role: 'agent' as const, departmentIds: [] };
    const conversation = ana.conversations.get(row?.id ?? '');
    if (conversation === undefined) throw new Error('it was there a moment ago');
    const item = maskItem({ type: 'conversation', conversation: { ...conversation, decision } }, viewer);
    expect(JSON.stringify(item)).not.toContain('paused');
  });
});
