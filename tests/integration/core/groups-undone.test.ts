import fc from 'fast-check';
import { expect, it } from 'vitest';
import { summaryOf, summaryOfAll } from '../../../src-backend/conversations/summary.ts';
import type { Conversation } from '../../../src-shared/protocol/entities.ts';
import { describeOnStores } from '../stores.ts';
import { type GroupDesk, openGroupDesk } from './groups.ts';
import { idIn } from './operation.ts';

/** What people and the customer do; numbers choose among whatever there is at that moment. */
const step = fc.oneof(
  { weight: 4, arbitrary: fc.record({ do: fc.constant('join' as const), a: fc.nat(), b: fc.nat() }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('separate' as const), a: fc.nat() }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('write' as const), a: fc.nat() }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('answer' as const), a: fc.nat() }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('transfer' as const), a: fc.nat(), b: fc.nat() }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('finish' as const), a: fc.nat() }) },
);
type Step = typeof step extends fc.Arbitrary<infer Value> ? Value : never;

type Place = Pick<Conversation, 'status' | 'assigneeId' | 'departmentId' | 'finishedAt'>;
const placeOf = ({ status, assigneeId, departmentId, finishedAt }: Conversation): Place => ({
  ...{ status, assigneeId, departmentId, finishedAt },
});

/** What each conversation would be if it had always stood alone and been given every command of its group. */
interface Alone {
  place: Place;
  unread: number;
  awaitingSince: number | null;
}

