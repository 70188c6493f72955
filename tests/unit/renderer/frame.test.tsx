// @vitest-environment jsdom

import { act, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { describe, expect, it, vi } from 'vitest';
import { createMarks, watchFirstKey } from '../../../src-renderer/app/marks.ts';
import type { ConnectionView } from '../../../src-shared/bridge/views.ts';
import { plainFilterLists } from '../../../src-shared/protocol/defaults.ts';
import { ana, directory } from '../../e2e/gallery/people.ts';
import { type Scene, sceneBridge } from '../../e2e/gallery/scene.ts';
import { openWindow, prepareDom } from './dom.tsx';

prepareDom();

function Broken(): never {
  throw new Error('defeito');
}

const scene = (change: Partial<Scene> = {}) =>
  sceneBridge({
    rows: 128,
    theme: 'light',
    density: 'comfortable',
    language: 'pt-BR',
    long: false,
    state: 'online',
    ...change,
  });

const online: ConnectionView = { state: 'online', cause: null, catchingUp: null, clockSkewMs: 0, localProblem: null };

describe('the inbox', () => {
  it('shows the tabs with their live counts', async () => {
    const { bridge } = await openWindow(scene());
    expect(screen.getByRole('tab', { name: 'Todos 128' }).getAttribute('aria-selected')).toBe('true');
    expect(screen.getByRole('tab', { name: 'Sem atendente 14' })).toBeTruthy();
    const counts = { tabs: { all: 129, mine: 6, unassigned: 15 }, unread: 5 };
    const statuses = { open: 129, awaiting: 9, failed: 1, finished: 2, automation: 0 };
    await act(async () => bridge.set('inbox.counts', { ...counts, statuses }));
    expect(screen.getByRole('tab', { name: 'Todos 129' })).toBeTruthy();
    expect(screen.getByRole('button', { name: 'Atendimento, 5 não lidas' })).toBeTruthy();
    expect(document.title).toBe('(5) Turno');
  });

  it('says on a card everything the card shows', async () => {
    await openWindow(scene());
    const card = screen.getByRole('option', { name: /^João Pedro/ });
    expect(card.textContent).toContain('3 mensagens não lidas');
    expect(card.textContent).toContain('Instagram · @lojaaurora');
    const failed = screen.getByRole('option', { name: /Falha no envio/ });
    expect(within(failed).getByTitle('(11) 98765-4321')).toBeTruthy();
  });

  it('asks the engine for what the chosen tab, status and connection say', async () => {
    const user = userEvent.setup();
    const { bridge, route } = await openWindow(scene());
    await user.click(screen.getByRole('tab', { name: /Meus/ }));
    await user.click(screen.getByRole('button', { name: 'Status: Todas em aberto' }));
    await user.click(await screen.findByRole('menuitemradio', { name: /Falha no envio/ }));
    await user.click(screen.getByRole('button', { name: 'Filtros' }));
    const connections = within(await screen.findByRole('listbox', { name: 'Opções de Conexões' }));
    await user.click(connections.getByRole('option', { name: 'WhatsApp Loja' }));
    const filter = {
      tab: 'mine',
      status: 'failed',
      order: 'newest',
      ...plainFilterLists,
      connectionIds: ['wa'],
    };
    expect(route.getState().filter).toEqual(filter);
    expect(bridge.openWatches('inbox.list')).toContainEqual({ filter, start: 0, count: 50 });
    const inUse = within(screen.getByRole('region', { name: 'Filtros em uso' }));
    await user.click(inUse.getByRole('button', { name: 'Limpar filtros' }));
    expect(route.getState().filter).toMatchObject({ tab: 'mine', status: 'open', connectionIds: [] });
  });

  it('moves with J and K and opens with Enter', async () => {
    const user = userEvent.setup();
    const { route } = await openWindow(scene());
    await user.keyboard('jjk');
    const list = screen.getByRole('listbox', { name: 'Lista de atendimentos' });
    expect(list.getAttribute('aria-activedescendant')).toBe('card-mariana');
    await user.keyboard('j');
    list.focus();
    await user.keyboard('{Enter}');
    expect(route.getState().conversationId).toBe('joao');
    expect(await screen.findByText(/chat joao/)).toBeTruthy();
  });

  it('opens a conversation by a click, and its contact beside it', async () => {
    const user = userEvent.setup();
    await openWindow(scene());
    await user.click(screen.getByRole('option', { name: /^Rita Sampaio/ }));
    expect(await screen.findByText(/chat rita/)).toBeTruthy();
    expect(screen.getByRole('complementary', { name: 'Contato' })).toBeTruthy();
  });

  it('says why there is nothing and what to do', async () => {
    const user = userEvent.setup();
    const { route } = await openWindow(scene({ rows: 0 }));
    expect(screen.getByText('Nenhum atendimento em aberto')).toBeTruthy();
    await user.click(screen.getByRole('tab', { name: /Meus/ }));
    await user.click(await screen.findByRole('button', { name: 'Ver Sem atendente' }));
    expect(route.getState().filter.tab).toBe('unassigned');
  });

  it('searches as the agent types, marks what matched and opens at the message', async () => {
    const user = userEvent.setup();
    const { route } = await openWindow(scene());
    await user.type(screen.getByRole('searchbox', { name: 'Buscar conversas e mensagens' }), 'nota');
    const messages = await screen.findByRole('group', { name: 'Mensagens' });
    const hit = within(messages).getAllByRole('option')[0];
    if (hit === undefined) throw new Error('nothing was found');
    expect(hit.querySelector('mark')?.textContent).toBe('nota');
    await user.click(hit);
    expect(route.getState()).toMatchObject({ conversationId: 'mariana', focus: { messageId: 'm1' } });
  });
});

describe('losing the connection', () => {
  it('is said at once and to the letter, and goes away by itself', async () => {
    const { bridge } = await openWindow(scene());
    expect(screen.queryByRole('alert')).toBeNull();
    await act(async () => bridge.set('connection', { ...online, state: 'offline', cause: { kind: 'network' } }));
    expect(screen.getByRole('alert').textContent).toBe(
      'Perda de conexão. Você está offline. Aguarde um instante para realizar o envio de mensagens',
    );
    await act(async () => bridge.set('connection', online));
    expect(screen.queryByRole('alert')).toBeNull();
  });

  it('is not claimed while the first connection is still being made', async () => {
    const { bridge } = await openWindow(scene());
    await act(async () => bridge.set('connection', { ...online, state: 'connecting' }));
    expect(screen.queryByRole('alert')).toBeNull();
  });

  it('tells which side must be updated when versions differ', async () => {
    const { bridge } = await openWindow(scene());
    const cause = { kind: 'protocol', desktop: 1, server: 2 } as const;
    await act(async () => bridge.set('connection', { ...online, state: 'offline', cause }));
    expect(screen.getByRole('alert').textContent).toContain('Este aplicativo está desatualizado');
  });

  it('warns of a clock that is wrong by more than five minutes, and not of less', async () => {
    const { bridge } = await openWindow(scene());
    await act(async () => bridge.set('connection', { ...online, clockSkewMs: 4 * 60_000 }));
    expect(screen.queryByText(/relógio deste computador/)).toBeNull();
    await act(async () => bridge.set('connection', { ...online, clockSkewMs: -86_400_000 }));
    expect(screen.getByText(/relógio deste computador está 24 h atrasado/)).toBeTruthy();
  });

  it('says that the engine is away when the window cannot reach it', async () => {
    const { bridge } = await openWindow(scene());
    await act(async () => bridge.setLink('down'));
    expect(screen.getByRole('alert').textContent).toContain('O que você escreveu está guardado');
  });

  it('keeps what waits and what was refused in sight, until the agent discards it', async () => {
    const user = userEvent.setup();
    const { bridge } = await openWindow(scene({ state: 'notices' }));
    await user.click(screen.getByRole('button', { name: '1 alteração recusada' }));
    const drawer = await screen.findByRole('dialog', { name: 'Alterações deste computador' });
    expect(within(drawer).getByText('Outra pessoa já finalizou este atendimento.')).toBeTruthy();
    await user.click(within(drawer).getByRole('button', { name: 'Descartar' }));
    expect(bridge.calls).toContainEqual({ name: 'outbox.discard', args: { id: 'c1' } });
  });
});

describe('presence', () => {
  it('takes a pause with its reason and shows its time', async () => {
    const user = userEvent.setup();
    const { bridge } = await openWindow(scene());
    await user.click(screen.getByRole('button', { name: /^Ana Souza, Disponível/ }));
    await user.click(await screen.findByRole('menuitem', { name: 'Almoço' }));
    expect(bridge.calls).toContainEqual({
      name: 'server.presence.set',
      args: { state: 'paused', reason: 'Almoço' },
    });
    const paused = { ...ana, presence: { state: 'paused' as const, reason: 'Almoço', since: Date.now() - 245_000 } };
    await act(async () => bridge.set('directory', { ...directory, people: [paused] }));
    expect(screen.getByRole('timer').textContent).toMatch(/^4:0[5-9]$/);
    expect(screen.getByRole('button', { name: /^Ana Souza, Em pausa: Almoço/ })).toBeTruthy();
  });

  it('refuses to sign out with open conversations, to the letter', async () => {
    const user = userEvent.setup();
    await openWindow(scene());
    await user.click(screen.getByRole('button', { name: /Presença e conta/ }));
    await user.click(await screen.findByRole('menuitem', { name: 'Sair' }));
    const dialog = await screen.findByRole('dialog', { name: 'Atenção!' });
    expect(dialog.textContent).toContain(
      'Você não pode sair enquanto houver atendimentos em andamento. Finalize-os ou transfira-os para sair.',
    );
  });
});

describe('shortcuts', () => {
  it('are listed by «?»', async () => {
    await openWindow(scene());
    await userEvent.setup().keyboard('{Shift>}?{/Shift}');
    const dialog = await screen.findByRole('dialog', { name: 'Atalhos de teclado' });
    expect(within(dialog).getByText('Próxima conversa da lista')).toBeTruthy();
  });

  it('never fire while typing', async () => {
    const user = userEvent.setup();
    const { route } = await openWindow(scene());
    await user.type(screen.getByRole('searchbox'), 'j?k/ga');
    expect(route.getState()).toMatchObject({ overlay: null, section: 'inbox', search: 'j?k/ga' });
  });

  it('with Ctrl fire from a field too: the palette opens, and finds a conversation by name', async () => {
    const user = userEvent.setup();
    const { route } = await openWindow(scene());
    screen.getByRole('searchbox').focus();
    await user.keyboard('{Control>}k{/Control}');
    await user.type(await screen.findByPlaceholderText('Nome, protocolo ou comando…'), 'mari');
    await user.click(await screen.findByRole('button', { name: /Mariana Cavalcanti/ }));
    expect(route.getState()).toMatchObject({ conversationId: 'mariana', overlay: null });
  });

  it('can be changed, and a conflict is refused by name', async () => {
    const user = userEvent.setup();
    const { bridge } = await openWindow(scene(), { section: 'settings' });
    await user.click(await screen.findByRole('button', { name: 'Atalhos' }));
    await user.click(screen.getByRole('button', { name: /Mudar atalho de Ficar ausente/ }));
    await user.keyboard('{Control>}k{/Control}');
    expect(screen.getByRole('alert').textContent).toBe('Ctrl+K já é o atalho de «Buscar e comandar». Escolha outro.');
    await user.click(screen.getByRole('button', { name: /Mudar atalho de Ficar ausente/ }));
    await user.keyboard('u');
    expect(bridge.calls).toContainEqual({ name: 'preferences.set', args: { shortcuts: { 'presence.away': 'u' } } });
    await user.keyboard('u');
    expect(bridge.calls).toContainEqual({ name: 'server.presence.set', args: { state: 'away', reason: null } });
  });
});

describe('the window', () => {
  it('tells the engine what the agent looks at, and where the network stands', async () => {
    vi.spyOn(document, 'hasFocus').mockReturnValue(true);
    const { bridge, route } = await openWindow(scene());
    expect(bridge.calls).toContainEqual({ name: 'attention.set', args: { conversationId: null, focused: true } });
    await act(async () => route.getState().openConversation('rita'));
    expect(bridge.calls).toContainEqual({ name: 'attention.set', args: { conversationId: 'rita', focused: true } });
    fireEvent(window, new Event('offline'));
    expect(bridge.calls).toContainEqual({ name: 'network.hint', args: { hint: 'offline' } });
  });

  it('opens the conversation of a deep link', async () => {
    const { bridge } = await openWindow(scene(), { section: 'settings' });
    await act(async () => bridge.emit({ name: 'open-conversation', conversationId: 'fenix' }));
    expect(await screen.findByText(/chat fenix/)).toBeTruthy();
  });

  it('keeps the list when the chat breaks, and says what was kept', async () => {
    vi.spyOn(console, 'error').mockImplementation(() => {});
    await openWindow(scene(), { conversationId: 'rita' }, { Chat: Broken });
    const alert = await screen.findByRole('alert');
    expect(alert.textContent).toContain('Esta conversa parou de funcionar');
    expect(alert.textContent).toContain('Nada foi perdido');
    expect(screen.getByRole('listbox', { name: 'Lista de atendimentos' })).toBeTruthy();
  });

  it('reports once when the list is painted and when the first key was answered', async () => {
    const bridge = scene();
    watchFirstKey(createMarks(bridge));
    await openWindow(bridge);
    const marked = (name: string) =>
      bridge.calls.filter((call) => JSON.stringify(call).includes(`"name":"${name}"`)).length;
    await waitFor(() => expect(marked('list-painted')).toBe(1));
    expect(marked('key-answered')).toBe(0);
    await userEvent.setup().keyboard('jj');
    await waitFor(() => expect(marked('key-answered')).toBe(1));
    expect(marked('list-painted')).toBe(1);
  });

  it('changes language as a whole', async () => {
    await openWindow(scene({ language: 'en' }));
    expect(await screen.findByRole('tab', { name: /Unassigned/ })).toBeTruthy();
  });
});
