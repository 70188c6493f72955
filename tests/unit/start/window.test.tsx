// @vitest-environment jsdom
import { act, screen, waitFor } from '@testing-library/react';
import { expect, test } from 'vitest';
import type { QueryResults } from '../../../src-shared/bridge/contract.ts';
import { offline, online } from '../chat/open.tsx';
import { full, held, inside, past, stranger } from './answers.ts';
import { openStart } from './open.tsx';

const NUMBER = '11987654321';
const target = { connectionId: 'wa', to: { kind: 'phone', number: NUMBER } };
const WARNING = 'Já se passaram mais de 24 horas desde o último contato. Para iniciar a conversa, escolha um modelo.';

async function typed(...story: Parameters<typeof openStart>) {
  const opened = await openStart(...story);
  await opened.user.type(opened.to(), NUMBER);
  return opened;
}

async function choose(opened: Awaited<ReturnType<typeof typed>>, name: string) {
  await opened.user.click(await opened.dialog.findByRole('combobox', { name: 'Escolher modelo' }));
  await opened.user.click(await screen.findByRole('option', { name: new RegExp(name) }));
}

test('inside the window no template is asked for, and the chat opens with the last conversation (C4)', async () => {
  const { user, dialog, create, asked, route } = await typed({
    check: inside,
    data: {
      actions: { 'server.conversation.start': { ok: true, queued: false, id: 'x', conversationId: 'mariana' } },
    },
  });
  expect(await dialog.findByText(/Mariana escreveu há 3 h\./)).toBeVisible();
  expect(dialog.queryByRole('combobox', { name: 'Escolher modelo' })).not.toBeInTheDocument();
  await user.click(create());
  expect(asked('server.conversation.start')).toEqual([{ ...target, template: null }]);
  await waitFor(() => expect(screen.queryByRole('dialog')).not.toBeInTheDocument());
  expect(route.getState()).toMatchObject({ conversationId: 'mariana', section: 'inbox', overlay: null });
});

test('past 24 hours there is a warning, and template and text are required (C5, C6)', async () => {
  const { dialog, create } = await typed({ check: past });
  expect(await dialog.findByRole('alert')).toHaveTextContent(WARNING);
  expect(dialog.getByRole('combobox', { name: 'Escolher modelo' })).toBeRequired();
  expect(dialog.getByRole('textbox', { name: 'Texto do modelo' })).toBeRequired();
  expect(create()).toBeDisabled();
});

test('a customer who never wrote is said to be one (C5)', async () => {
  const { dialog } = await typed({ check: stranger });
  expect(await dialog.findByRole('alert')).toHaveTextContent('Este cliente ainda não escreveu para este número.');
});

test('only approved templates of this connection that can be sent whole are listed (C5)', async () => {
  const opened = await typed({ check: past });
  await opened.user.click(await opened.dialog.findByRole('combobox', { name: 'Escolher modelo' }));
  const names = (await screen.findAllByRole('option')).map((option) => option.querySelector('b')?.textContent);
  expect(names).toEqual(['pedido_a_caminho', 'retomada_de_atendimento', 'segunda_via_da_nota']);
});

test('a template is found by words of its text, accents ignored (C5)', async () => {
  const opened = await typed({ check: past });
  await opened.user.type(await opened.dialog.findByRole('combobox', { name: 'Escolher modelo' }), 'ola continuar');
  const names = (await screen.findAllByRole('option')).map((option) => option.querySelector('b')?.textContent);
  expect(names).toEqual(['retomada_de_atendimento']);
});

