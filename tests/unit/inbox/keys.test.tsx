// @vitest-environment jsdom
import { act, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { beforeEach, describe, expect, it } from 'vitest';
import type { FakeBridge } from '../../../src-renderer/bridge/fake.ts';
import type { InboxRow } from '../../../src-shared/bridge/views.ts';
import { rowAt } from '../../e2e/gallery/rows.ts';
import { sceneBridge } from '../../e2e/gallery/scene.ts';
import { openWindow, prepareDom } from '../renderer/dom.tsx';

prepareDom();
/** jsdom loads no fonts; a text field that grows listens for them. */
beforeEach(() => void Object.defineProperty(document, 'fonts', { value: new EventTarget(), configurable: true }));

const scene = { rows: 128, theme: 'light', density: 'comfortable', language: 'pt-BR', long: false } as const;
const quiet = (index: number): InboxRow => ({ ...rowAt(index), unread: 0 });

const listing = (rows: InboxRow[]) => (args: { start: number; count: number }) => ({
  total: rows.length,
  rows: rows.slice(args.start, args.start + args.count),
});

async function open(rows?: InboxRow[]) {
  const user = userEvent.setup();
  const bridge = sceneBridge({ ...scene, state: 'online' });
  if (rows !== undefined) bridge.set('inbox.list', listing(rows));
  const opened = await openWindow(bridge);
  const list = () => screen.getByRole('listbox', { name: 'Lista de atendimentos' });
  const active = () => list().getAttribute('aria-activedescendant');
  return { ...opened, user, list, active };
}

/** Somebody writes in a conversation that stands further down: it belongs at the top now. */
function arrives(bridge: FakeBridge, rows: InboxRow[], index: number): InboxRow[] {
  const row = rows[index];
  if (row === undefined) throw new Error('no such row');
  const news = { ...row, unread: row.unread + 1, at: row.at + 1e9 };
  const next = [news, ...rows.filter((one) => one !== row)];
  bridge.set('inbox.list', listing(next));
  return next;
}

const shown = () => screen.getAllByRole('option').map((option) => option.id);

describe('the list by keyboard', () => {
  it('J takes the focus into the list, so that Enter opens what it marks', async () => {
    const { user, route, list } = await open();
    await user.keyboard('jj');
    expect(document.activeElement).toBe(list());
    await user.keyboard('{Enter}');
    expect(route.getState().conversationId).toBe('joao');
  });

  it('End and Home lead to the last and the first row, also from a conversation that the list does not hold', async () => {
    const rows = Array.from({ length: 40 }, (_, index) => quiet(index));
    const { user, route, list, active } = await open(rows);
    act(() => route.getState().openConversation('somewhere-else'));
    list().focus();
    await user.keyboard('{End}');
    await waitFor(() => expect(active()).toBe(`card-${rows[39]?.id}`));
    await user.keyboard('{Home}');
    await waitFor(() => expect(active()).toBe(`card-${rows[0]?.id}`));
  });

  it('X ticks the marked row, shifted J and K take those they pass, Shift+S takes all of the filter', async () => {
    const { user } = await open();
    await user.keyboard('jx');
    const bar = within(screen.getByRole('region', { name: 'Seleção' }));
    expect(bar.getByText('1 selecionada')).toBeTruthy();
    await user.keyboard('{Shift>}jj{/Shift}');
    await waitFor(() => expect(bar.getByText('3 selecionadas')).toBeTruthy());
    await user.keyboard('{Shift>}s{/Shift}');
    expect(bar.getByText('128 selecionadas')).toBeTruthy();
    await user.keyboard('t');
    expect(await screen.findByRole('dialog', { name: 'Transferir 128 atendimentos?' })).toBeTruthy();
  });

  it('a shifted J begins the selection with the row it leaves', async () => {
    const { user } = await open();
    await user.keyboard('j{Shift>}j{/Shift}');
    const bar = within(screen.getByRole('region', { name: 'Seleção' }));
    await waitFor(() => expect(bar.getByText('2 selecionadas')).toBeTruthy());
  });

  it('U goes to the next unread row however far down, shifted back to the one before', async () => {
    const unread = new Set([3, 700]);
    const rows = Array.from({ length: 1_200 }, (_, index) => ({ ...quiet(index), unread: unread.has(index) ? 2 : 0 }));
    const { user, active } = await open(rows);
    await user.keyboard('u');
    await waitFor(() => expect(active()).toBe(`card-${rows[3]?.id}`));
    await user.keyboard('j');
    await user.keyboard('{Shift>}u{/Shift}');
    await waitFor(() => expect(active()).toBe(`card-${rows[3]?.id}`));
  });

  it('what is done is meant for the marked row: it is opened for it', async () => {
    const { user, route } = await open();
    await user.keyboard('j{Enter}');
    expect(route.getState()).toMatchObject({ conversationId: 'mariana', wish: null });
    await user.keyboard('jt');
    expect(route.getState()).toMatchObject({ conversationId: 'joao', wish: 'transfer' });
    await user.keyboard('jl');
    expect(route.getState()).toMatchObject({ wish: 'tag' });
    await user.keyboard('ja');
    expect(route.getState()).toMatchObject({ wish: 'take' });
  });

  it('gives the list the focus back when a dialog that was opened from it is left', async () => {
    const { user, list } = await open();
    await user.keyboard('jxt');
    const dialog = await screen.findByRole('dialog', { name: 'Transferir 1 atendimento?' });
    await waitFor(() => expect(dialog.contains(document.activeElement)).toBe(true));
    await user.keyboard('{Escape}');
    await waitFor(() => expect(document.activeElement).toBe(list()));
    expect(screen.getByText('1 selecionada')).toBeTruthy();
  });

  it('does nothing of it while somebody types', async () => {
    const { user, route, active } = await open();
    await user.type(screen.getByRole('searchbox'), 'jxut');
    expect(screen.getByRole('searchbox')).toHaveProperty('value', 'jxut');
    expect(route.getState()).toMatchObject({ conversationId: null, wish: null });
    await user.clear(screen.getByRole('searchbox'));
    expect(active()).toBeNull();
    expect(screen.queryByRole('region', { name: 'Seleção' })).toBeNull();
  });

  it('lists every one of them by «?»', async () => {
    const { user } = await open();
    await user.keyboard('?');
    const dialog = within(await screen.findByRole('dialog', { name: 'Atalhos de teclado' }));
    for (const name of [
      'Próxima conversa da lista',
      'Marcar ou desmarcar conversa',
      'Selecionar todas deste filtro',
      'Próxima conversa não lida',
      'Filtrar a lista',
      'Mostrar as novidades da lista',
      'Voltar à lista',
      'Desfazer a última ação',
    ])
      expect(dialog.getByText(name)).toBeTruthy();
  });
});

describe('news in the list', () => {
  const start = Array.from({ length: 60 }, (_, index) => quiet(index));

  it('moves nothing while the pointer is over it, however long; it is announced, and applied when the pointer leaves', async () => {
    const { bridge, list } = await open(start);
    fireEvent.pointerMove(list());
    const before = shown();
    let rows = start;
    await act(async () => {
      for (const index of [30, 40, 5]) rows = arrives(bridge, rows, index);
    });
    expect(shown()).toEqual(before);
    expect(screen.getByRole('button', { name: '3 conversas com novidade' })).toBeTruthy();
    // A row that stays where it is says at once what is new in it.
    const [last] = rows;
    expect(document.getElementById(`card-${last?.id}`)?.textContent).toContain('1 mensagem não lida');
    expect(before.indexOf(`card-${last?.id}`)).toBe(3);
    await act(async () => fireEvent.pointerLeave(list()));
    expect(shown()[0]).toBe(`card-${rows[0]?.id}`);
    expect(screen.queryByRole('button', { name: /novidade/ })).toBeNull();
  });

  it('is applied by a click on what announces it, and holds again afterwards', async () => {
    const { bridge, list, user } = await open(start);
    fireEvent.pointerMove(list());
    let rows = start;
    await act(async () => {
      rows = arrives(bridge, rows, 9);
    });
    await user.click(screen.getByRole('button', { name: '1 conversa com novidade' }));
    expect(shown()[0]).toBe(`card-${rows[0]?.id}`);
    fireEvent.pointerMove(list());
    const before = shown();
    await act(async () => {
      rows = arrives(bridge, rows, 9);
    });
    expect(shown()).toEqual(before);
  });

  it('stays announced while the pointer, or the focus, is on its way to the announcement; the list has the focus then', async () => {
    const { bridge, list, user } = await open(start);
    const announced = () => screen.getByRole('button', { name: '1 conversa com novidade' });
    fireEvent.pointerMove(list());
    const before = shown();
    let rows = start;
    await act(async () => {
      rows = arrives(bridge, rows, 9);
    });
    expect(screen.getByText('Há novidades na lista').getAttribute('role')).toBe('status');
    await act(async () => fireEvent.pointerOut(list(), { relatedTarget: announced() }));
    expect(shown()).toEqual(before);
    await user.click(announced());
    expect(shown()[0]).toBe(`card-${rows[0]?.id}`);
    expect(document.activeElement).toBe(list());

    await user.keyboard('jj');
    await act(async () => {
      rows = arrives(bridge, rows, 20);
    });
    await user.keyboard('{Shift>}{Tab}{/Shift}');
    expect(document.activeElement).toBe(announced());
    await user.keyboard('{Enter}');
    expect(shown()[0]).toBe(`card-${rows[0]?.id}`);
    expect(document.activeElement).toBe(list());
  });

  it('is applied once somebody writes elsewhere, though the pointer was left over the list', async () => {
    const { bridge, list } = await open(start);
    fireEvent.pointerMove(list());
    let rows = start;
    await act(async () => {
      rows = arrives(bridge, rows, 9);
    });
    expect(shown()[0]).not.toBe(`card-${rows[0]?.id}`);
    await act(async () => fireEvent.keyDown(screen.getByRole('searchbox'), { key: 'a' }));
    expect(shown()[0]).toBe(`card-${rows[0]?.id}`);
  });

  it('leaves the keyboard’s row where it is, until a key asks for the news or the focus goes', async () => {
    const { bridge, user, active } = await open(start);
    await user.keyboard('jjj');
    const marked = active();
    const before = shown();
    let rows = start;
    await act(async () => {
      rows = arrives(bridge, rows, 20);
    });
    expect(shown()).toEqual(before);
    await user.keyboard('.');
    expect(shown()[0]).toBe(`card-${rows[0]?.id}`);
    expect(active()).toBe(marked);
    await act(async () => {
      rows = arrives(bridge, rows, 20);
    });
    expect(shown()[0]).not.toBe(`card-${rows[0]?.id}`);
    await act(async () => screen.getByRole('searchbox').focus());
    expect(shown()[0]).toBe(`card-${rows[0]?.id}`);
  });

  it('leaves a scrolled list where it is, also when the row at its top has the news', async () => {
    const { bridge, list } = await open(start);
    const moved: number[] = [];
    Object.assign(list(), { scrollBy: ({ top = 0 }: ScrollToOptions) => void moved.push(top) });
    list().scrollTop = 72 * 10;
    fireEvent.scroll(list());
    let rows = start;
    await act(async () => {
      rows = arrives(bridge, rows, 10);
    });
    expect(moved).toEqual([]);
    await act(async () => {
      rows = arrives(bridge, rows, 30);
    });
    expect(moved).toEqual([72]);
  });

  it('keeps what is ticked', async () => {
    const { bridge, user, list } = await open(start);
    await user.keyboard('jxjjx');
    const ticked = () =>
      screen
        .getAllByRole('option')
        .filter((option) => option.getAttribute('aria-selected') === 'true')
        .map((option) => option.id)
        .sort();
    const before = ticked();
    expect(before).toHaveLength(2);
    let rows = start;
    await act(async () => {
      for (const index of [10, 11, 12]) rows = arrives(bridge, rows, index);
    });
    await act(async () => list().blur());
    expect(shown()[0]).toBe(`card-${rows[0]?.id}`);
    expect(ticked()).toEqual(before);
  });
});
