// @vitest-environment jsdom
import { screen, waitFor } from '@testing-library/react';
import { expect, test } from 'vitest';
import { plainCapabilities, plainIdentity } from '../../../src-shared/protocol/defaults.ts';
import type { Connection } from '../../../src-shared/protocol/entities.ts';
import { directory } from '../../e2e/gallery/people.ts';
import { itemOf, mari, mariana, message } from '../../e2e/gallery/talk.ts';
import { openChat, type Story } from './open.tsx';

const capabilities = { ...plainCapabilities, textLimit: 4_000, windowMs: null, media: [], receipts: [], typing: false };
const connection = (id: string, channel: Connection['channel'], name: string): Connection => ({
  ...{ id, channel, name, departmentId: 'suporte', address: null, active: true, problem: null, version: 1 },
  capabilities,
});
const mailbox = connection('mailbox', 'email', 'E-mail da loja');
const form: Connection = {
  ...connection('form', 'form', 'Fale conosco'),
  capabilities: { ...capabilities, receivesOnly: true },
  answeredBy: ['mailbox', 'gone'],
};
const typed = {
  ...{ id: 'typed', channel: 'form' as const, address: 'mari@casa.test', phone: '5581991234567', profileName: 'Mari' },
  ...plainIdentity,
  contactId: mari.id,
};

const open = (story: Story = {}) =>
  openChat({
    conversation: {
      channel: 'form',
      connection: form,
      connectionId: 'form',
      identityId: 'typed',
      windowEndsAt: null,
      targets: [],
    },
    ...story,
    data: {
      watches: {
        directory: { ...directory, connections: [...directory.connections, mailbox, form] },
        contact: { ...mari, identities: [typed] },
        ...story.data?.watches,
      },
    },
  });

test('a form takes no answer: the ways there are begin one by their connection, and nothing can be typed before', async () => {
  const { user, asked } = open();
  await screen.findByText(/Um formulário não recebe respostas/);
  expect(screen.getByRole('textbox', { name: 'Mensagem' })).toBeDisabled();
  await user.click(screen.getByRole('button', { name: 'Responder por e-mail: mari@casa.test' }));
  expect(asked('server.conversation.answerBy')).toEqual([
    { conversationId: mariana.id, connectionId: 'mailbox', address: 'mari@casa.test' },
  ]);
  expect(screen.queryByRole('button', { name: /WhatsApp/ })).toBeNull();
});

test('whoever chose a way writes next: the conversation it leads to is asked for in the composer', async () => {
  const { user, bridge, route } = open();
  bridge.setAction('server.conversation.answerBy', { ok: true, queued: false, id: 'x', conversationId: 'mail-1' });
  await user.click(await screen.findByRole('button', { name: 'Responder por e-mail: mari@casa.test' }));
  await waitFor(() => expect(route.getState().through).toBe('mail-1'));
});

test('an address that is another contact’s is said to be, and what can be done', async () => {
  const { user, bridge } = open();
  bridge.setAction('server.conversation.answerBy', { ok: false, reason: 'name-taken', detail: 'other' });
  await user.click(await screen.findByRole('button', { name: /Responder por e-mail/ }));
  expect(await screen.findByRole('alert')).toHaveTextContent('mari@casa.test já está em outro contato');
});

test('without any address it says what is missing', async () => {
  open({ data: { watches: { contact: { ...mari, identities: [{ ...typed, address: '5581991234567' }] } } } });
  expect(await screen.findByText(/não há e-mail nem WhatsApp deste cliente/)).toBeInTheDocument();
});

test('what was filled in is read with its form, its answers and where it stands', async () => {
  const content = {
    ...{ type: 'form' as const, form: 'Fale conosco', page: 'https://loja.example/contato' },
    fields: [{ name: 'Assunto', value: 'Troca' }],
  };
  open({ items: [itemOf(message(1, { text: 'Quero trocar.', content }))] });
  expect(await screen.findByText('Formulário «Fale conosco»')).toBeInTheDocument();
  expect(screen.getByRole('row', { name: 'Assunto Troca' })).toBeInTheDocument();
  expect(screen.getByText('Quero trocar.')).toBeInTheDocument();
  expect(screen.getByRole('link', { name: /loja\.example\/contato/ })).toBeInTheDocument();
});

test('a WhatsApp way that was never written through takes a template for its own number, whatever began the conversation', async () => {
  const wa = directory.connections.find(({ channel }) => channel === 'whatsapp');
  if (wa === undefined) throw new Error('the story has a WhatsApp connection');
  const [first] = mariana.targets;
  if (first === undefined) throw new Error('Mariana is reached by WhatsApp');
  const way = { ...first, conversationId: 'wa-1', identityId: 'new', connectionId: wa.id, windowEndsAt: null };
  const { user, route } = open({
    conversation: {
      ...{ channel: 'form', connection: form, connectionId: 'form', identityId: 'typed', windowEndsAt: null },
      targets: [{ ...way, lastInboundAt: null }],
    },
  });
  expect(await screen.findByText(/^WhatsApp · /)).toBeVisible();
  await user.click(await screen.findByRole('button', { name: '+ Selecionar template' }));
  expect(route.getState().startFrom).toEqual({
    ...{ kind: 'conversation', conversationId: mariana.id },
    through: { connectionId: wa.id, identityId: 'new' },
  });
});

test('who does not come through by one way is offered what is left of them', async () => {
  const mail = { ...typed, id: 'mail', channel: 'email' as const, phone: null };
  const [first] = mariana.targets;
  if (first === undefined) throw new Error('Mariana is reached somehow');
  const way = {
    ...first,
    conversationId: 'mail-1',
    identityId: 'mail',
    channel: 'email' as const,
    connectionId: 'mailbox',
  };
  const second = connection('second', 'email', 'Outra caixa');
  const { user, asked } = open({
    conversation: {
      ...{ channel: 'form', connectionId: 'form', identityId: 'typed', windowEndsAt: null },
      connection: { ...form, answeredBy: ['mailbox', 'second'] },
      targets: [{ ...way, capabilities: mailbox.capabilities, windowEndsAt: null }],
    },
    data: {
      watches: {
        directory: { ...directory, connections: [...directory.connections, mailbox, second, form] },
        contact: { ...mari, identities: [typed, mail] },
      },
    },
  });
  const left = await screen.findByRole('list', { name: 'Por onde responder' });
  expect(left.children).toHaveLength(1);
  expect(screen.queryByText(/Um formulário não recebe respostas/)).toBeNull();
  await user.click(screen.getByRole('button', { name: /Responder por e-mail/ }));
  expect(asked('server.conversation.answerBy')).toMatchObject([{ connectionId: 'second' }]);
});
