// @vitest-environment jsdom
import { act, screen, waitFor } from '@testing-library/react';
import { expect, test } from 'vitest';
import { BridgeError } from '../../../src-renderer/bridge/contract.ts';
import ChatPane from '../../../src-renderer/chat/ChatPane.tsx';
import { ana } from '../../e2e/gallery/people.ts';
import { mariana, message } from '../../e2e/gallery/talk.ts';
import { offline, online, openChat, show, storyBridge } from './open.tsx';

const field = () => screen.findByRole('textbox', { name: 'Mensagem' });
const noteField = () => screen.findByRole('textbox', { name: 'Observação interna' });

test('Enter sends what was written and empties the field once it was accepted', async () => {
  const { user, asked } = openChat();
  await user.type(await field(), 'Pode trocar sim!{Enter}');
  expect(asked('server.message.send')).toEqual([
    { conversationId: 'mariana', text: 'Pode trocar sim!', mediaId: null, quotedMessageId: null },
  ]);
  await waitFor(async () => expect(await field()).toHaveValue(''));
});

test('Shift+Enter breaks the line and sends nothing', async () => {
  const { user, asked } = openChat();
  await user.type(await field(), 'uma{Shift>}{Enter}{/Shift}duas');
  expect(await field()).toHaveValue('uma\nduas');
  expect(asked('server.message.send')).toEqual([]);
});

test('an empty text is not sent', async () => {
  const { user, asked } = openChat();
  await user.type(await field(), '   {Enter}');
  expect(asked('server.message.send')).toEqual([]);
  expect(screen.getByRole('button', { name: 'Enviar' })).toBeDisabled();
});

test('a refused text stays in the field with the reason', async () => {
  const { user } = openChat({
    data: { actions: { 'server.message.send': { ok: false, reason: 'window-closed', detail: null } } },
  });
  await user.type(await field(), 'Oi!{Enter}');
  expect(await screen.findByRole('alert')).toHaveTextContent('A janela de 24 horas fechou antes do envio.');
  expect(await field()).toHaveValue('Oi!');
});

test('a text stays when the engine goes away while it is handed over, and says to look before sending again', async () => {
  const bridge = storyBridge({});
  const { user } = show(
    <ChatPane conversationId="mariana" focus={null} />,
    Object.assign(bridge, {
      action: (name: string) =>
        name === 'server.message.send'
          ? Promise.reject(new BridgeError('lost', 'away'))
          : Promise.resolve({ ok: true, queued: false, id: 'x' }),
    }),
  );
  await user.type(await field(), 'Oi!{Enter}');
  expect(await screen.findByRole('alert')).toHaveTextContent('antes de enviar de novo');
  expect(await field()).toHaveValue('Oi!');
});

test('two presses of Enter send once', async () => {
  let release = () => {};
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  const bridge = storyBridge({});
  const sent: unknown[] = [];
  const { user } = show(
    <ChatPane conversationId="mariana" focus={null} />,
    Object.assign(bridge, {
      action: async (name: string, args: unknown) => {
        if (name === 'server.message.send') {
          sent.push(args);
          await held;
        }
        return { ok: true, queued: true, id: 'x' };
      },
    }),
  );
  await user.type(await field(), 'Oi!{Enter}{Enter}');
  release();
  await waitFor(async () => expect(await field()).toHaveValue(''));
  expect(sent).toHaveLength(1);
});

test('offline the composer says «Perda de conexão» and takes nothing for the customer (E1, E2)', async () => {
  openChat({ connection: offline });
  expect(await field()).toBeDisabled();
  expect(await field()).toHaveAttribute('placeholder', 'Perda de conexão');
  expect(screen.getByRole('button', { name: 'Enviar' })).toBeDisabled();
});

test('a draft is still read while offline, with «Perda de conexão» beside it (E2)', async () => {
  openChat({
    connection: offline,
    data: { queries: { draft: ({ side }) => ({ text: side === 'reply' ? 'meio escrito' : '' }) } },
  });
  await waitFor(async () => expect(await field()).toHaveValue('meio escrito'));
  expect(screen.getByText('Perda de conexão')).toBeInTheDocument();
});

