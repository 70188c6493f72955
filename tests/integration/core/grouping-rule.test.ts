import { randomUUID } from 'node:crypto';
import { expect, it } from 'vitest';
import { describeOnStores } from '../stores.ts';
import { type GroupDesk, joinByRule, openGroupDesk } from './groups.ts';
import { idIn } from './operation.ts';

describeOnStores('«mesmo contato, em aberto, outro canal»', (openTestStore) => {
  const open = async (): Promise<GroupDesk> => {
    const desk = await openGroupDesk((await openTestStore()).store);
    await joinByRule(desk);
    return desk;
  };

  it('who is being served and writes through another channel goes on with the same person, said in the history', async () => {
    const desk = await open();
    await desk.whatsapp.writes('tem no tamanho 40?');
    const root = await desk.with('tem no tamanho 40?');
    await desk.done('ana', 'conversation.take', { conversationId: root.id });
    await desk.email.writes('e a entrega?');
    const part = await desk.with('e a entrega?');
    expect(part).toMatchObject({
      status: 'open',
      assigneeId: idIn(desk, 'ana'),
      merged: { intoId: root.id, byId: null },
    });
    expect(await desk.one(root.id)).toMatchObject({ unread: 2, lastMessage: { text: 'e a entrega?' } });
    expect((await desk.activities(root.id)).at(-1)).toMatchObject({
      type: 'conversationMerged',
      otherId: part.id,
      otherProtocol: part.protocol,
      byRule: true,
    });
    expect(await desk.activities(part.id)).toEqual([]);
    await desk.close();
  });

  it('two that begin in one moment are one', async () => {
    const desk = await open();
    await Promise.all([desk.whatsapp.writes('aqui'), desk.email.writes('e aqui')]);
    const [a, b] = [await desk.with('aqui'), await desk.with('e aqui')];
    expect([a, b].filter(({ merged }) => merged === null)).toHaveLength(1);
    await desk.close();
  });

  it('leaves the same channel, other people and what is over alone, and does nothing where it is not wished', async () => {
    const desk = await openGroupDesk((await openTestStore()).store);
    await desk.whatsapp.writes('antes');
    await desk.email.writes('da regra');
    expect((await desk.with('da regra')).merged).toBeNull();
    const { id } = await desk.with('da regra');
    await desk.done('sonia', 'conversation.finish', { conversationId: id, reasonId: null, description: null });
    await joinByRule(desk);
    const again = desk.customer('João', { address: '5511988887777', department: 'vendas' });
    await again.writes('o outro número da loja');
    expect((await desk.with('o outro número da loja')).merged).toBeNull();
    await desk.customer('Rita', { channel: 'email', address: 'rita@exemplo.com' }).writes('sou a Rita');
    expect((await desk.with('sou a Rita')).merged).toBeNull();
    expect((await desk.with('antes')).merged).toBeNull();
    await desk.close();
  });

  it('what was separated by hand is not joined again', async () => {
    const desk = await open();
    await desk.whatsapp.writes('um');
    await desk.email.writes('dois');
    const part = await desk.with('dois');
    await desk.done('sonia', 'conversation.unmerge', { mergeId: part.merged?.id ?? '' });
    await desk.instagram.writes('três');
    expect((await desk.one(part.id)).merged).toBeNull();
    expect((await desk.with('três')).merged?.intoId).toBe((await desk.with('um')).id);
    await desk.close();
  });

  it('nobody who is with people is greeted again, and one automation goes on over all channels', async () => {
    const desk = await open();
    const flow = {
      name: 'Boas-vindas',
      trigger: { type: 'firstMessage' as const, connectionIds: [] },
      steps: [
        { id: 'oi', type: 'sendText' as const, text: 'Olá!' },
        {
          id: 'nome',
          type: 'collect' as const,
          text: 'Seu nome?',
          kind: 'name' as const,
          label: 'Nome',
          invalidText: '?',
          retries: 3,
        },
      ],
    };
    await desk.done('sonia', 'automation.save', { id: randomUUID(), revision: null, active: true, flow });
    await desk.whatsapp.writes('oi');
    const root = await desk.with('oi');
    expect(root.status).toBe('automation');
    await desk.email.writes('João Silva');
    const part = await desk.with('João Silva');
    expect(part).toMatchObject({ merged: { intoId: root.id }, automation: null, status: 'queued' });
    expect(await desk.said()).toEqual(['Olá!', 'Seu nome?']);
    await desk.done('ana', 'conversation.take', { conversationId: root.id });
    await desk.instagram.writes('e por aqui também');
    expect(await desk.with('e por aqui também')).toMatchObject({ assigneeId: idIn(desk, 'ana'), automation: null });
    expect(await desk.said()).toEqual(['Olá!', 'Seu nome?']);
    await desk.close();
  });

  it('joining contacts joins what they have open; separating them separates it first', async () => {
    const desk = await open();
    await desk.whatsapp.writes('sou o João');
    const root = await desk.with('sou o João');
    await desk.done('ana', 'conversation.take', { conversationId: root.id });
    const other = desk.customer('J. Silva', { channel: 'messenger', address: 'fb-77', department: 'vendas' });
    await other.writes('sou eu também');
    const part = await desk.with('sou eu também');
    expect(part.merged).toBeNull();
    const mark = await desk.merge(desk.contactId, part.contactId);
    expect(await desk.one(part.id)).toMatchObject({ merged: { intoId: root.id }, assigneeId: idIn(desk, 'ana') });
    await desk.done('sonia', 'contact.unmerge', { mergeId: mark });
    expect(await desk.one(part.id)).toMatchObject({
      merged: null,
      assigneeId: null,
      status: 'queued',
      departmentId: idIn(desk, 'vendas'),
    });
    expect(await desk.one(root.id)).toMatchObject({ unread: 1, assigneeId: idIn(desk, 'ana') });
    const last = (await desk.activities(root.id)).at(-1);
    expect(last).toMatchObject({ type: 'conversationUnmerged', otherId: part.id });
    await desk.close();
  });

  it('is a setting with history and undo', async () => {
    const desk = await open();
    const [change] = await desk.store.db
      .selectFrom('settings_change')
      .select(['id', 'kind', 'before', 'after'])
      .where('workspace_id', '=', desk.workspaceId)
      .execute();
    expect(change).toMatchObject({ kind: 'merging', before: { mergeConversations: false } });
    await desk.done('sonia', 'settings.undo', { changeId: change?.id ?? '' });
    await desk.whatsapp.writes('um');
    await desk.email.writes('dois');
    expect((await desk.with('dois')).merged).toBeNull();
    await desk.close();
  });
});
