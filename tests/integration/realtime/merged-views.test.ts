import { afterEach, expect, it } from 'vitest';
import { type CustomerDesk, openCustomerDesk } from '../core/customers.ts';
import { conversations, idIn, type Plan, until } from '../core/operation.ts';
import { describeOnStores } from '../stores.ts';
import { connect, emptyReplica, held, type Line, type Replica, truth } from './replica.ts';

const plan: Plan = {
  departments: [{ id: 'vendas' }, { id: 'suporte' }],
  people: [
    { id: 'ana', departments: ['vendas'], capacity: 50 },
    { id: 'bruno', departments: ['suporte'], capacity: 50 },
    { id: 'carla', departments: ['vendas', 'suporte'], capacity: 50 },
    { id: 'sonia', role: 'supervisor', departments: [], capacity: 50 },
  ],
  channels: ['email', 'instagram'],
};
const everyone = ['ana', 'bruno', 'carla', 'sonia'] as const;

describeOnStores('what each desktop holds of merged customers', (openTestStore) => {
  let desk: CustomerDesk;
  const lines: Line[] = [];
  afterEach(async () => {
    for (const line of lines.splice(0)) line.stop();
    await desk.close();
  });
  const open = async () => {
    desk = await openCustomerDesk((await openTestStore()).store, plan);
  };
  const join = async (personId: string, replica: Replica): Promise<Line> => {
    const line = await connect(desk, personId, replica);
    lines.push(line);
    return line;
  };
  const caughtUp = async (personId: string, replica: Replica) => {
    const now = async () => [held(replica), await truth(desk, personId)] as const;
    try {
      await until(async () => {
        const [has, wants] = await now();
        return JSON.stringify(has) === JSON.stringify(wants);
      }, 15_000);
    } catch {
      const [has, wants] = await now();
      expect(has, personId).toEqual(wants);
    }
  };

  it('whoever serves one part sees the finished conversations of the others, until they are separated', async () => {
    await open();
    const [ana, bruno] = [emptyReplica(), emptyReplica()];
    await join('ana', ana);
    await join('bruno', bruno);
    await desk.customer('Mariana', { department: 'vendas' }).writes('quanto custa?');
    const mail = { department: 'suporte', channel: 'email' as const, address: 'mari@exemplo.com' };
    await desk.customer('M. Alves', mail).writes('onde está o pedido?');
    const [sale, delivery] = await conversations(desk);
    await desk.command('sonia', 'conversation.finish', {
      ...{ conversationId: delivery?.id ?? '', reasonId: null, description: null },
    });
    const [a, b] = [await desk.contactOf('Mariana'), await desk.contactOf('M. Alves')];
    await caughtUp('ana', ana);
    expect([...ana.contacts.keys()]).toEqual([a]);

    const mergeId = await desk.merge(a, b);
    await until(() => ana.conversations.size === 2 && ana.contacts.get(b)?.merged?.intoId === a);
    await caughtUp('ana', ana);
    await caughtUp('bruno', bruno);
    expect([...ana.messages.values()].map(({ text }) => text)).toContain('onde está o pedido?');
    // Bruno sees the record whole, and of the conversations what is his department's.
    expect([...bruno.contacts.keys()].sort()).toEqual([a, b].sort());
    expect([...bruno.conversations.keys()]).toEqual([delivery?.id]);

    await desk.command('sonia', 'contact.unmerge', { mergeId });
    await until(() => ana.conversations.size === 1 && bruno.contacts.size === 1);
    await caughtUp('ana', ana);
    await caughtUp('bruno', bruno);
    expect([...ana.conversations.keys()]).toEqual([sale?.id]);
    expect([...ana.contacts.keys()]).toEqual([a]);
  });

  it('whoever was away while customers were merged, separated and merged otherwise holds what they may see now', async () => {
    await open();
    const ana = emptyReplica();
    const line = await join('ana', ana);
    await desk.customer('A', { department: 'vendas' }).writes('oi');
    await desk.customer('B', { department: 'suporte' }).writes('oi');
    await desk.customer('C', { department: 'suporte' }).writes('oi');
    const [a, b, c] = [await desk.contactOf('A'), await desk.contactOf('B'), await desk.contactOf('C')];
    for (const row of await conversations(desk)) {
      if (row.contact_id === a) continue;
      await desk.command('sonia', 'conversation.finish', { conversationId: row.id, reasonId: null, description: null });
    }
    const inner = await desk.merge(b, c);
    const outer = await desk.merge(a, b);
    await caughtUp('ana', ana);
    expect(ana.contacts.size).toBe(3);
    line.stop();
    // Read afterwards, the separation of B says nothing of C, who is nobody's by then.
    await desk.command('sonia', 'contact.unmerge', { mergeId: outer });
    await desk.command('sonia', 'contact.unmerge', { mergeId: inner });
    await join('ana', ana);
    await caughtUp('ana', ana);
    expect(ana.snapshots).toBe(1);
    expect([...ana.contacts.keys()]).toEqual([a]);
  });

  it('after any run of merges, separations, messages and edits everyone holds exactly what they may see, as a snapshot would', async () => {
    await open();
    const random = mulberry(20261123);
    const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
    const replicas = new Map(everyone.map((id) => [id, emptyReplica()]));
    const open_ = new Map<string, Line>();
    for (const id of everyone) open_.set(id, await join(id, replicas.get(id) ?? emptyReplica()));
    for (const id of everyone) await caughtUp(id, replicas.get(id) ?? emptyReplica());
    const phone = await desk.field('phone');
    const customers = Array.from({ length: 7 }, (_, index) =>
      desk.customer(`Cliente ${index}`, {
        ...{ department: pick(['vendas', 'suporte']), channel: pick(['email', 'instagram'] as const) },
        address: `cliente${index}@exemplo.com`,
      }),
    );
    for (const customer of customers) await customer.writes('oi');
    for (let step = 0; step < 90; step += 1) {
      const contacts = await desk.store.db
        .selectFrom('contact')
        .select(['id', 'root_id', 'merged'])
        .where('workspace_id', '=', desk.workspaceId)
        .orderBy('id')
        .execute();
      const roots = contacts.filter((row) => row.root_id === row.id);
      const marks = contacts.flatMap((row) => (row.merged === null ? [] : [row.merged.id]));
      const rows = await conversations(desk);
      const live = rows.filter((row) => row.status !== 'finished');
      const row = pick(live.length === 0 ? rows : live);
      const what = random();
      if (what < 0.2) await pick(customers).writes(`mensagem ${step}`);
      else if (what < 0.4 && roots.length > 1) {
        const [into, from] = [pick(roots).id, pick(roots).id];
        if (into !== from) await desk.command('sonia', 'contact.merge', { intoId: into, fromId: from, choices: {} });
      } else if (what < 0.55 && marks.length > 0) {
        await desk.command('sonia', 'contact.unmerge', { mergeId: pick(marks) });
      } else if (what < 0.65) {
        const to = { kind: 'department' as const, id: idIn(desk, pick(['vendas', 'suporte'])) };
        await desk.command('sonia', 'conversation.transfer', { conversationId: row.id, to, note: null });
      } else if (what < 0.78) {
        await desk.command('sonia', 'conversation.finish', {
          conversationId: row.id,
          reasonId: null,
          description: null,
        });
      } else if (what < 0.84) {
        await desk.command('sonia', 'contact.rename', { contactId: row.contact_id, name: `Nome ${step}` });
      } else if (what < 0.9) {
        await desk.fill(row.contact_id, phone, pick([null, '11987654321', '1187654321', '11987650000']));
      } else {
        const id = pick(everyone);
        open_.get(id)?.stop();
        if (random() < 0.6) open_.set(id, await join(id, replicas.get(id) ?? emptyReplica()));
        else open_.delete(id);
      }
    }
    for (const id of everyone) {
      const replica = replicas.get(id) ?? emptyReplica();
      if (open_.get(id)?.ended !== null) await join(id, replica);
      await caughtUp(id, replica);
      expect(replica.snapshots).toBe(1);
      const fresh = emptyReplica();
      await join(id, fresh);
      await caughtUp(id, fresh);
    }
  });
});

/** Small seeded random numbers: a failing run can be run again. */
function mulberry(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
