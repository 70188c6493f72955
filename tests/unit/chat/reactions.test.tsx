// @vitest-environment jsdom
import { screen } from '@testing-library/react';
import { describe, expect, test } from 'vitest';
import { mayReact } from '../../../src-renderer/chat/message/reactions/may-react.ts';
import type { Reaction } from '../../../src-shared/protocol/content.ts';
import { NOW } from '../../e2e/gallery/people.ts';
import { itemOf, mariana, message } from '../../e2e/gallery/talk.ts';
import { offline, openChat, type Story } from './open.tsx';

const reaction = (change: Partial<Reaction>): Reaction => ({
  by: 'customer',
  authorId: null,
  emoji: '👍',
  at: NOW,
  state: 'sent',
  ...change,
});
const ours = (change: Partial<Reaction> = {}) => reaction({ by: 'business', authorId: 'ana', emoji: '❤️', ...change });
const withReactions = (reactions: Reaction[], story: Story = {}) =>
  openChat({ ...story, items: [itemOf(message(7, { text: 'oi', reactions }))] });

test('reactions say whose they are', async () => {
  withReactions([reaction({}), ours({ authorId: 'bruno' })]);
  expect(await screen.findByRole('img', { name: '👍 de Mariana Cavalcanti de Albuquerque' })).toBeInTheDocument();
  expect(screen.getByRole('button', { name: '❤️ de Bruno Tavares. Retirar reação' })).toBeInTheDocument();
});

test('the customer’s reaction to a message of ours stands under it', async () => {
  const sent = { direction: 'outbound' as const, authorId: 'ana', status: 'read' as const };
  openChat({ items: [itemOf(message(7, { ...sent, text: 'oi', reactions: [reaction({ emoji: '🙏' })] }))] });
  expect(await screen.findByRole('img', { name: /^🙏 de Mariana/ })).toBeInTheDocument();
  expect(screen.queryByRole('button', { name: 'Reagir' })).not.toBeInTheDocument();
});

test('a frequent emoji is two presses away, and shown at once as being sent', async () => {
  const { user, asked } = withReactions([]);
  await user.click(await screen.findByRole('button', { name: 'Reagir' }));
  await user.click(await screen.findByRole('button', { name: 'Reagir com 🙏' }));
  expect(asked('server.message.react')).toEqual([{ messageId: 'm7', emoji: '🙏' }]);
  expect(await screen.findByRole('img', { name: '🙏 de você, enviando' })).toBeInTheDocument();
});

test('pressing the tool again closes the choice', async () => {
  const { user } = withReactions([]);
  const tool = await screen.findByRole('button', { name: 'Reagir' });
  await user.click(tool);
  expect(await screen.findByRole('dialog', { name: 'Escolher reação' })).toBeInTheDocument();
  expect(tool).toHaveAttribute('aria-expanded', 'true');
  await user.click(tool);
  expect(tool).toHaveAttribute('aria-expanded', 'false');
  expect(screen.queryByRole('dialog')).not.toBeInTheDocument();
});

test('the server’s word takes the place of what was asked', async () => {
  const { user, bridge } = withReactions([]);
  await user.click(await screen.findByRole('button', { name: 'Reagir' }));
  await user.click(await screen.findByRole('button', { name: 'Reagir com 🙏' }));
  bridge.set('conversation.chat', {
    items: [itemOf(message(7, { text: 'oi', reactions: [ours({ emoji: '🙏' })] }))],
    hasMore: false,
  });
  expect(await screen.findByRole('button', { name: '🙏 de você. Retirar reação' })).toBeInTheDocument();
  expect(screen.queryByRole('img', { name: /enviando/ })).not.toBeInTheDocument();
});

test('the same emoji again takes it back', async () => {
  const { user, asked } = withReactions([ours()]);
  await user.click(await screen.findByRole('button', { name: '❤️ de você. Retirar reação' }));
  expect(asked('server.message.react')).toEqual([{ messageId: 'm7', emoji: null }]);
  expect(screen.queryByRole('list', { name: 'Reações' })).not.toBeInTheDocument();
});

test('a reaction that failed is sent again, not taken back', async () => {
  const { user, asked } = withReactions([ours({ state: 'failed' })]);
  await user.click(await screen.findByRole('button', { name: '❤️ de você, não enviada. Tentar novamente' }));
  expect(asked('server.message.react')).toEqual([{ messageId: 'm7', emoji: '❤️' }]);
});

test('a refused reaction goes away and says why', async () => {
  const { user } = withReactions([], {
    data: { actions: { 'server.message.react': { ok: false, reason: 'window-closed', detail: null } } },
  });
  await user.click(await screen.findByRole('button', { name: 'Reagir' }));
  await user.click(await screen.findByRole('button', { name: 'Reagir com 👍' }));
  expect(await screen.findByText('A janela de 24 horas fechou antes do envio.')).toBeInTheDocument();
  expect(screen.queryByRole('img', { name: /👍/ })).not.toBeInTheDocument();
});

test.each([
  ['offline', { connection: offline }, 'Perda de conexão: aguarde para reagir'],
  [
    'in a colleague’s conversation',
    { conversation: { mine: false, assigneeId: 'bruno' } },
    'Só quem está com o atendimento pode reagir',
  ],
  [
    'when the window is closed',
    { conversation: { windowEndsAt: NOW - 1 } },
    'A janela de 24 horas terminou: o canal não aceita reações',
  ],
  ['in a finished conversation', { conversation: { status: 'finished' } }, 'O atendimento foi finalizado'],
] satisfies [string, Story, string][])('%s the tool says why it does nothing', async (_when, story, why) => {
  const { user, asked } = withReactions([], story);
  await user.click(await screen.findByRole('button', { name: `Reagir: ${why}` }));
  expect(await screen.findByText(why)).toBeInTheDocument();
  expect(asked('server.message.react')).toEqual([]);
});

describe('a channel without reactions', () => {
  test('offers none', async () => {
    const { connection } = mariana;
    if (connection === null) throw new Error('the story has a connection');
    const capabilities = { ...connection.capabilities, reactions: false };
    expect(mayReact({ kind: 'open' }, { ...connection, capabilities })).toBe('unsupported');
    withReactions([], { conversation: { connection: { ...connection, capabilities } } });
    await screen.findByText('oi');
    expect(screen.queryByRole('button', { name: /Reagir/ })).not.toBeInTheDocument();
  });
});