test('when the connection returns the composer takes text again by itself (E4)', async () => {
  const { bridge } = openChat({ connection: offline });
  expect(await field()).toBeDisabled();
  act(() => bridge.set('connection', online));
  expect(await field()).toBeEnabled();
});

test('while reconnecting the composer stays closed', async () => {
  openChat({ connection: { ...offline, state: 'connecting' } });
  expect(await field()).toBeDisabled();
});

test('offline a note can still be written and is handed over (E3)', async () => {
  const { user, asked } = openChat({ connection: offline });
  await user.click(await screen.findByRole('tab', { name: 'Observação' }));
  await user.type(await noteField(), 'cliente vem amanhã{Enter}');
  expect(asked('server.note.add')).toEqual([{ conversationId: 'mariana', text: 'cliente vem amanhã', mentionIds: [] }]);
  expect(asked('server.message.send')).toEqual([]);
});

test('whoever picks a side writes in it at once: no letter of a note is lost or reaches the customer', async () => {
  const { user, asked } = openChat();
  await field();
  await user.click(screen.getByRole('tab', { name: 'Observação' }));
  await user.keyboard('reservado até as 18h{Enter}');
  expect(asked('server.note.add')).toEqual([
    { conversationId: 'mariana', text: 'reservado até as 18h', mentionIds: [] },
  ]);
  expect(asked('server.message.send')).toEqual([]);
});

test('a finished conversation takes neither reply nor note', async () => {
  const { user } = openChat({ conversation: { status: 'finished', finishedAt: 1 } });
  expect(await field()).toBeDisabled();
  expect(await field()).toHaveAttribute('placeholder', 'Atendimento finalizado');
  await user.click(screen.getByRole('tab', { name: 'Observação' }));
  expect(await noteField()).toBeDisabled();
});

test('a conversation of the queue offers «Assumir»', async () => {
  const { user, asked } = openChat({ conversation: { mine: false, assigneeId: null, status: 'queued' } });
  expect(await field()).toBeDisabled();
  await user.click(screen.getByRole('button', { name: 'Assumir' }));
  expect(asked('server.conversation.take')).toEqual([{ conversationId: 'mariana' }]);
});

test('«Assumir» that came too late says who was faster', async () => {
  const { user } = openChat({
    conversation: { mine: false, assigneeId: null, status: 'queued' },
    data: { actions: { 'server.conversation.take': { ok: false, reason: 'already-assigned', detail: null } } },
  });
  await user.click(await screen.findByRole('button', { name: 'Assumir' }));
  expect(await screen.findByText('Este atendimento já está com outra pessoa.')).toBeInTheDocument();
});

test('a colleague’s conversation names the colleague, and an agent cannot take it', async () => {
  openChat({ conversation: { mine: false, assigneeId: 'bruno', assigneeName: 'Bruno Tavares' } });
  expect(await field()).toHaveAttribute('placeholder', 'Este atendimento está com Bruno Tavares');
  expect(screen.queryByRole('button', { name: 'Assumir' })).not.toBeInTheDocument();
});

test('a supervisor may take a colleague’s conversation', async () => {
  openChat({
    conversation: { mine: false, assigneeId: 'bruno', assigneeName: 'Bruno Tavares' },
    me: { ...ana, role: 'supervisor' },
  });
  expect(await screen.findByRole('button', { name: 'Assumir' })).toBeEnabled();
});

test('past the messaging window nothing free can be written, and the composer says why', async () => {
  openChat({ conversation: { windowEndsAt: 1 } });
  expect(await field()).toBeDisabled();
  expect(await field()).toHaveAttribute('placeholder', 'A janela de 24 horas terminou. Aguarde o cliente escrever');
});

test('a text over the channel’s limit is not sent and says by how much', async () => {
  const connection = mariana.connection;
  if (connection === null) throw new Error('the story has a connection');
  const { user, asked } = openChat({
    conversation: { connection: { ...connection, capabilities: { ...connection.capabilities, textLimit: 10 } } },
  });
  await user.type(await field(), 'doze letras!{Enter}');
  expect(screen.getByText('2 caracteres acima do limite do canal')).toBeInTheDocument();
  expect(asked('server.message.send')).toEqual([]);
});

