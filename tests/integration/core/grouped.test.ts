import { randomUUID } from 'node:crypto';
import { expect, it } from 'vitest';
import { hasRoomFor, loadsOf } from '../../../src-backend/routing/capacity.ts';
import type { Conversation } from '../../../src-shared/protocol/entities.ts';
import { describeOnStores } from '../stores.ts';
import { type GroupDesk, openGroupDesk } from './groups.ts';
import { idIn } from './operation.ts';

const later = (desk: GroupDesk, ms = 60_000) => {
  desk.clock.now += ms;
};
const place = ({ status, assigneeId, departmentId }: Conversation) => ({ status, assigneeId, departmentId });
const send = (conversationId: string, text: string) => ({ conversationId, text, mediaId: null, quotedMessageId: null });

describeOnStores('conversations served as one', (openTestStore) => {
  const open = async () => openGroupDesk((await openTestStore()).store);

  /** Ana serves what came by WhatsApp and by e-mail; joined: the e-mail into WhatsApp. */
  async function joined() {
    const desk = await open();
    await desk.whatsapp.writes('tem no tamanho 40?');
    later(desk);
    await desk.email.writes('e a entrega?');
    const [root, part] = [await desk.with('tem no tamanho 40?'), await desk.with('e a entrega?')];
    await desk.done('ana', 'conversation.take', { conversationId: root.id });
    const mergeId = await desk.join(root.id, part.id);
    return { desk, root: root.id, part: part.id, mergeId };
  }

  it('are with one person, in one department, counted once', async () => {
    const { desk, root, part } = await joined();
    const [one, other] = [await desk.one(root), await desk.one(part)];
    expect(place(one)).toEqual({ status: 'open', assigneeId: idIn(desk, 'ana'), departmentId: idIn(desk, 'suporte') });
    expect(place(other)).toEqual(place(one));
    expect(other.merged).toMatchObject({ intoId: root, byId: idIn(desk, 'sonia') });
    expect(one.protocol).not.toBe(other.protocol);
    const loads = await loadsOf({ db: desk.store.db, workspaceId: desk.workspaceId }, { channelWeights: {} }, null);
    expect(loads.get(idIn(desk, 'ana'))).toBe(1);
    const room = { id: idIn(desk, 'ana'), capacity: 2 };
    expect(await hasRoomFor({ db: desk.store.db, workspaceId: desk.workspaceId }, room, 'whatsapp')).toBe(true);
    await desk.close();
  });

  it('are shown by the newest word, everything unread and whoever waits longest; each keeps its own', async () => {
    const { desk, root, part, mergeId } = await joined();
    later(desk);
    await desk.email.writes('ainda espero');
    const now = await desk.one(root);
    expect(now).toMatchObject({ unread: 3, lastMessage: { text: 'ainda espero' }, lastActivityAt: desk.clock.now });
    expect(now.awaitingSince).toBe(desk.clock.now - 120_000);
    expect(now.lastInboundAt).toBe(desk.clock.now - 120_000);
    expect(await desk.one(part)).toMatchObject({ unread: 2, lastMessage: { text: 'ainda espero' } });
    await desk.done('ana', 'conversation.unmerge', { mergeId });
    expect(await desk.one(root)).toMatchObject({
      unread: 1,
      lastMessage: { text: 'tem no tamanho 40?' },
      awaitingSince: desk.clock.now - 120_000,
      lastActivityAt: desk.clock.now - 120_000,
    });
    expect(await desk.one(part)).toMatchObject({ unread: 2, merged: null });
    await desk.close();
  });

  it('an answer through either answers both; reading one reads both', async () => {
    const { desk, root, part } = await joined();
    await desk.done('ana', 'message.send', send(part, 'chega amanhã'));
    expect(await desk.one(root)).toMatchObject({
      unread: 0,
      awaitingSince: null,
      lastMessage: { text: 'chega amanhã' },
    });
    expect(await desk.one(part)).toMatchObject({ unread: 0, awaitingSince: null });
    await desk.whatsapp.writes('obrigado');
    await desk.email.writes('valeu');
    expect((await desk.one(root)).unread).toBe(2);
    const position = await desk.head();
    await desk.done('ana', 'conversation.read', { conversationId: part, position });
    expect(await desk.one(root)).toMatchObject({ unread: 0 });
    expect(await desk.one(part)).toMatchObject({ unread: 0 });
    await desk.close();
  });

  it('an answer given outside Turno answers both, but for what came after it was written', async () => {
    const { desk, root, part } = await joined();
    const answer = (providerAt: number) =>
      desk.core.door.accept(idIn(desk, 'connection-suporte'), [
        {
          type: 'message',
          externalId: randomUUID(),
          sender: { address: desk.whatsapp.address, phone: desk.whatsapp.address, profileName: 'João' },
          kind: 'text',
          text: 'respondido pelo celular',
          media: null,
          unknownKind: null,
          quotedExternalId: null,
          echo: true,
          providerAt,
        },
      ]);
    const waits = async () => [(await desk.one(root)).awaitingSince, (await desk.one(part)).awaitingSince];
    const askedByMail = desk.clock.now;
    later(desk);
    // Written between the two questions, it says nothing of the second.
    await answer(askedByMail - 30_000);
    await desk.core.inbound.settle();
    expect(await waits()).toEqual([askedByMail, askedByMail]);
    await answer(desk.clock.now);
    await desk.core.inbound.settle();
    expect(await waits()).toEqual([null, null]);
    expect(await desk.one(root)).toMatchObject({ lastMessage: { text: 'respondido pelo celular' }, unread: 2 });
    await desk.close();
  });

  it('a reply is stale when something newer came through any of them', async () => {
    const { desk, root, part } = await joined();
    const seenPosition = await desk.head();
    await desk.email.writes('mudei de ideia');
    later(desk, 10_000);
    const stale = await desk.command('ana', 'message.send', { ...send(root, 'ok'), seenPosition });
    expect(stale).toMatchObject({ ok: false, reason: 'stale-history' });
    await desk.done('ana', 'message.send', send(part, 'ok'));
    await desk.close();
  });

  it('are transferred, finished with one qualification, and called back together', async () => {
    const { desk, root, part } = await joined();
    const before = [await desk.one(root), await desk.one(part)];
    const to = { kind: 'department', id: idIn(desk, 'vendas') } as const;
    await desk.done('ana', 'conversation.transfer', { conversationId: part, to, note: 'é sobre a entrega' });
    for (const id of [root, part])
      expect(place(await desk.one(id))).toEqual({
        status: 'queued',
        assigneeId: null,
        departmentId: idIn(desk, 'vendas'),
      });
    expect((await desk.activities(root)).filter(({ type }) => type === 'transferred')).toHaveLength(1);
    expect((await desk.activities(part)).filter(({ type }) => type === 'transferred')).toHaveLength(0);
    await desk.done('bruno', 'conversation.take', { conversationId: part });
    later(desk);
    await desk.done('bruno', 'conversation.finish', { conversationId: root, reasonId: null, description: 'resolvido' });
    const over = [await desk.one(root), await desk.one(part)];
    for (const one of over)
      expect(one).toMatchObject({ status: 'finished', unread: 0, awaitingSince: null, finishedAt: desk.clock.now });
    expect(over[1]?.qualification).toEqual(over[0]?.qualification);
    expect((await desk.activities(part)).some(({ type }) => type === 'finished')).toBe(false);
    await desk.done('bruno', 'conversation.reopen', { conversationId: root, finishedAt: desk.clock.now });
    const again = [await desk.one(root), await desk.one(part)];
    for (const [index, one] of again.entries()) {
      expect(place(one)).toMatchObject({ status: 'open', assigneeId: idIn(desk, 'bruno') });
      expect(one).toMatchObject({ qualification: null, unread: before[index]?.unread, finishedAt: null });
    }
    await desk.close();
  });

  it('a transfer of both is taken back for both', async () => {
    const { desk, root, part } = await joined();
    const was = [place(await desk.one(root)), place(await desk.one(part))];
    const commandId = crypto.randomUUID();
    const to = { kind: 'agent', id: idIn(desk, 'bruno') } as const;
    await desk.command('ana', 'conversation.transfer', { conversationId: root, to, note: null }, commandId);
    expect((await desk.one(part)).assigneeId).toBe(idIn(desk, 'bruno'));
    await desk.done('ana', 'conversation.untransfer', { conversationId: root, commandId });
    expect([place(await desk.one(root)), place(await desk.one(part))]).toEqual(was);
    await desk.close();
  });

  it('go back to where each was when nobody moved them, and stay together where somebody did', async () => {
    const { desk, root, part, mergeId } = await joined();
    await desk.done('ana', 'conversation.unmerge', { mergeId });
    expect(place(await desk.one(part))).toEqual({
      status: 'queued',
      assigneeId: null,
      departmentId: idIn(desk, 'vendas'),
    });
    expect(place(await desk.one(root))).toMatchObject({ status: 'open', assigneeId: idIn(desk, 'ana') });
    expect((await desk.activities(root)).slice(-2).map(({ type }) => type)).toEqual([
      'conversationMerged',
      'conversationUnmerged',
    ]);
    const again = await desk.join(root, part);
    const to = { kind: 'agent', id: idIn(desk, 'bruno') } as const;
    await desk.done('ana', 'conversation.transfer', { conversationId: root, to, note: null });
    await desk.done('bruno', 'conversation.unmerge', { mergeId: again });
    expect(place(await desk.one(part))).toEqual(place(await desk.one(root)));
    expect((await desk.one(part)).assigneeId).toBe(idIn(desk, 'bruno'));
    await desk.close();
  });

  it('one that waits is served by whoever serves the other, whichever was named first', async () => {
    const desk = await open();
    await desk.whatsapp.writes('primeira');
    await desk.email.writes('segunda');
    const [waits, served] = [await desk.with('primeira'), await desk.with('segunda')];
    await desk.done('bruno', 'conversation.take', { conversationId: served.id });
    const mergeId = await desk.join(waits.id, served.id);
    expect(place(await desk.one(waits.id))).toMatchObject({ status: 'open', assigneeId: idIn(desk, 'bruno') });
    await desk.done('sonia', 'conversation.unmerge', { mergeId });
    expect(place(await desk.one(waits.id))).toEqual(place(waits));
    expect(place(await desk.one(served.id))).toMatchObject({ status: 'open', assigneeId: idIn(desk, 'bruno') });
    await desk.close();
  });

  it('a group joined into another is one group, and each can be taken out by itself', async () => {
    const { desk, root, part } = await joined();
    await desk.instagram.writes('oi por aqui');
    const third = await desk.with('oi por aqui');
    await desk.join(third.id, root);
    expect((await desk.one(part)).merged?.intoId).toBe(third.id);
    expect((await desk.one(root)).merged?.intoId).toBe(third.id);
    expect(await desk.one(third.id)).toMatchObject({ unread: 3, status: 'open', assigneeId: idIn(desk, 'ana') });
    expect(await desk.one(root)).toMatchObject({ unread: 1 });
    await desk.done('ana', 'conversation.unmerge', { mergeId: (await desk.one(root)).merged?.id ?? '' });
    expect((await desk.one(part)).merged?.intoId).toBe(third.id);
    expect(await desk.one(third.id)).toMatchObject({ unread: 2 });
    await desk.close();
  });

  it('what does not belong together is refused, and says why', async () => {
    const { desk, root, part, mergeId } = await joined();
    const refusal = async (by: string, intoId: string, fromId: string) => {
      const reply = await desk.command(by, 'conversation.merge', { intoId, fromId });
      return reply.ok ? 'done' : reply.reason;
    };
    const stranger = desk.customer('Rita');
    await stranger.writes('sou outra pessoa');
    const other = await desk.with('sou outra pessoa');
    await desk.instagram.writes('terceira');
    const third = await desk.with('terceira');
    expect(await refusal('ana', root, root)).toBe('invalid');
    expect(await refusal('ana', root, other.id)).toBe('invalid');
    expect(await refusal('ana', root, part)).toBe('done');
    expect(await refusal('ana', third.id, part)).toBe('stale');
    expect(await refusal('ana', root, crypto.randomUUID())).toBe('not-found');
    const old = await desk.with('primeiro contato');
    expect(await refusal('ana', root, old.id)).toBe('already-finished');
    await desk.done('sonia', 'conversation.take', { conversationId: third.id });
    expect(await refusal('ana', root, third.id)).toBe('not-assigned');
    await desk.done('ana', 'conversation.unmerge', { mergeId });
    const gone = await desk.command('ana', 'conversation.unmerge', { mergeId });
    expect(gone).toMatchObject({ ok: false, reason: 'not-found' });
    await desk.close();
  });
});
