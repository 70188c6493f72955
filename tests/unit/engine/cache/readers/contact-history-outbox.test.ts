import { describe, expect, it } from 'vitest';
import type { HistoryFilter } from '../../../../../src-shared/bridge/views.ts';
import { directoryItems, items, noon } from '../entities.ts';
import { openCacheForTest, stored, wholeHistory } from '../open-cache.ts';

const day = 86_400_000;

function workspace() {
  const opened = openCacheForTest();
  const finished = (id: string, days: number, change: Parameters<typeof items.conversation>[0] = {}) =>
    items.conversation({
      id,
      protocol: `2026-000000${days}`,
      createdAt: noon + days * day,
      lastActivityAt: noon + days * day,
      status: 'finished',
      finishedAt: noon + days * day + 60_000,
      ...change,
    });
  const qualified = (reasonId: string, description: string) => ({ reasonId, description, byId: 'ana', at: noon });
  const setup = [
    ...directoryItems(),
    items.contact({ tagIds: ['vip'] }),
    items.contact({ id: 'rita', name: 'Rita', identities: [] }),
    finished('h1', 1, { assigneeId: 'ana', qualification: qualified('entrega', 'Pedido não chegou') }),
    finished('h2', 2, { finishedById: 'bia', contactId: 'rita', qualification: qualified('atraso', 'ligou de novo') }),
    finished('h3', 3, { assigneeId: 'bia', channel: 'livechat', connectionId: 'site', departmentId: 'vendas' }),
    items.conversation({ id: 'open', createdAt: noon + 9 * day, status: 'open', assigneeId: 'ana' }),
  ];
  stored(opened.cache.writer.applyItems(setup, { cursor: 5, logId: 'log' }));
  const { reader } = opened.cache;
  return {
    ...opened,
    reader,
    history: (filter: Partial<HistoryFilter>) =>
      reader.historyList({ ...wholeHistory, ...filter }, 0, 50).rows.map((row) => row.id),
  };
}

describe('the history', () => {
  it('lists what is finished, the last first, with everything a row shows', () => {
    const { reader, history } = workspace();
    expect(history({})).toEqual(['h3', 'h2', 'h1']);
    expect(reader.historyList(wholeHistory, 2, 1)).toEqual({
      total: 3,
      rows: [
        {
          id: 'h1',
          protocol: '2026-0000001',
          contactTitle: 'João Conceição',
          channel: 'whatsapp',
          connectionName: 'WhatsApp Loja',
          agentName: 'Ana Souza',
          departmentName: 'Suporte',
          reasonName: 'Entrega',
          description: 'Pedido não chegou',
          startedAt: noon + day,
          finishedAt: noon + day + 60_000,
        },
      ],
    });
  });

  it('filters by channel, agent, department and period', () => {
    const { history } = workspace();
    expect(history({ channels: ['livechat'] })).toEqual(['h3']);
    expect(history({ agentIds: ['bia'] })).toEqual(['h3', 'h2']);
    expect(history({ departmentIds: ['suporte'] })).toEqual(['h2', 'h1']);
    expect(history({ from: noon + 2 * day, to: noon + 3 * day })).toEqual(['h2']);
  });

  it('a reason includes the reasons below it', () => {
    const { history } = workspace();
    expect(history({ reasonIds: ['entrega'] })).toEqual(['h2', 'h1']);
    expect(history({ reasonIds: ['atraso'] })).toEqual(['h2']);
  });

  it.each([
    ['conceicao', ['h3', 'h1']],
    ['PEDIDO chegou', ['h1']],
    ['2026-0000002', ['h2']],
    ['rita novo', ['h2']],
    ['(11) 98765', ['h3', 'h1']],
    ['nada disso', []],
  ])('finds «%s» in contact, protocol or description', (text, expected) => {
    expect(workspace().history({ text })).toEqual(expected);
  });
});

describe('the contact', () => {
  it('shows recent conversations, the newest first, without a click', () => {
    const { reader } = workspace();
    const contact = reader.contact('joao');
    expect(contact?.recent.map((one) => one.id)).toEqual(['open', 'h3', 'h1']);
    expect(contact?.recent[2]).toMatchObject({ reasonName: 'Entrega', assigneeName: 'Ana Souza', status: 'finished' });
    expect(contact).toMatchObject({ title: 'João Conceição', tags: [{ id: 'vip', pending: null }] });
    expect(reader.contact('nobody')).toBeNull();
  });

  it('shows tags changed offline as pending', () => {
    const { reader, user } = workspace();
    const change = (id: string, name: string, tagId: string) =>
      stored(user.writer.enqueue({ id, name, args: { contactId: 'joao', tagId }, createdAt: 1 }));
    change('k1', 'contact.untag', 'vip');
    change('k2', 'contact.tag', 'troca');
    expect(reader.contact('joao')?.tags.map((tag) => [tag.id, tag.pending])).toEqual([
      ['vip', 'remove'],
      ['troca', 'add'],
    ]);
  });
});