test('a template’s blanks are completed, shown in the text and in the preview, and sent as values (C5)', async () => {
  const opened = await typed({
    check: past,
    data: {
      actions: { 'server.conversation.start': { ok: true, queued: false, id: 'x', conversationId: 'mariana' } },
    },
  });
  const { user, dialog, create, asked } = opened;
  await choose(opened, 'retomada_de_atendimento');
  expect(dialog.getByRole('textbox', { name: 'Texto do modelo' })).toHaveValue(
    'Olá, {{nome}}! Aqui é da Loja Aurora. Podemos continuar o seu atendimento sobre {{assunto}}?',
  );
  await user.type(dialog.getByRole('textbox', { name: 'Campo nome' }), 'Beatriz');
  expect(create()).toBeDisabled();
  await user.type(dialog.getByRole('textbox', { name: 'Campo assunto' }), 'a nota');
  const whole = 'Olá, Beatriz! Aqui é da Loja Aurora. Podemos continuar o seu atendimento sobre a nota?';
  expect(dialog.getByRole('textbox', { name: 'Texto do modelo' })).toHaveValue(whole);
  const preview = dialog.getByRole('region', { name: 'Como o cliente vai ver' });
  expect(preview).toHaveTextContent(whole);
  expect(preview).toHaveTextContent('Responda para falar com a gente');
  expect(preview).toHaveTextContent('Sim, podemos');
  await user.keyboard('{Enter}');
  expect(asked('server.conversation.start')).toEqual([
    {
      ...target,
      template: {
        templateId: 'retomada',
        values: {
          header: {},
          body: { nome: 'Beatriz', assunto: 'a nota' },
          buttons: {},
          mediaId: null,
          location: null,
        },
      },
    },
  ]);
});

test.each([
  ['linha\ndupla', 'Quebra de linha não é permitida em um campo do modelo'],
  ['com\ttabulação', 'Tabulação não é permitida em um campo do modelo'],
  ['cinco     espaços', 'Mais de quatro espaços seguidos não são permitidos'],
])('what the provider would refuse is said while it is typed: %j (C5)', async (value, words) => {
  const opened = await typed({ check: past });
  await choose(opened, 'retomada_de_atendimento');
  const { user, dialog, create } = opened;
  await user.type(dialog.getByRole('textbox', { name: 'Campo assunto' }), 'a nota');
  await user.click(dialog.getByRole('textbox', { name: 'Campo nome' }));
  await user.paste(value);
  expect(dialog.getByText(words)).toBeVisible();
  expect(create()).toBeDisabled();
});

test('a blank left empty is said once it was left (C5)', async () => {
  const opened = await typed({ check: past });
  await choose(opened, 'retomada_de_atendimento');
  expect(opened.dialog.queryByText('Preencha este campo')).not.toBeInTheDocument();
  await opened.user.click(opened.dialog.getByRole('textbox', { name: 'Campo nome' }));
  await opened.user.tab();
  expect(opened.dialog.getByText('Preencha este campo')).toBeVisible();
});

test('a header picture is uploaded for the connection, previewed, and sent by its id (C5)', async () => {
  const opened = await typed({
    check: past,
    data: {
      upload: { ok: true, id: 'u1' },
      actions: { 'server.conversation.start': { ok: true, queued: false, id: 'x', conversationId: 'mariana' } },
    },
  });
  const { user, dialog, create, asked, bridge } = opened;
  await choose(opened, 'pedido_a_caminho');
  for (const [label, words] of [
    ['Campo 1', 'Bia'],
    ['Campo 2', '48213'],
    ['Campo 3', 'hoje'],
    ['Botão «Acompanhar entrega»', '48213'],
  ] as const) {
    await user.type(dialog.getByRole('textbox', { name: label }), words);
  }
  const preview = dialog.getByRole('region', { name: 'Como o cliente vai ver' });
  expect(preview).toHaveTextContent('A imagem aparece aqui');
  expect(create()).toBeDisabled();
  await user.upload(dialog.getByLabelText('Imagem do cabeçalho'), new File(['x'], 'caixa.png', { type: 'image/png' }));
  expect(await dialog.findByRole('img', { name: 'Imagem do modelo' })).toBeVisible();
  expect(create()).toBeDisabled();
  const view = {
    id: 'u1',
    conversationId: 'connection-wa',
    name: 'caixa.png',
    mime: 'image/png',
    bytes: 1,
    error: null,
  };
  act(() => bridge.set('uploads', [{ ...view, sentBytes: 1, state: 'ready', mediaId: 'm-9' }]));
  await waitFor(() => expect(create()).toBeEnabled());
  expect(bridge.openWatches('uploads')).toContainEqual({ conversationId: 'connection-wa' });
  await user.click(create());
  expect(asked('server.conversation.start')).toEqual([
    {
      ...target,
      template: {
        templateId: 'caminho',
        values: {
          header: {},
          body: { '1': 'Bia', '2': '48213', '3': 'hoje' },
          buttons: { '0': '48213' },
          mediaId: 'm-9',
          location: null,
        },
      },
    },
  ]);
});

