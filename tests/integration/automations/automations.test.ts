import { randomUUID } from 'node:crypto';
import { afterEach, expect, it } from 'vitest';
import type { Flow, Step } from '../../../src-shared/protocol/automations.ts';
import { conversations, idIn, messages, type Operation, openOperation, type Plan } from '../core/operation.ts';
import { describeOnStores } from '../stores.ts';

const plan: Plan = {
  departments: [{ id: 'recepcao' }, { id: 'vendas' }, { id: 'suporte', automatic: true }],
  people: [
    { id: 'ana', departments: ['recepcao', 'suporte'], capacity: 3 },
    { id: 'bruno', departments: ['vendas'], capacity: 3 },
    { id: 'sonia', role: 'supervisor', departments: [] },
  ],
};
const MINUTE = 60_000;

describeOnStores('automations', (openTestStore) => {
  let operation: Operation;
  afterEach(() => operation.close());
  const open = async () => {
    operation = await openOperation((await openTestStore()).store, plan);
  };
  const department = (id: string) => idIn(operation, id);
  const save = (
    flow: Partial<Flow> & Pick<Flow, 'trigger' | 'steps'>,
    id = randomUUID(),
    revision: number | null = null,
  ) =>
    operation.command('sonia', 'automation.save', {
      id,
      revision,
      active: true,
      flow: { name: 'Boas-vindas', ...flow },
    });
  const menu = (): Step[] => [
    { id: 'oi', type: 'sendText', text: '{{Saudacao}}, {{contato.primeiro_nome}}! Protocolo {{protocolo}}.' },
    {
      id: 'menu',
      type: 'menu',
      text: 'Escolha:',
      options: [
        { label: 'Vendas', destination: { to: 'department', departmentId: department('vendas') } },
        { label: 'Meu pedido', destination: { to: 'step', stepId: 'cpf' } },
      ],
      invalidText: 'Não entendi.',
      retries: 1,
    },
    { id: 'cpf', type: 'collect', text: 'Seu CPF?', kind: 'cpf', label: 'CPF', invalidText: 'Confira.', retries: 0 },
    { id: 'fila', type: 'transfer', departmentId: department('suporte') },
  ];
  const only = async () => {
    const [conversation, ...others] = await conversations(operation);
    expect(others).toEqual([]);
    if (conversation === undefined) throw new Error('there is no conversation');
    return conversation;
  };
  const saidBySystem = async () => {
    const { id } = await only();
    return (await messages(operation, id)).flatMap(({ direction, text }) => (direction === 'outbound' ? [text] : []));
  };

  it('a first message is greeted, asked and led to the queue it chose, and nobody is bothered before', async () => {
    await open();
    expect(await save({ trigger: { type: 'firstMessage', connectionIds: [] }, steps: menu() })).toMatchObject({
      ok: true,
    });
    const maria = operation.customer('Maria Souza', { department: 'suporte' });
    await maria.writes('oi');
    expect(await only()).toMatchObject({ status: 'automation', assignee_id: null, queued_at: null });
    expect(await saidBySystem()).toEqual([
      'Boa tarde, Maria! Protocolo 2026-0000001.',
      'Escolha:\n\n1. Vendas\n2. Meu pedido',
    ]);
    await maria.writes('1');
    expect(await only()).toMatchObject({
      status: 'queued',
      department_id: department('vendas'),
      queued_at: operation.clock.now,
      automation: null,
    });
  });

  it('what was asked for is kept as a note, and the distribution goes on by itself', async () => {
    await open();
    await save({ trigger: { type: 'firstMessage', connectionIds: [] }, steps: menu() });
    const maria = operation.customer('Maria');
    await maria.writes('oi');
    await maria.writes('meu pedido');
    await maria.writes('529.982.247-25');
    const conversation = await only();
    expect(conversation).toMatchObject({ status: 'open', assignee_id: idIn(operation, 'ana') });
    const notes = (await messages(operation, conversation.id)).filter(({ direction }) => direction === 'note');
    expect(notes.map(({ text }) => text)).toEqual(['CPF: 529.982.247-25']);
  });

  it('a deal is opened in the stage with the automation’s name, and the newest open one moved from then on', async () => {
    await open();
    const [pipelineId, ...stages] = Array.from({ length: 3 }, () => randomUUID());
    const named = stages.map((id, index) => ({ id, name: `Etapa ${index + 1}` }));
    const value = { name: 'Vendas', position: 0, active: true, stages: named };
    await operation.command('sonia', 'pipeline.save', { id: pipelineId ?? '', seen: null, value });
    const to = (index: number): Step => ({
      id: `d${index}`,
      type: 'moveDeal',
      pipelineId: pipelineId ?? '',
      stageId: named[index]?.id ?? '',
    });
    const word = (words: string[], steps: Step[]) => save({ trigger: { type: 'keyword', words }, steps });
    expect(await word(['preço'], [to(0)])).toMatchObject({ ok: true });
    expect(await word(['fechado'], [to(1)])).toMatchObject({ ok: true });
    expect(
      await word(['outro'], [{ id: 'x', type: 'moveDeal', pipelineId: pipelineId ?? '', stageId: 'sumiu' }]),
    ).toMatchObject({ ok: false });
    const maria = operation.customer('Maria');
    await maria.writes('qual o preço?');
    const deals = async () =>
      await operation.store.db
        .selectFrom('deal')
        .select(['title', 'stage_id', 'state'])
        .where('workspace_id', '=', operation.workspaceId)
        .execute();
    expect(await deals()).toEqual([{ title: 'Boas-vindas', stage_id: stages[0], state: 'open' }]);
    await maria.writes('fechado');
    expect(await deals()).toEqual([{ title: 'Boas-vindas', stage_id: stages[1], state: 'open' }]);
  });

  it('a customer reaches a person whenever they ask for one', async () => {
    await open();
    await save({ trigger: { type: 'firstMessage', connectionIds: [] }, steps: menu() });
    const maria = operation.customer('Maria');
    await maria.writes('oi');
    await maria.writes('atendente');
    expect(await only()).toMatchObject({ status: 'queued', department_id: department('recepcao') });
  });

  it('a message delivered twice is answered once', async () => {
    await open();
    await save({ trigger: { type: 'firstMessage', connectionIds: [] }, steps: menu() });
    const maria = operation.customer('Maria');
    await Promise.all([maria.writes('oi', 'wamid.1'), maria.writes('oi', 'wamid.1')]);
    await maria.writes('oi', 'wamid.1');
    expect(await saidBySystem()).toHaveLength(2);
  });

  it('two messages of one delivery move it twice, in order', async () => {
    await open();
    await save({ trigger: { type: 'firstMessage', connectionIds: [] }, steps: menu() });
    const maria = operation.customer('Maria');
    await Promise.all([maria.writes('oi'), maria.writes('2')]);
    expect((await saidBySystem()).at(-1)).toBe('Seu CPF?');
  });

  it('outside the hours it says so; inside them nobody is held up', async () => {
    await open();
    // The operation's clock stands at 12:00 of a Sunday in São Paulo.
    const day = [{ from: '08:00', to: '18:00' }];
    const week = { mon: day, tue: day, wed: day, thu: day, fri: day, sat: day, sun: [] };
    await operation.store.db
      .insertInto('operation')
      .values({ workspace_id: operation.workspaceId, data: JSON.stringify({ businessHours: week }), version: 0 })
      .execute();
    const steps: Step[] = [{ id: 'aviso', type: 'sendText', text: 'Voltamos na segunda, às 8h.' }];
    await save({ trigger: { type: 'outOfHours', connectionIds: [] }, steps });
    await operation.customer('Maria').writes('oi');
    expect(await saidBySystem()).toEqual(['Voltamos na segunda, às 8h.']);
    expect(await only()).toMatchObject({ status: 'queued' });
    operation.clock.now += 24 * 60 * MINUTE;
    await operation.customer('João').writes('oi');
    expect(operation.sent.filter(({ text }) => text === 'Voltamos na segunda, às 8h.')).toHaveLength(1);
  });

  it('a wait is over at its time, on whichever node looks', async () => {
    await open();
    const steps: Step[] = [
      { id: 'espera', type: 'wait', minutes: 10 },
      { id: 'texto', type: 'sendText', text: 'Ainda está aí?' },
      { id: 'fim', type: 'finish', reasonId: null },
    ];
    await save({ trigger: { type: 'firstMessage', connectionIds: [] }, steps });
    await operation.customer('Maria').writes('oi');
    operation.clock.now += 9 * MINUTE;
    await operation.core.automationSweep.sweep();
    expect(await saidBySystem()).toEqual([]);
    operation.clock.now += MINUTE;
    await Promise.all([operation.core.automationSweep.sweep(), operation.core.automationSweep.sweep()]);
    expect(await saidBySystem()).toEqual(['Ainda está aí?']);
    expect(await only()).toMatchObject({ status: 'finished', finished_by_id: null });
  });

  it('a customer who falls silent is asked once, and finished by the department’s rule', async () => {
    await open();
    await operation.store.db
      .updateTable('department')
      .set({ inactivity_minutes: 60 })
      .where('id', '=', department('suporte'))
      .execute();
    const steps: Step[] = [{ id: 'texto', type: 'sendText', text: 'Posso ajudar em algo mais?' }];
    await save({ trigger: { type: 'inactivity', minutes: 20, departmentIds: [] }, steps });
    const maria = operation.customer('Maria', { department: 'suporte' });
    await maria.writes('oi');
    const { id } = await only();
    const answer = { conversationId: id, text: 'Pronto!', mediaId: null, quotedMessageId: null };
    await operation.command('ana', 'message.send', answer);
    for (let minutes = 0; minutes < 55; minutes += 5) {
      operation.clock.now += 5 * MINUTE;
      await operation.core.automationSweep.sweep();
    }
    expect(await saidBySystem()).toEqual(['Pronto!', 'Posso ajudar em algo mais?']);
    expect(await only()).toMatchObject({ status: 'open', assignee_id: idIn(operation, 'ana') });
    operation.clock.now += 40 * MINUTE;
    await operation.core.automationSweep.sweep();
    expect(await only()).toMatchObject({ status: 'finished' });
  });

  it('an agent starts one by hand in their own conversation, keeps it, and ends it by writing', async () => {
    await open();
    const id = randomUUID();
    await save({ name: 'Pedir CPF', trigger: { type: 'manual' }, steps: menu().slice(2, 3) }, id);
    const maria = operation.customer('Maria', { department: 'suporte' });
    await maria.writes('oi');
    const conversationId = (await only()).id;
    expect(await operation.command('bruno', 'automation.run', { automationId: id, conversationId })).toMatchObject({
      ok: false,
      reason: 'not-found',
    });
    expect(await operation.command('ana', 'automation.run', { automationId: id, conversationId })).toMatchObject({
      ok: true,
    });
    expect(await only()).toMatchObject({
      status: 'open',
      assignee_id: idIn(operation, 'ana'),
      automation: { name: 'Pedir CPF' },
    });
    const answer = { conversationId, text: 'Deixa comigo', mediaId: null, quotedMessageId: null };
    await operation.command('ana', 'message.send', answer);
    expect(await only()).toMatchObject({ status: 'open', automation: null });
    await maria.writes('529.982.247-25');
    expect((await messages(operation, conversationId)).some(({ direction }) => direction === 'note')).toBe(false);
  });

  it('whoever takes, transfers or finishes a held conversation ends what holds it', async () => {
    await open();
    await save({ trigger: { type: 'firstMessage', connectionIds: [] }, steps: menu() });
    const maria = operation.customer('Maria');
    await maria.writes('oi');
    const conversationId = (await only()).id;
    expect(await operation.command('ana', 'conversation.take', { conversationId })).toMatchObject({ ok: true });
    expect(await only()).toMatchObject({ status: 'open', automation: null, assignee_id: idIn(operation, 'ana') });
    await maria.writes('1');
    expect(await only()).toMatchObject({ status: 'open', department_id: department('recepcao') });
  });

  it('a changed flow is for those who come after; who is in it goes on with the one they began', async () => {
    await open();
    const id = randomUUID();
    const trigger = { type: 'firstMessage' as const, connectionIds: [] };
    await save({ trigger, steps: menu() }, id);
    const maria = operation.customer('Maria');
    await maria.writes('oi');
    expect(await save({ trigger, steps: [{ id: 'novo', type: 'sendText', text: 'Novo' }] }, id, 1)).toMatchObject({
      ok: true,
    });
    await maria.writes('meu pedido');
    expect((await saidBySystem()).at(-1)).toBe('Seu CPF?');
    expect(await save({ trigger, steps: menu() }, id, 1)).toMatchObject({ ok: false, reason: 'stale' });
    const from = { workspaceId: operation.workspaceId, personId: idIn(operation, 'sonia') };
    const request = { name: 'automation.revisions', args: { automationId: id } };
    expect(await operation.core.queries.run(from, request)).toMatchObject({
      ok: true,
      value: { revisions: [{ revision: 2, flow: { steps: [{ id: 'novo' }] } }, { revision: 1 }] },
    });
    const agent = { ...from, personId: idIn(operation, 'ana') };
    expect(await operation.core.queries.run(agent, request)).toEqual({ ok: false, reason: 'forbidden' });
  });

  it('a flow that refers to what is not there is refused, and agents do not keep flows', async () => {
    await open();
    const steps: Step[] = [{ id: 'x', type: 'transfer', departmentId: 'de-outra-operacao' }];
    expect(await save({ trigger: { type: 'manual' }, steps })).toMatchObject({ ok: false, reason: 'invalid' });
    const flow: Flow = { name: 'x', trigger: { type: 'manual' }, steps: [{ id: 'a', type: 'sendText', text: 'x' }] };
    expect(
      await operation.command('ana', 'automation.save', { id: randomUUID(), revision: null, active: true, flow }),
    ).toMatchObject({ ok: false, reason: 'forbidden' });
  });
});
