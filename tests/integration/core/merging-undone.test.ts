import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { loadContacts } from '../../../src-backend/store/entities/contact.ts';
import type { Contact } from '../../../src-shared/protocol/entities.ts';
import { describeOnStores } from '../stores.ts';
import { type CustomerDesk, openCustomerDesk } from './customers.ts';

/** What people and customers do; numbers choose among whatever there is at that moment. */
const step = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({ do: fc.constant('merge' as const), a: fc.nat(), b: fc.nat(), from: fc.boolean() }),
  },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('unmerge' as const), a: fc.nat() }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('write' as const), a: fc.nat() }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('finish' as const), a: fc.nat() }) },
);
type Step = typeof step extends fc.Arbitrary<infer Value> ? Value : never;
const edit = fc.oneof(
  fc.record({ do: fc.constant('field' as const), a: fc.nat(), value: fc.constantFrom('Rio', 'Natal', null) }),
  fc.record({ do: fc.constant('tag' as const), a: fc.nat() }),
  fc.record({ do: fc.constant('untag' as const), a: fc.nat() }),
  fc.record({ do: fc.constant('note' as const), a: fc.nat() }),
);
type Edit = typeof edit extends fc.Arbitrary<infer Value> ? Value : never;

const CUSTOMERS = 5;