test('a file that is no picture is refused before it is uploaded (C5)', async () => {
  const opened = await typed({ check: past });
  await choose(opened, 'pedido_a_caminho');
  const field = opened.dialog.getByLabelText('Imagem do cabeçalho');
  field.removeAttribute('accept');
  await opened.user.upload(field, new File(['x'], 'lista.txt', { type: 'text/plain' }));
  expect(await opened.dialog.findByText('«lista.txt»: este canal não aceita arquivos deste tipo')).toBeVisible();
});

test('without an approved template the dialog says what to do (C5)', async () => {
  const { directory } = await import('../../e2e/gallery/people.ts');
  const { dialog, create } = await typed({
    check: past,
    data: { watches: { directory: { ...directory, templates: [] } } },
  });
  expect(await dialog.findByText(/Nenhum modelo aprovado nesta conexão\./)).toBeVisible();
  expect(create()).toBeDisabled();
});

test('a full agent is told before pressing, and in «Atenção!» after it (C7)', async () => {
  const { user, dialog, create } = await typed({
    check: full,
    data: { actions: { 'server.conversation.start': { ok: false, reason: 'at-capacity', detail: null } } },
  });
  expect(await dialog.findByText('O número máximo de atendimentos simultâneos foi atingido.')).toBeVisible();
  await user.click(create());
  expect(await screen.findByRole('dialog', { name: 'Atenção!' })).toHaveTextContent(
    'Não foi possível iniciar a conversa. O número máximo de atendimentos simultâneos foi atingido.',
  );
  await user.keyboard('{Escape}');
  await waitFor(() => expect(screen.queryByRole('dialog', { name: 'Atenção!' })).not.toBeInTheDocument());
  expect(screen.getByRole('dialog', { name: 'Nova conversa' })).toBeVisible();
});

test('a customer of a colleague is refused with who and where, and a transfer can be asked for (C7)', async () => {
  const { user, create, asked } = await typed({
    check: held,
    data: { actions: { 'server.conversation.start': { ok: false, reason: 'served-by-other', detail: null } } },
  });
  await waitFor(() => expect(create()).toBeEnabled());
  await user.click(create());
  const attention = await screen.findByRole('dialog', { name: 'Atenção!' });
  expect(attention).toHaveTextContent(
    'Não foi possível iniciar a conversa. O cliente está sendo atendido por outro agente.',
  );
  expect(attention).toHaveTextContent('Bruno Tavares está com este cliente em Vendas.');
  await user.click(screen.getByRole('button', { name: 'Pedir transferência' }));
  expect(asked('server.note.add')).toEqual([
    {
      conversationId: 'other',
      text: '@Bruno Tavares pode transferir este atendimento para mim? Preciso iniciar uma conversa com este cliente.',
      mentionIds: ['bruno'],
    },
  ]);
  expect(await screen.findByText('Pedido registrado no atendimento; Bruno Tavares foi avisado.')).toBeInTheDocument();
});