describeOnStores('conversations joined and separated at random', (openTestStore) => {
  const at = <T>(list: readonly T[], index: number): T | undefined => list[index % Math.max(1, list.length)];

  async function open() {
    const desk: GroupDesk = await openGroupDesk((await openTestStore()).store);
    const customers = [desk.whatsapp, desk.email, desk.instagram];
    const alone = new Map<string, Alone>();
    const written: string[] = [];
    const rootOf = (one: Conversation) => one.merged?.intoId ?? one.id;
    const groupOf = async (one: Conversation) => (await desk.all()).filter((other) => rootOf(other) === rootOf(one));

    /** A command that moves the root moves, and is remembered by, all that were served as one when it was given. */
    async function moving(one: Conversation, command: () => Promise<void>): Promise<void> {
      const group = await groupOf(one);
      const before = placeOf(await desk.one(rootOf(one)));
      await command();
      const after = placeOf(await desk.one(rootOf(one)));
      if (JSON.stringify(before) === JSON.stringify(after)) return;
      for (const { id } of group) {
        const was = alone.get(id);
        if (was !== undefined) was.place = after;
      }
    }
    async function quiet(one: Conversation): Promise<void> {
      for (const { id } of await groupOf(one)) {
        const was = alone.get(id);
        if (was !== undefined) Object.assign(was, { unread: 0, awaitingSince: null });
      }
    }

    async function take(one: Step): Promise<void> {
      desk.clock.now += 1_000;
      const all = await desk.all();
      const live = all.filter(({ status }) => status !== 'finished');
      const chosen = at(live, one.a);
      if (one.do === 'write') {
        const text = `mensagem ${written.length}`;
        written.push(text);
        await at(customers, one.a)?.writes(text);
        const into = await desk.with(text);
        const was = alone.get(into.id) ?? { place: placeOf(into), unread: 0, awaitingSince: null };
        alone.set(into.id, was);
        was.unread += 1;
        was.awaitingSince ??= desk.clock.now;
        return;
      }
      if (one.do === 'separate') {
        const part = at(
          all.filter(({ merged }) => merged !== null),
          one.a,
        );
        if (part?.merged != null) await desk.done('sonia', 'conversation.unmerge', { mergeId: part.merged.id });
        return;
      }
      if (chosen === undefined) return;
      const conversationId = chosen.id;
      switch (one.do) {
        case 'join': {
          const roots = live.filter(({ merged }) => merged === null);
          const [into, from] = [at(roots, one.a), at(roots, one.b)];
          if (into === undefined || from === undefined || into === from) return;
          return desk.done('sonia', 'conversation.merge', { intoId: into.id, fromId: from.id });
        }
        case 'answer':
          await moving(chosen, () => desk.done('sonia', 'conversation.take', { conversationId }));
          await desk.done('sonia', 'message.send', {
            ...{ conversationId, text: 'pronto', mediaId: null, quotedMessageId: null },
          });
          return quiet(chosen);
        case 'transfer': {
          const to = at(
            [
              { kind: 'agent', id: idIn(desk, 'ana') },
              { kind: 'department', id: idIn(desk, 'vendas') },
              { kind: 'department', id: idIn(desk, 'suporte') },
            ] as const,
            one.b,
          );
          if (to === undefined) return;
          return moving(chosen, () => desk.done('sonia', 'conversation.transfer', { conversationId, to, note: null }));
        }
        case 'finish':
          await moving(chosen, () =>
            desk.done('sonia', 'conversation.finish', { conversationId, reasonId: null, description: null }),
          );
          return quiet(chosen);
      }
    }

    const own = ({ id }: Conversation) => {
      const { unread = 0, awaitingSince = null } = alone.get(id) ?? {};
      return { unread, awaitingSince };
    };

    return {
      take,
      close: () => desk.close(),
      /** One place for all of a group, one level, and the root shown as all of them. */
      async holds() {
        const all = await desk.all();
        const spoken = await desk.spoken();
        for (const root of all.filter(({ merged }) => merged === null)) {
          const group = all.filter((one) => rootOf(one) === root.id);
          for (const part of group) expect(placeOf(part)).toEqual(placeOf(root));
          const each = group.map(own);
          const waiting = each.flatMap(({ awaitingSince }) => awaitingSince ?? []);
          expect(root.unread).toBe(each.reduce((sum, { unread }) => sum + unread, 0));
          expect(root.awaitingSince).toBe(waiting.length === 0 ? null : Math.min(...waiting));
          const parts = group.filter((one) => one !== root).map(summaryOf);
          const newest = Math.max(...group.flatMap(({ id }) => (spoken.get(id) ?? []).map((one) => one.at)));
          expect(root.lastMessage?.at).toBe(newest);
          expect(summaryOfAll([summaryOf(root), ...parts]).lastActivityAt).toBe(root.lastActivityAt);
        }
        for (const { merged } of all)
          if (merged !== null) expect(all.find(({ id }) => id === merged.intoId)?.merged).toBeNull();
      },
      /** Every message is once, in the conversation of the connection and address it came through. */
      async inTheirPlaces() {
        const messages = await desk.store.db
          .selectFrom('message')
          .innerJoin('conversation', 'conversation.id', 'message.conversation_id')
          .select(['message.text', 'message.connection_id as through', 'message.identity_id as by'])
          .select(['conversation.connection_id as connection', 'conversation.identity_id as identity'])
          .where('message.workspace_id', '=', desk.workspaceId)
          .where('message.direction', '=', 'inbound')
          .where('message.text', '<>', 'primeiro contato')
          .execute();
        expect(messages.map(({ text }) => text).toSorted()).toEqual(written.toSorted());
        for (const one of messages) expect([one.connection, one.identity]).toEqual([one.through, one.by]);
      },
      async undoAll() {
        for (;;) {
          const part = (await desk.all()).find(({ merged }) => merged !== null);
          if (part?.merged == null) return;
          await desk.done('sonia', 'conversation.unmerge', { mergeId: part.merged.id });
        }
      },
      async areAsIfAlone() {
        const spoken = await desk.spoken();
        for (const one of await desk.all()) {
          const expected = alone.get(one.id);
          if (expected === undefined) continue;
          const { unread, awaitingSince, lastMessage } = one;
          expect({ place: placeOf(one), unread, awaitingSince }).toEqual(expected);
          expect(lastMessage?.id).toBe(spoken.get(one.id)?.at(-1)?.id);
        }
      },
    };
  }

  it('hold together while joined, keep every message in its place, and are what they would be alone once all is undone', async () => {
    const scene = await open();
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 3, maxLength: 14 }), async (steps) => {
        for (const one of steps) {
          await scene.take(one);
          await scene.holds();
        }
        await scene.inTheirPlaces();
        await scene.undoAll();
        await scene.holds();
        await scene.areAsIfAlone();
      }),
      { numRuns: 8 },
    );
    await scene.close();
  });
});
