// @vitest-environment jsdom

import { act, screen, waitFor, within } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { describe, expect, it } from 'vitest';
import { groupsOf, linesOf } from '../../../src-renderer/inbox/search/lines.ts';
import type { SearchHit } from '../../../src-shared/bridge/views.ts';
import { type Scene, sceneBridge } from '../../e2e/gallery/scene.ts';
import { foundOnServer } from '../../e2e/gallery/searches.ts';
import { openWindow, prepareDom } from '../renderer/dom.tsx';

prepareDom();

const look = { rows: 12, theme: 'light', density: 'comfortable', language: 'pt-BR', long: false } as const;

async function searched(text: string, change: Partial<Scene> = {}) {
  const user = userEvent.setup();
  const opened = await openWindow(sceneBridge({ ...look, state: 'online', ...change }));
  const box = screen.getByRole('searchbox', { name: 'Buscar conversas e mensagens' });
  await user.click(box);
  await user.paste(text);
  return { user, box, ...opened };
}

const marked = () => {
  const id = screen.getByRole('searchbox').getAttribute('aria-activedescendant');
  return document.getElementById(id ?? '')?.textContent ?? '';
};

describe('the results of a search', () => {
  it('are walked by arrows while the keyboard stays in the box; Enter opens at the message', async () => {
    const { user, box, route } = await searched('nota');
    await screen.findByRole('group', { name: 'Mensagens' });
    expect(marked()).toContain('(81) 99123-4567');
    await user.keyboard('{ArrowDown}');
    expect(marked()).toContain('consegui achar a nota');
    expect(document.activeElement).toBe(box);
    await user.keyboard('{Enter}');
    expect(route.getState()).toMatchObject({ conversationId: 'mariana', focus: { messageId: 'm1' } });
  });

  it('show a conversation once, and its other messages when asked', async () => {
    const { user, route } = await searched('nota');
    const others = await screen.findByRole('option', { name: 'mais 2 mensagens neste atendimento' });
    await user.click(others);
    const inside = await screen.findByRole('option', { name: /veio sem o CPF/ });
    expect(screen.getByRole('option', { name: 'mostrar menos' })).toBeTruthy();
    await user.click(inside);
    expect(route.getState().focus?.messageId).toBe('m3');
    await user.click(screen.getByRole('option', { name: 'mostrar menos' }));
    expect(screen.queryByRole('option', { name: /sem o CPF/ })).toBeNull();
  });

  it('end with what only the server has, marked, page by page', async () => {
    const { user } = await searched('nota');
    expect(await screen.findByRole('status', { name: 'Buscando no servidor…' })).toBeTruthy();
    const older = within(await screen.findByRole('group', { name: 'Mais antigas, no servidor' }));
    expect((await older.findByRole('option', { name: /Padaria Aurora/ })).textContent).toContain('no servidor');
    await user.click(older.getByRole('option', { name: 'Carregar mais' }));
    await waitFor(() => expect(older.getByRole('option', { name: /mais 1 mensagem/ })).toBeTruthy());
    expect(older.queryByRole('option', { name: 'Carregar mais' })).toBeNull();
  });

  it('of the server are brought to this machine before they open; a refusal is said', async () => {
    const { user, bridge, route } = await searched('nota');
    bridge.setAction('archive.open', { ok: false, reason: 'not-found' });
    await user.click(await screen.findByRole('option', { name: /Padaria Aurora/ }));
    expect(await screen.findByText('Este atendimento não está mais disponível para você.')).toBeTruthy();
    expect(route.getState().conversationId).toBeNull();
    bridge.setAction('archive.open', { ok: true });
    await user.click(screen.getByRole('option', { name: /Padaria Aurora/ }));
    await waitFor(() => expect(route.getState()).toMatchObject({ conversationId: 'old', focus: { messageId: 'o0' } }));
    expect(bridge.calls.filter(({ name }) => name === 'archive.open').at(-1)?.args).toEqual({
      conversationId: 'old',
      position: 2,
    });
  });

  it('without a connection are those of this machine, and the window says so', async () => {
    await searched('nota', { state: 'offline' });
    await screen.findByRole('group', { name: 'Mensagens' });
    expect(screen.getByText('Sem conexão: o que está só no servidor não foi procurado.')).toBeTruthy();
    expect(screen.queryByRole('group', { name: 'Mais antigas, no servidor' })).toBeNull();
  });

  it('may be none, here and there', async () => {
    await searched('zzz');
    expect(await screen.findByText('Nada encontrado para «zzz»')).toBeTruthy();
    expect(await screen.findByText('Nada mais antigo no servidor.')).toBeTruthy();
  });

  it('need a word or a number; Escape gives the list back', async () => {
    const { user, box } = await searched('"!');
    expect(await screen.findByText(/Digite uma palavra, um número/)).toBeTruthy();
    expect(document.activeElement).toBe(box);
    await act(async () => user.keyboard('{Escape}'));
    expect(await screen.findByRole('listbox', { name: 'Lista de atendimentos' })).toBeTruthy();
  });
});

describe('the server’s hits', () => {
  const hits: SearchHit[] = ['a', 'b', 'a'].flatMap((conversationId, n) =>
    foundOnServer('x', null).hits.map((hit) => ({
      ...hit,
      conversationId,
      message: { id: `m${n}`, position: n, at: n, direction: 'inbound' },
    })),
  );

  it('stand by conversation, in the order of their newest message', () => {
    const groups = groupsOf(hits);
    expect(groups.map(({ best, count }) => [best.message?.id, count])).toEqual([
      ['m0', 2],
      ['m1', 1],
    ]);
    expect(linesOf(groups, 'server', new Set()).map(({ id }) => id)).toEqual([
      'server-m0',
      'server-others-a',
      'server-m1',
    ]);
    expect(linesOf(groups, 'server', new Set(['server-others-a']))).toHaveLength(4);
  });
});