test('whom the agent may not see is not named (C7)', async () => {
  const { user, create } = await typed({
    check: { allowed: false, reason: 'served-by-other', holder: null },
    data: { actions: { 'server.conversation.start': { ok: false, reason: 'served-by-other', detail: null } } },
  });
  await waitFor(() => expect(create()).toBeEnabled());
  await user.click(create());
  await screen.findByRole('dialog', { name: 'Atenção!' });
  expect(screen.queryByRole('button', { name: 'Pedir transferência' })).not.toBeInTheDocument();
});

test('from «Histórico» and from the composer the dialog comes filled in with both numbers (C6, C9)', async () => {
  const { dialog, to, questions } = await openStart({ from: { kind: 'conversation', conversationId: 'mariana' } });
  expect(dialog.getByRole('combobox', { name: 'Número de origem' })).toHaveValue('WhatsApp Loja · (11) 4000-0000');
  expect(to()).toHaveValue('(81)991234567');
  await waitFor(() => expect(questions).toEqual([{ connectionId: 'wa', to: { kind: 'identity', identityId: 'i1' } }]));
});

test('a filled-in number that is changed is another number (C9)', async () => {
  const { user, to, questions } = await openStart({ from: { kind: 'conversation', conversationId: 'mariana' } });
  await user.type(to(), '{Backspace}8');
  await waitFor(() =>
    expect(questions.at(-1)).toEqual({ connectionId: 'wa', to: { kind: 'phone', number: '81991234568' } }),
  );
});

test('an answer that comes after the number was changed is dropped (C10)', async () => {
  const answers: ((answer: QueryResults['server.conversation.startCheck']) => void)[] = [];
  const opened = await openStart();
  Object.assign(opened.bridge, {
    query: () => new Promise<QueryResults['server.conversation.startCheck']>((done) => answers.push(done)),
  });
  await opened.user.type(opened.to(), NUMBER);
  await waitFor(() => expect(answers).toHaveLength(1));
  expect(opened.dialog.getByRole('status', { name: 'Conferindo o último contato…' })).toBeVisible();
  await opened.user.type(opened.to(), '{Backspace}2');
  await waitFor(() => expect(answers).toHaveLength(2));
  await act(async () => answers[0]?.({ ok: true, value: inside }));
  expect(opened.create()).toBeDisabled();
  await act(async () => answers[1]?.({ ok: true, value: past }));
  expect(await opened.dialog.findByRole('alert')).toHaveTextContent(WARNING);
});

test('offline the button says why it is disabled, and the check is made when the line is back', async () => {
  const opened = await typed({ check: inside, connection: offline });
  expect(opened.dialog.getByText('Perda de conexão: aguarde um instante para criar a conversa')).toBeVisible();
  expect(opened.create()).toBeDisabled();
  act(() => opened.bridge.set('connection', online));
  await waitFor(() => expect(opened.create()).toBeEnabled());
});

test('«C» opens the dialog, Esc closes it and gives the focus back', async () => {
  const { user, actions, route } = await openStart();
  const action = actions.list().find(({ id }) => id === 'conversation.new');
  expect(action).toMatchObject({ label: 'Iniciar nova conversa', keys: 'c' });
  await user.keyboard('{Escape}');
  await waitFor(() => expect(screen.queryByRole('dialog')).not.toBeInTheDocument());
  expect(route.getState().overlay).toBeNull();
});

test('a refusal that nobody foresaw is said in the dialog, and what was filled in stays', async () => {
  const opened = await typed({
    check: inside,
    data: { actions: { 'server.conversation.start': { ok: false, reason: 'window-closed', detail: null } } },
  });
  await waitFor(() => expect(opened.create()).toBeEnabled());
  await opened.user.click(opened.create());
  expect(await opened.dialog.findByText(/A conversa não foi iniciada\. A janela de 24 horas fechou/)).toBeVisible();
  expect(opened.to()).toHaveValue('(11)987654321');
});
