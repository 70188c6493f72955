// @vitest-environment jsdom
import { screen, waitFor, within } from '@testing-library/react';
import { expect, test } from 'vitest';
import { OlderDrawer } from '../../../src-renderer/archive/OlderDrawer.tsx';
import HistorySection from '../../../src-renderer/history/HistorySection.tsx';
import type { OlderListArgs } from '../../../src-shared/bridge/archive.ts';
import { plainFilterLists } from '../../../src-shared/protocol/defaults.ts';
import { historyRow } from '../../e2e/gallery/chat-scene.ts';
import { mariana, marianaItems } from '../../e2e/gallery/talk.ts';
import { offline, online, openChat, show, storyBridge } from '../chat/open.tsx';

test('a conversation that is not on this machine comes from the server and is shown', async () => {
  const { bridge, asked } = openChat({
    conversation: null,
    items: marianaItems,
    data: { actions: { 'archive.open': { ok: true } } },
  });
  expect(await screen.findByRole('status', { name: 'Buscando a conversa no servidor…' })).toBeInTheDocument();
  expect(asked('archive.open')).toEqual([{ conversationId: 'mariana', position: null }]);
  bridge.set('conversation', mariana);
  expect(await screen.findByRole('log')).toBeInTheDocument();
});

test('whoever goes elsewhere before it came lets it go', async () => {
  const bridge = storyBridge({ conversation: { status: 'finished' }, items: marianaItems });
  bridge.set('history.list', () => ({ total: 1, rows: [historyRow(0)] }));
  bridge.set('conversation', null);
  const { user, asked } = show(<HistorySection />, bridge);
  await user.click(await screen.findByText(historyRow(0).protocol));
  await screen.findByRole('status', { name: 'Buscando a conversa no servidor…' });
  await user.click(screen.getByRole('button', { name: 'Fechar conversa' }));
  await waitFor(() => expect(asked('archive.leave')).toHaveLength(1));
});

test('without a connection it says where the conversation is, and it is asked for again when the line is back', async () => {
  const { bridge, asked } = openChat({
    conversation: null,
    connection: offline,
    data: { actions: { 'archive.open': { ok: false, reason: 'offline' } } },
  });
  expect(await screen.findByText('Esta conversa está no servidor')).toBeInTheDocument();
  bridge.set('connection', online);
  await waitFor(() => expect(asked('archive.open')).toHaveLength(2));
});

test('at the top of a chat older conversations come by themselves; without a line it says where they are', async () => {
  const beyond = { 'conversation.chat': { items: marianaItems, hasMore: false, beyond: true as const } };
  const { asked } = openChat({ data: { watches: beyond, actions: { 'archive.earlier': { ok: true, more: true } } } });
  expect(await screen.findByRole('status', { name: 'Carregando conversas mais antigas…' })).toBeInTheDocument();
  await waitFor(() => expect(asked('archive.earlier')).toContainEqual({ conversationId: 'mariana' }));
});

test('offline the top of a chat says that older conversations are on the server', async () => {
  const { asked } = openChat({
    connection: offline,
    data: { watches: { 'conversation.chat': { items: marianaItems, hasMore: false, beyond: true } } },
  });
  expect(await screen.findByText(/^As conversas mais antigas estão no servidor/)).toBeInTheDocument();
  expect(asked('archive.earlier')).toEqual([]);
});

test('below the history stand older ones of the same filter, marked; what is brought meanwhile moves up', async () => {
  const asked: OlderListArgs[] = [];
  const bridge = storyBridge({ conversation: { status: 'finished', finishedAt: 1 }, items: marianaItems });
  bridge.set('history.list', () => ({ total: 1, rows: [historyRow(0)] }));
  const old = { ...historyRow(1), id: 'antiga', protocol: '2025-0000007' };
  const { user } = show(
    <HistorySection />,
    Object.assign(bridge, {
      query: async (_name: string, args: OlderListArgs) => {
        asked.push(args);
        return { ok: true, value: { rows: args.after === null ? [old] : [], next: null } };
      },
    }),
  );
  const older = await screen.findByRole('table', { name: 'No servidor' });
  expect(within(older).getByText('2025-0000007')).toBeInTheDocument();
  await user.type(screen.getByRole('textbox', { name: 'Buscar por contato, protocolo ou descrição' }), 'mari');
  await waitFor(() => expect(asked.at(-1)?.text).toBe('mari'));
  bridge.set('archive.held', ['antiga']);
  await waitFor(() => expect(screen.queryByText('2025-0000007')).not.toBeInTheDocument());
});

test('below «Finalizadas» the older ones open like any other', async () => {
  const old = { ...historyRow(1), id: 'antiga', contactTitle: 'Helena Prado' };
  const bridge = storyBridge({
    data: { queries: { 'archive.list': { ok: true, value: { rows: [old], next: null } } } },
  });
  const filter = { ...plainFilterLists, tab: 'all', status: 'finished', order: 'newest' } as const;
  const { user, route } = show(<OlderDrawer filter={filter} />, bridge);
  await user.click(screen.getByRole('button', { name: 'Mais antigos, no servidor' }));
  await user.click(await screen.findByRole('button', { name: /Helena Prado/ }));
  expect(route.getState().conversationId).toBe('antiga');
});