describeOnStores('merging that is undone', (openTestStore) => {
  const rows = (desk: CustomerDesk) =>
    desk.store.db
      .selectFrom('contact')
      .select(['id', 'root_id', 'merged'])
      .where('workspace_id', '=', desk.workspaceId)
      .orderBy('id')
      .execute();
  const everyone = async (desk: CustomerDesk): Promise<Contact[]> =>
    (
      await loadContacts(
        desk.store.db,
        desk.workspaceId,
        (await rows(desk)).map(({ id }) => id),
      )
    ).toSorted((a, b) => (a.id < b.id ? -1 : 1));
  const without = (contacts: Contact[]) => contacts.map((contact) => ({ ...contact, version: 0 }));
  const at = <T>(list: readonly T[], index: number): T | undefined => list[index % Math.max(1, list.length)];

  async function open() {
    const desk = await openCustomerDesk((await openTestStore()).store);
    const cityId = await desk.field('text', 'Cidade');
    const tagId = randomUUID();
    const value = { name: 'VIP', color: '#aa5500', active: true };
    await desk.command('sonia', 'tag.save', { id: tagId, seen: null, value });
    const customers = Array.from({ length: CUSTOMERS }, (_, index) =>
      desk.customer(`Cliente ${index}`, { channel: 'email', address: `cliente${index}@exemplo.com` }),
    );
    for (const customer of customers) await customer.writes('oi');
    const ids = (await rows(desk)).map(({ id }) => id);
    for (const [index, contactId] of ids.entries()) {
      await desk.fill(contactId, cityId, index % 2 === 0 ? 'Recife' : null);
      if (index % 2 === 1) await desk.command('sonia', 'contact.tag', { contactId, tagId });
      await desk.command('sonia', 'contact.note', { contactId, id: randomUUID(), text: `nota ${index}` });
    }
    let written = customers.length;

    async function take(one: Step | Edit): Promise<void> {
      const now = await rows(desk);
      desk.clock.now += 1_000;
      const contactId = at(now, one.a)?.id ?? '';
      switch (one.do) {
        case 'merge': {
          const roots = now.filter((row) => row.root_id === row.id);
          const [into, from] = [at(roots, one.a), at(roots, one.b)];
          if (into === undefined || from === undefined || into === from) return;
          const choices = one.from ? { [cityId]: 'from' as const, name: 'from' as const } : {};
          const reply = await desk.command('sonia', 'contact.merge', { intoId: into.id, fromId: from.id, choices });
          expect(reply).toMatchObject({ ok: true });
          return;
        }
        case 'unmerge': {
          const mark = at(
            now.flatMap((row) => (row.merged === null ? [] : [row.merged.id])),
            one.a,
          );
          if (mark === undefined) return;
          expect(await desk.command('sonia', 'contact.unmerge', { mergeId: mark })).toMatchObject({ ok: true });
          return;
        }
        case 'write':
          written += 1;
          await at(customers, one.a)?.writes(`mensagem ${written}`);
          return;
        case 'finish': {
          const live = await desk.store.db
            .selectFrom('conversation')
            .select('id')
            .where('workspace_id', '=', desk.workspaceId)
            .where('status', '<>', 'finished')
            .orderBy('id')
            .execute();
          const conversationId = at(live, one.a)?.id;
          if (conversationId === undefined) return;
          await desk.command('sonia', 'conversation.finish', { conversationId, reasonId: null, description: null });
          return;
        }
        case 'field':
          await desk.fill(contactId, cityId, one.value);
          return expect((await desk.record(contactId)).shown.fields[cityId] ?? null).toBe(one.value);
        case 'tag':
          await desk.command('sonia', 'contact.tag', { contactId, tagId });
          return expect((await desk.record(contactId)).shown.tagIds).toContain(tagId);
        case 'untag':
          await desk.command('sonia', 'contact.untag', { contactId, tagId });
          return expect((await desk.record(contactId)).shown.tagIds).not.toContain(tagId);
        case 'note': {
          const id = randomUUID();
          await desk.command('sonia', 'contact.note', { contactId, id, text: 'nota' });
          return expect((await desk.record(contactId)).shown.notes.map((note) => note.id)).toContain(id);
        }
      }
    }

    return {
      desk,
      take,
      written: () => written,
      async undoAll() {
        for (;;) {
          const [mark] = (await rows(desk)).flatMap((row) => (row.merged === null ? [] : [row.merged.id]));
          if (mark === undefined) return;
          await desk.command('sonia', 'contact.unmerge', { mergeId: mark });
        }
      },
      /** Every message is once, in a conversation of the contact whose address it came through. */
      async inTheirPlaces() {
        const messages = await desk.store.db
          .selectFrom('message')
          .innerJoin('conversation', 'conversation.id', 'message.conversation_id')
          .innerJoin('identity', 'identity.id', 'message.identity_id')
          .select(['message.text', 'conversation.contact_id as of', 'identity.contact_id as from'])
          .where('message.workspace_id', '=', desk.workspaceId)
          .where('message.direction', '=', 'inbound')
          .execute();
        expect(messages).toHaveLength(written);
        for (const message of messages) expect(message.of).toBe(message.from);
      },
      /** `root_id` says what the marks say. */
      async rooted() {
        const now = await rows(desk);
        const into = new Map(now.map((row) => [row.id, row.merged?.intoId ?? null]));
        for (const row of now) {
          let root = row.id;
          for (let next = into.get(root); next != null; next = into.get(root)) root = next;
          expect(row.root_id).toBe(root);
        }
      },
    };
  }

  it('leaves every message in its place, and everyone as they were with what was written meanwhile', async () => {
    const scene = await open();
    const before = without(await everyone(scene.desk));
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 12 }), async (steps) => {
        for (const one of steps) {
          await scene.take(one);
          await scene.rooted();
        }
        await scene.inTheirPlaces();
        await scene.undoAll();
        await scene.rooted();
        expect(without(await everyone(scene.desk))).toEqual(before);
      }),
      { numRuns: 12 },
    );
    await scene.desk.close();
  });

  it('and what people put into the record in between is lost nowhere', async () => {
    const scene = await open();
    await fc.assert(
      fc.asyncProperty(fc.array(fc.oneof(step, edit), { minLength: 4, maxLength: 14 }), async (steps) => {
        const notes = async () => (await everyone(scene.desk)).flatMap((contact) => contact.notes).length;
        const had = await notes();
        for (const one of steps) await scene.take(one);
        expect(await notes()).toBe(had + steps.filter((one) => one.do === 'note').length);
        await scene.inTheirPlaces();
        await scene.undoAll();
        await scene.rooted();
        for (const { merged } of await everyone(scene.desk)) expect(merged).toBeNull();
      }),
      { numRuns: 10 },
    );
    await scene.desk.close();
  });
});
