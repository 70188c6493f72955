// @vitest-environment jsdom
import { act, screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it, test } from 'vitest';
import ChatPane from '../../../src-renderer/chat/ChatPane.tsx';
import { wayNow } from '../../../src-renderer/chat/way/reply-way.ts';
import type { ConversationView, ReplyTarget } from '../../../src-shared/bridge/views.ts';
import { plainCapabilities } from '../../../src-shared/protocol/defaults.ts';
import type { Connection } from '../../../src-shared/protocol/entities.ts';
import { directory, NOW } from '../../e2e/gallery/people.ts';
import { itemOf, mariana, message } from '../../e2e/gallery/talk.ts';
import { type Opened, openChat, type Story, show, storyBridge } from './open.tsx';

const HOUR = 3_600_000;

const mailbox: Connection = {
  ...{
    id: 'mailbox',
    channel: 'email',
    name: 'E-mail da loja',
    departmentId: 'suporte',
    address: 'loja@aurora.example',
  },
  ...{ active: true, problem: null, version: 1 },
  capabilities: { ...plainCapabilities, textLimit: 12, windowMs: null, media: [], receipts: [], typing: false },
};

const [whatsApp] = mariana.targets;
if (whatsApp === undefined) throw new Error('Mariana writes by WhatsApp');

const byMail: ReplyTarget = {
  ...{ conversationId: 'mail-1', identityId: 'i3', channel: 'email', connectionId: 'mailbox' },
  ...{ connectionName: mailbox.name, address: 'mari@provedor.example', windowEndsAt: null },
  lastInboundAt: NOW - HOUR,
  capabilities: mailbox.capabilities,
};

/** Mariana's conversation with her e-mail merged into it; she last wrote by WhatsApp. */
const merged: Partial<ConversationView> = {
  group: [
    {
      ...{ id: 'mail-1', protocol: '2026-0048100', channel: 'email', connectionId: 'mailbox' },
      ...{ connectionName: mailbox.name, mergeId: 'm1', at: NOW - HOUR, byName: 'Ana Souza' },
    },
  ],
  targets: [whatsApp, byMail],
};

const open = (conversation: Partial<ConversationView> = {}, story: Story = {}): Opened =>
  openChat({
    ...story,
    conversation: { ...merged, ...conversation },
    data: { watches: { directory: { ...directory, connections: [...directory.connections, mailbox] } } },
  });

const field = () => screen.findByRole('textbox', { name: 'Mensagem' });
const picker = () => screen.findByRole('combobox', { name: 'Responder por' });

async function choose({ user }: Opened, name: RegExp) {
  await user.click(await picker());
  await user.click(await screen.findByRole('option', { name }));
}

test('a conversation of one channel has nothing to choose', async () => {
  openChat();
  await field();
  expect(screen.queryByRole('combobox', { name: 'Responder por' })).toBeNull();
});

test('a conversation that «Nova conversa» began goes its own way, though it is served as one with another', async () => {
  const { user, asked, route } = open();
  expect(await picker()).toHaveValue(`WhatsApp · ${whatsApp.connectionName} · (81) 99123-4567`);
  act(() => route.setState({ through: 'mail-1' }));
  await waitFor(async () => expect(await picker()).toHaveValue(`E-mail · ${mailbox.name} · mari@provedor.example`));
  expect(route.getState().through).toBeNull();
  expect(await field()).toHaveFocus();
  await user.type(await field(), 'Oi!{Enter}');
  expect(asked('server.message.send')).toMatchObject([{ conversationId: 'mail-1', text: 'Oi!' }]);
});

test('a way that was asked for waits until the conversation is shown where it is served', async () => {
  const { route, bridge } = open({ shownIn: 'mariana', group: [], targets: [byMail] });
  act(() => route.setState({ through: 'mail-1' }));
  await field();
  expect(route.getState().through).toBe('mail-1');
  act(() => bridge.set('conversation', { ...mariana, ...merged }));
  await waitFor(async () => expect(await picker()).toHaveValue(`E-mail · ${mailbox.name} · mari@provedor.example`));
});