test('each side keeps its own draft, saved on the way from one to the other (B7)', async () => {
  const { user, asked } = openChat();
  await user.type(await field(), 'para a cliente');
  await user.click(screen.getByRole('tab', { name: 'Observação' }));
  expect(asked('draft.save').at(-1)).toEqual({ conversationId: 'mariana', side: 'reply', text: 'para a cliente' });
  expect(await noteField()).toHaveValue('');
  await user.click(screen.getByRole('tab', { name: 'Responder' }));
  expect(await field()).toHaveValue('para a cliente');
});

test('a full disk says that the draft was not saved', async () => {
  const { user } = openChat({ data: { actions: { 'draft.save': { ok: false, reason: 'disk-full' } } } });
  await user.type(await field(), 'oi');
  await user.click(screen.getByRole('tab', { name: 'Observação' }));
  expect(await screen.findByText('O rascunho não foi salvo: o disco está cheio')).toBeInTheDocument();
});

test('«@» opens the colleagues; the chosen one is mentioned by id (B4)', async () => {
  const { user, asked } = openChat();
  await user.click(await screen.findByRole('tab', { name: 'Observação' }));
  await user.type(await noteField(), 'fala com @nob');
  expect(await screen.findByRole('option', { name: /Carla Nóbrega/ })).toBeInTheDocument();
  await user.keyboard('{Enter}');
  expect(await noteField()).toHaveValue('fala com @Carla Nóbrega ');
  await user.keyboard('sobre a troca{Enter}');
  expect(asked('server.note.add')).toEqual([
    { conversationId: 'mariana', text: 'fala com @Carla Nóbrega sobre a troca', mentionIds: ['carla'] },
  ]);
});

test('«@» in a reply mentions nobody', async () => {
  const { user } = openChat();
  await user.type(await field(), 'siga @bru');
  expect(screen.queryByRole('listbox', { name: 'Mencionar colega' })).not.toBeInTheDocument();
});

test('typing is told once in a while, and only where the channel shows it', async () => {
  const connection = mariana.connection;
  if (connection === null) throw new Error('the story has a connection');
  const typing = { ...connection, capabilities: { ...connection.capabilities, typing: true } };
  const { user, asked } = openChat({ conversation: { connection: typing } });
  await user.type(await field(), 'um texto comprido');
  expect(asked('typing')).toEqual([{ conversationId: 'mariana' }]);
});

test('a quoted message goes with the answer', async () => {
  const quotable = message(5, { text: 'dá pra trocar?' });
  const { user, asked } = openChat({ items: [{ type: 'message', id: quotable.id, message: quotable }] });
  await user.click(await screen.findByRole('button', { name: 'Citar mensagem' }));
  expect(screen.getByText('Citando Mariana Cavalcanti de Albuquerque')).toBeInTheDocument();
  await user.type(await field(), 'dá sim{Enter}');
  expect(asked('server.message.send')).toMatchObject([
    { conversationId: 'mariana', text: 'dá sim', mediaId: null, quotedMessageId: 'm5' },
  ]);
  await waitFor(() => expect(screen.queryByText(/^Citando/)).not.toBeInTheDocument());
});

test('a message refused later is told in its conversation, and its text can be had back (E3)', async () => {
  const conflict = {
    id: 'c1',
    name: 'message.send',
    conversationId: 'mariana',
    title: 'Mariana',
    at: 1,
    reason: 'window-closed' as const,
    text: 'Já separei!',
  };
  const { user, asked } = openChat({ data: { watches: { outbox: { pending: [], conflicts: [conflict] } } } });
  expect(await screen.findByRole('alert')).toHaveTextContent('Uma mensagem não foi aceita');
  await user.click(screen.getByRole('button', { name: 'Recuperar o texto' }));
  expect(await field()).toHaveValue('Já separei!');
  expect(asked('outbox.discard')).toEqual([{ id: 'c1' }]);
});

test('an emoji found by its Portuguese name goes where the caret is', async () => {
  const { user } = openChat();
  await user.type(await field(), 'oba');
  await user.click(await screen.findByRole('button', { name: 'Emojis' }));
  await user.type(await screen.findByRole('textbox', { name: 'Buscar emoji' }), 'coracao vermelho');
  await screen.findByRole('option', { name: 'coração vermelho' });
  await user.keyboard('{Enter}');
  await waitFor(async () => expect(await field()).toHaveValue('oba❤️'));
});