describe('the deals of a contact', () => {
  const deal = {
    id: 'd1',
    title: 'Geladeira',
    pipelineId: 'vendas',
    stageId: 'novo',
    amount: 129_900,
    state: 'open' as const,
    createdAt: noon,
    updatedAt: noon,
  };
  const pipeline = {
    id: 'vendas',
    name: 'Vendas',
    position: 0,
    active: true,
    stages: [
      { id: 'novo', name: 'Novo' },
      { id: 'fim', name: 'Fechamento' },
    ],
    version: 8,
  };
  const withDeal = () => {
    const opened = workspace();
    const changes = [{ type: 'pipeline' as const, pipeline }, items.contact({ deals: [deal], version: 9 })];
    stored(opened.cache.writer.applyItems(changes, null));
    const put = (id: string, name: string, args: object) =>
      stored(opened.user.writer.enqueue({ id, name, args: { contactId: 'joao', ...args }, createdAt: noon + 5 }));
    return { ...opened, put, deals: () => opened.reader.contact('joao')?.deals };
  };

  it('come with the names of pipeline and stage', () => {
    const { deals, reader } = withDeal();
    expect(deals()).toEqual([{ ...deal, pipelineName: 'Vendas', stageName: 'Novo', pending: false }]);
    expect(reader.directory().pipelines.map(({ name }) => name)).toEqual(['Vendas']);
  });

  it('are shown as they will be while changes of them wait, made, moved and closed in that order', () => {
    const { deals, put } = withDeal();
    put('k1', 'deal.save', { id: 'd2', title: 'Fogão', pipelineId: 'vendas', stageId: 'novo', amount: null });
    put('k2', 'deal.move', { dealId: 'd2', fromStageId: 'novo', toStageId: 'fim' });
    put('k3', 'deal.close', { dealId: 'd1', state: 'won' });
    expect(deals()).toMatchObject([
      { id: 'd1', state: 'won', stageName: 'Novo', pending: true },
      { id: 'd2', title: 'Fogão', state: 'open', stageName: 'Fechamento', createdAt: noon + 5, pending: true },
    ]);
  });

  it('stand again as the server has them once it refused a change', () => {
    const { deals, put, user } = withDeal();
    put('k1', 'deal.move', { dealId: 'd1', fromStageId: 'novo', toStageId: 'fim' });
    stored(user.writer.markRefused('k1', 'stale', null));
    expect(deals()).toMatchObject([{ id: 'd1', stageName: 'Novo', pending: false }]);
  });
});

describe('the directory', () => {
  it('comes by name, and follows a change', () => {
    const { reader, cache } = workspace();
    expect(reader.directory().people.map((person) => person.name)).toEqual(['Ana Souza', 'Bia Lima']);
    stored(cache.writer.applyItems([items.person({ name: 'Zoé', version: 9 })], null));
    expect(reader.directory().people.map((person) => person.name)).toEqual(['Bia Lima', 'Zoé']);
    expect(reader.person('ana')?.name).toBe('Zoé');
  });
});

describe('the outbox view', () => {
  it('shows what waits and what was refused, with names and texts; read marks wait unseen', () => {
    const { reader, user } = workspace();
    const put = (id: string, name: string, args: unknown) =>
      stored(user.writer.enqueue({ id, name, args, createdAt: noon }));
    put('k1', 'note.add', { conversationId: 'open', text: 'ligar amanhã', mentionIds: [] });
    put('k2', 'conversation.finish', { conversationId: 'h2', reasonId: null, description: 'feito' });
    put('k3', 'contact.tag', { contactId: 'rita', tagId: 'vip' });
    put('k4', 'conversation.read', { conversationId: 'open', position: 4 });
    stored(user.writer.markRefused('k2', 'already-finished', null));
    expect(reader.outbox()).toEqual({
      pending: [
        { id: 'k1', name: 'note.add', conversationId: 'open', at: noon },
        { id: 'k3', name: 'contact.tag', conversationId: null, at: noon },
      ],
      conflicts: [
        {
          id: 'k2',
          name: 'conversation.finish',
          conversationId: 'h2',
          title: 'Rita',
          at: noon,
          reason: 'already-finished',
          text: 'feito',
        },
      ],
    });
  });
});