test('the answer goes where the customer last wrote, which is said', async () => {
  const { user, asked } = open();
  expect(await picker()).toHaveValue(`WhatsApp · ${whatsApp.connectionName} · (81) 99123-4567`);
  await user.type(await field(), 'Oi!{Enter}');
  expect(asked('server.message.send')).toMatchObject([{ conversationId: 'mariana', text: 'Oi!' }]);
});

test('another way is chosen with its window in sight, and its limits apply', async () => {
  const opened = open();
  await opened.user.click(await picker());
  expect(await screen.findByRole('option', { name: /WhatsApp.*janela: \d+ min/ })).toBeInTheDocument();
  await opened.user.click(await screen.findByRole('option', { name: /E-mail/ }));
  await opened.user.type(await field(), 'Mais que doze letras');
  expect(screen.getByRole('button', { name: 'Enviar' })).toBeDisabled();
  expect(screen.queryByRole('timer')).toBeNull();
  await opened.user.clear(await field());
  await opened.user.type(await field(), 'Oi!{Enter}');
  expect(opened.asked('server.message.send')).toMatchObject([{ conversationId: 'mail-1', text: 'Oi!' }]);
  // It stays chosen for the next answer.
  expect(await picker()).toHaveValue('E-mail · E-mail da loja · mari@provedor.example');
});

test('a closed window of one channel leaves the other one', async () => {
  const closed = { ...whatsApp, windowEndsAt: NOW - 1 };
  const opened = open({ windowEndsAt: NOW - 1, targets: [closed, byMail] });
  expect(await field()).toBeDisabled();
  await choose(opened, /E-mail/);
  expect(await picker()).toHaveValue('E-mail · E-mail da loja · mari@provedor.example');
  await waitFor(async () => expect(await field()).toBeEnabled());
});

test('each message says its channel and connection; quoting one goes its way', async () => {
  const inbound = (position: number, conversationId: string, channel: 'whatsapp' | 'email', connectionName: string) =>
    itemOf(message(position, { conversationId, channel, connectionName, text: `de ${channel}` }));
  const opened = open(
    {},
    {
      items: [inbound(1, 'mariana', 'whatsapp', 'WhatsApp Loja'), inbound(2, 'mail-1', 'email', 'E-mail da loja')],
    },
  );
  const mail = await screen.findByText('de email');
  const line = mail.closest('article');
  expect(line).toHaveTextContent('E-mail · E-mail da loja');
  expect((await screen.findByText('de whatsapp')).closest('article')).toHaveTextContent('WhatsApp · WhatsApp Loja');
  if (line === null) throw new Error('a message is an article');
  await opened.user.click(within(line).getByRole('button', { name: 'Citar mensagem' }));
  expect(await picker()).toHaveValue('E-mail · E-mail da loja · mari@provedor.example');
});

test('a conversation that is shown in another leads to that one, at the message it was opened at', async () => {
  const { route } = show(
    <ChatPane conversationId="mail-1" focus={{ messageId: 'e', nonce: 1 }} />,
    storyBridge({ conversation: { ...merged, shownIn: 'mariana' } }),
  );
  route.setState({ conversationId: 'mail-1', focus: { messageId: 'e', nonce: 1 } });
  await waitFor(() => expect(route.getState()).toMatchObject({ conversationId: 'mariana', focus: { messageId: 'e' } }));
});

describe('the way of an answer', () => {
  const later: ReplyTarget[] = [{ ...byMail, lastInboundAt: NOW + 1 }, whatsApp];

  it('never changes by itself while something is being written', () => {
    const begun = { conversationId: 'mariana', chosenAfter: null };
    expect(wayNow(later, begun, true)?.conversationId).toBe('mariana');
    expect(wayNow(later, begun, false)?.conversationId).toBe('mail-1');
  });

  it('that was chosen stands until the customer writes again', () => {
    const chosen = { conversationId: 'mail-1', chosenAfter: NOW };
    expect(wayNow([whatsApp, byMail], chosen, false)?.conversationId).toBe('mail-1');
    expect(wayNow([{ ...whatsApp, lastInboundAt: NOW + 1 }, byMail], chosen, false)?.conversationId).toBe('mariana');
  });

  it('is the customer’s last one when the one at hand is gone', () => {
    expect(wayNow([whatsApp], { conversationId: 'mail-1', chosenAfter: null }, true)?.conversationId).toBe('mariana');
  });
});
