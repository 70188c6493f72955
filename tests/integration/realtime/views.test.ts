import { randomUUID } from 'node:crypto';
import { afterEach, expect, it } from 'vitest';
import { prune } from '../../../src-backend/log/prune.ts';
import { conversations, idIn, type Operation, openOperation, type Plan, until } from '../core/operation.ts';
import { describeOnStores } from '../stores.ts';
import { connect, emptyReplica, held, type Line, type Replica, truth } from './replica.ts';

const plan: Plan = {
  departments: [{ id: 'vendas' }, { id: 'suporte' }, { id: 'financeiro', automatic: true }],
  people: [
    { id: 'ana', departments: ['vendas'], capacity: 50 },
    { id: 'bruno', departments: ['suporte'], capacity: 50 },
    { id: 'carla', departments: ['vendas', 'financeiro'], capacity: 3 },
    { id: 'sonia', role: 'supervisor', departments: [], capacity: 50 },
  ],
};
const everyone = ['ana', 'bruno', 'carla', 'sonia'] as const;

describeOnStores('what each desktop holds', (openTestStore) => {
  let operation: Operation;
  const lines: Line[] = [];
  afterEach(async () => {
    for (const line of lines.splice(0)) line.stop();
    await operation.close();
  });
  const open = async () => {
    operation = await openOperation((await openTestStore()).store, plan);
    return operation;
  };
  const join = async (personId: string, replica: Replica): Promise<Line> => {
    const line = await connect(operation, personId, replica);
    lines.push(line);
    return line;
  };
  const caughtUp = (personId: string, replica: Replica) =>
    until(async () => JSON.stringify(held(replica)) === JSON.stringify(await truth(operation, personId)), 8_000);

  it('a conversation that comes into view arrives whole, with the contact’s history; one that leaves is removed', async () => {
    await open();
    const ana = emptyReplica();
    const bruno = emptyReplica();
    await join('ana', ana);
    await join('bruno', bruno);
    const customer = operation.customer('Mariana');
    await customer.writes('primeira vez');
    const first = (await conversations(operation))[0]?.id ?? '';
    await operation.command('ana', 'conversation.take', { conversationId: first });
    await operation.command('ana', 'conversation.finish', {
      conversationId: first,
      reasonId: null,
      description: 'resolvido',
    });
    await customer.writes('voltei');
    const second = (await conversations(operation))[1]?.id ?? '';
    await caughtUp('ana', ana);
    expect(bruno.conversations.size).toBe(0);

    const to = { kind: 'department' as const, id: idIn(operation, 'suporte') };
    await operation.command('ana', 'conversation.transfer', { conversationId: second, to, note: 'é contigo' });
    await caughtUp('bruno', bruno);
    await caughtUp('ana', ana);
    // Bruno has both conversations of the customer he now serves; Ana keeps her finished one and lost the open one.
    expect([...bruno.conversations.keys()].sort()).toEqual([first, second].sort());
    expect([...ana.conversations.keys()]).toEqual([first]);
    expect([...bruno.messages.values()].map((message) => message.text)).toContain('primeira vez');
    expect([...ana.messages.values()].some((message) => message.conversationId === second)).toBe(false);
  });

  it('whoever was away resumes from their cursor, sees every conversation brought up to date, and takes no snapshot', async () => {
    await open();
    const ana = emptyReplica();
    const first = await join('ana', ana);
    const customers = Array.from({ length: 12 }, (_, index) => operation.customer(`Cliente ${index}`));
    for (const customer of customers) await customer.writes('oi');
    await caughtUp('ana', ana);
    first.stop();
    for (const customer of customers) await customer.writes('alguém aí?');
    await join('ana', ana);
    await caughtUp('ana', ana);
    expect(ana.snapshots).toBe(1);
    expect([...ana.messages.values()].filter((message) => message.text === 'alguém aí?')).toHaveLength(12);
  });

  it('a desktop that nothing concerns is told before long where the log stands, so that it need not read it again', async () => {
    await open();
    const bruno = emptyReplica();
    await join('bruno', bruno);
    await until(() => bruno.cursor !== null);
    for (const name of ['Mariana', 'João']) await operation.customer(name).writes('oi');
    const head = operation.core.reader.head(operation.workspaceId);
    expect(bruno.cursor).toBeLessThan(head);
    await until(() => bruno.cursor === head);
    expect(bruno.conversations.size).toBe(0);
  });

  it('a log that no longer reaches back, and another log, lead to a snapshot', async () => {
    await open();
    const ana = emptyReplica();
    const first = await join('ana', ana);
    await operation.customer('Mariana').writes('oi');
    await caughtUp('ana', ana);
    first.stop();
    await operation.customer('João').writes('oi');
    operation.clock.now += 1000;
    await prune(operation.store, operation.clock.now, 0);
    const second = await join('ana', ana);
    await caughtUp('ana', ana);
    expect(ana.snapshots).toBe(2);
    second.stop();
    ana.logId = randomUUID();
    await join('ana', ana);
    await until(() => ana.snapshots === 3);
    await caughtUp('ana', ana);
  });

  it('a change of departments ends the line, and the next one holds exactly what is allowed now', async () => {
    await open();
    const ana = emptyReplica();
    const line = await join('ana', ana);
    await operation.customer('Mariana').writes('oi');
    await operation.customer('João', { department: 'suporte' }).writes('oi');
    await caughtUp('ana', ana);
    await moveToDepartment(operation, 'ana', 'suporte');
    await until(() => line.ended === 'permissions-changed');
    await join('ana', ana);
    await until(() => ana.snapshots === 2);
    await caughtUp('ana', ana);
    expect([...ana.conversations.values()].map((conversation) => conversation.departmentId)).toEqual([
      idIn(operation, 'suporte'),
    ]);
  });

  it('colleagues are not sent each other’s pauses', async () => {
    await open();
    const ana = emptyReplica();
    const sonia = emptyReplica();
    await join('ana', ana);
    await join('sonia', sonia);
    await operation.command('bruno', 'presence.set', { state: 'paused', reason: 'Almoço' });
    const bruno = idIn(operation, 'bruno');
    await until(
      () => sonia.people.get(bruno)?.presence.state === 'paused' && ana.people.get(bruno)?.presence.state === 'away',
    );
    expect(ana.people.get(bruno)?.presence.reason).toBeNull();
    expect(sonia.people.get(bruno)?.presence.reason).toBe('Almoço');
  });

  it('after any run of the day’s events, with lines that break and return, everyone holds exactly what they may see', async () => {
    await open();
    const random = mulberry(20261122);
    const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
    const replicas = Object.fromEntries(everyone.map((id) => [id, emptyReplica()])) as Record<
      (typeof everyone)[number],
      Replica
    >;
    const open_: Partial<Record<string, Line>> = {};
    for (const id of everyone) open_[id] = await join(id, replicas[id]);
    // A line that breaks amid its first snapshot rightly begins another one.
    for (const id of everyone) await caughtUp(id, replicas[id]);
    const customers = Array.from({ length: 8 }, (_, index) =>
      operation.customer(`Cliente ${index}`, { department: pick(['vendas', 'suporte', 'financeiro']) }),
    );
    for (let step = 0; step < 160; step += 1) {
      const live = (await conversations(operation)).filter((row) => row.status !== 'finished');
      const row = live.length === 0 ? null : pick(live);
      const owner = everyone.find((id) => idIn(operation, id) === row?.assignee_id) ?? 'sonia';
      const what = random();
      if (row === null || what < 0.4) await pick(customers).writes(`mensagem ${step}`);
      else if (what < 0.5) await operation.command(pick(everyone), 'conversation.take', { conversationId: row.id });
      else if (what < 0.65) {
        const to = { kind: 'department' as const, id: idIn(operation, pick(['vendas', 'suporte', 'financeiro'])) };
        await operation.command('sonia', 'conversation.transfer', { conversationId: row.id, to, note: null });
      } else if (what < 0.72) {
        const to = { kind: 'agent' as const, id: idIn(operation, pick(everyone)) };
        await operation.command('sonia', 'conversation.transfer', { conversationId: row.id, to, note: null });
      } else if (what < 0.82)
        await operation.command(owner, 'conversation.finish', {
          conversationId: row.id,
          reasonId: null,
          description: null,
        });
      else if (what < 0.9)
        await operation.command(owner, 'note.add', { conversationId: row.id, text: `nota ${step}`, mentionIds: [] });
      else {
        const id = pick(everyone);
        open_[id]?.stop();
        if (random() < 0.7) open_[id] = await join(id, replicas[id]);
        else delete open_[id];
      }
    }
    for (const id of everyone) if (open_[id] === undefined || open_[id]?.ended !== null) await join(id, replicas[id]);
    for (const id of everyone) await caughtUp(id, replicas[id]);
    for (const id of everyone) expect(replicas[id].snapshots).toBe(1);
  });
});

async function moveToDepartment(operation: Operation, personId: string, departmentId: string): Promise<void> {
  const id = idIn(operation, personId);
  await operation.core.log.write(operation.workspaceId, async (tx) => {
    const version = tx.nextSeq();
    await tx.db
      .updateTable('person_department')
      .set({ department_id: idIn(operation, departmentId) })
      .where('person_id', '=', id)
      .execute();
    await tx.db.updateTable('person').set({ permissions_at: version, version }).where('id', '=', id).execute();
    tx.append(version, {
      audience: { everyone: true },
      body: {
        type: 'person',
        person: {
          id,
          name: personId,
          role: 'agent',
          departmentIds: [idIn(operation, departmentId)],
          capacity: 50,
          presence: { state: 'available', reason: null, since: 0 },
          active: true,
          version,
        },
      },
    });
  });
}

/** A small seeded generator, so that a failure can be run again. */
function mulberry(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}
