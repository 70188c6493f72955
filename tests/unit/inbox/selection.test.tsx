// @vitest-environment jsdom
import { act, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { beforeEach, describe, expect, it } from 'vitest';
import { countOf, everything, isPicked, nothing, withPicked } from '../../../src-renderer/inbox/selection/picked.ts';
import type { ActionName } from '../../../src-shared/bridge/contract.ts';
import { bulks } from '../../e2e/gallery/bulks.ts';
import { directory } from '../../e2e/gallery/people.ts';
import { rowAt } from '../../e2e/gallery/rows.ts';
import { type Scene, sceneBridge } from '../../e2e/gallery/scene.ts';
import { openWindow, prepareDom } from '../renderer/dom.tsx';

prepareDom();
/** jsdom loads no fonts; a text field that grows listens for them. */
beforeEach(() => void Object.defineProperty(document, 'fonts', { value: new EventTarget(), configurable: true }));

async function open(change: Partial<Scene> = {}) {
  const user = userEvent.setup();
  const bridge = sceneBridge({
    rows: 128,
    theme: 'light',
    density: 'comfortable',
    language: 'pt-BR',
    long: false,
    state: 'online',
    ...change,
  });
  const opened = await openWindow(bridge);
  const asked = (name: ActionName) => bridge.calls.filter((call) => call.name === name).map((call) => call.args);
  const card = (name: RegExp) => screen.getByRole('option', { name });
  return { ...opened, user, asked, card, option: (index: number) => screen.getAllByRole('option')[index] };
}

async function selecting(change: Partial<Scene> = {}) {
  const opened = await open(change);
  await opened.user.click(screen.getByRole('button', { name: 'Seleção' }));
  return { ...opened, bar: within(screen.getByRole('region', { name: 'Seleção' })) };
}

const ticked = () =>
  screen.getAllByRole('option').filter((option) => option.getAttribute('aria-selected') === 'true').length;

describe('«Seleção»', () => {
  it('ticks by click instead of opening, and a shifted click takes everything between', async () => {
    const { user, option, route, bar } = await selecting();
    expect(screen.getByRole('listbox', { name: 'Lista de atendimentos' }).getAttribute('aria-multiselectable')).toBe(
      'true',
    );
    expect(bar.getByText('Nenhuma conversa selecionada')).toBeTruthy();
    expect(bar.getByRole('button', { name: 'Finalizar' })).toHaveProperty('disabled', true);
    await user.click(option(1) ?? document.body);
    expect(bar.getByText('1 selecionada')).toBeTruthy();
    expect(route.getState().conversationId).toBeNull();
    await act(async () => fireEvent.click(option(5) ?? document.body, { shiftKey: true }));
    expect(bar.getByText('5 selecionadas')).toBeTruthy();
    expect(ticked()).toBe(5);
    await user.click(option(2) ?? document.body);
    expect(bar.getByText('4 selecionadas')).toBeTruthy();
  });

  it('works by keyboard: S begins, Space ticks, shifted arrows extend, Esc leaves', async () => {
    const { user } = await open();
    await user.keyboard('s');
    const bar = within(screen.getByRole('region', { name: 'Seleção' }));
    screen.getByRole('listbox', { name: 'Lista de atendimentos' }).focus();
    await user.keyboard('{ArrowDown} {Shift>}{ArrowDown}{ArrowDown}{/Shift}');
    await waitFor(() => expect(bar.getByText('3 selecionadas')).toBeTruthy());
    await user.keyboard('{Control>}a{/Control}');
    expect(bar.getByText('128 selecionadas')).toBeTruthy();
    await user.keyboard('{Escape}');
    expect(screen.queryByRole('region', { name: 'Seleção' })).toBeNull();
    expect(ticked()).toBe(0);
  });

  it('finishes everything of the filter but the unticked row, with one qualification, after saying how many', async () => {
    const { user, asked, option, bar, route } = await selecting();
    await user.click(bar.getByRole('button', { name: 'Selecionar todas as 128 deste filtro' }));
    const spared = option(1)?.id.replace('card-', '');
    await user.click(option(1) ?? document.body);
    await user.click(bar.getByRole('button', { name: 'Finalizar' }));
    const dialog = within(await screen.findByRole('dialog', { name: 'Finalizar 127 atendimentos?' }));
    await user.type(dialog.getByRole('textbox', { name: 'Descrição do atendimento' }), 'campanha encerrada');
    await user.click(dialog.getByRole('button', { name: 'Finalizar' }));
    expect(asked('bulk.start')).toEqual([
      {
        what: { kind: 'finish', reasonId: null, description: 'campanha encerrada' },
        rows: { from: 'filter', filter: route.getState().filter, except: [spared] },
      },
    ]);
    await waitFor(() => expect(screen.queryByRole('region', { name: 'Seleção' })).toBeNull());
  });

  it('transfers the ticked ones to whoever was searched for, with a note', async () => {
    const { user, asked, option, bar } = await selecting();
    await user.click(option(0) ?? document.body);
    await user.click(bar.getByRole('button', { name: 'Transferir' }));
    const dialog = within(await screen.findByRole('dialog', { name: 'Transferir 1 atendimento?' }));
    expect(dialog.getByRole('button', { name: 'Transferir' })).toHaveProperty('disabled', true);
    await user.type(dialog.getByRole('textbox', { name: 'Observação para quem recebe' }), 'férias');
    await user.type(dialog.getByRole('combobox'), 'bruno{Enter}');
    expect(asked('bulk.start')).toEqual([
      {
        what: { kind: 'transfer', to: { kind: 'agent', id: 'bruno' }, note: 'férias' },
        rows: { from: 'ids', conversationIds: ['mariana'] },
      },
    ]);
  });

  it('adds a tag and runs an automation of those that are started by hand', async () => {
    const steps = [{ id: 'oi', type: 'sendText' as const, text: 'oi' }];
    const shared = { revision: 1, active: true, removed: false, version: 1, steps };
    const { user, asked, option, bar, bridge } = await selecting();
    await act(async () =>
      bridge.set('directory', {
        ...directory,
        automations: [
          { ...shared, id: 'pesquisa', name: 'Pesquisa', trigger: { type: 'manual' } },
          { ...shared, id: 'boas-vindas', name: 'Boas-vindas', trigger: { type: 'firstMessage', connectionIds: [] } },
        ],
      }),
    );
    await user.click(option(0) ?? document.body);
    await user.click(bar.getByRole('button', { name: 'Executar automação' }));
    const dialog = within(await screen.findByRole('dialog', { name: 'Executar automação em 1 atendimento?' }));
    await user.click(dialog.getByRole('combobox', { name: 'Automação' }));
    expect(screen.queryByRole('option', { name: 'Boas-vindas' })).toBeNull();
    await user.click(await screen.findByRole('option', { name: 'Pesquisa' }));
    await bridge.setAction('bulk.start', { ok: false, reason: 'busy' });
    await user.click(dialog.getByRole('button', { name: 'Executar' }));
    expect(await dialog.findByText('Outra ação em lote ainda está em andamento.')).toBeTruthy();
    expect(asked('bulk.start')).toMatchObject([{ what: { kind: 'automation', automationId: 'pesquisa' } }]);
    await user.click(
      within(screen.getByRole('dialog')).getAllByRole('button', { name: 'Cancelar' })[1] ?? document.body,
    );
    await user.click(bar.getByRole('button', { name: 'Adicionar tag' }));
    expect(await screen.findByRole('dialog', { name: 'Adicionar tag a 1 atendimento?' })).toBeTruthy();
  });

  it('finds a tag by what is typed of it, accents ignored, and takes it by Enter', async () => {
    const { user, asked, option, bar, bridge } = await selecting();
    const tag = (id: string, name: string) => ({ id, name, color: '#0b6e75', active: true, version: 1 });
    await act(async () =>
      bridge.set('directory', { ...directory, tags: [tag('vip', 'VIP'), tag('pos', 'Pós-venda')] }),
    );
    await user.click(option(0) ?? document.body);
    await user.click(bar.getByRole('button', { name: 'Adicionar tag' }));
    const dialog = within(await screen.findByRole('dialog', { name: 'Adicionar tag a 1 atendimento?' }));
    await user.type(dialog.getByRole('combobox', { name: 'Tag' }), 'venda pos{Enter}');
    await user.click(dialog.getByRole('button', { name: 'Adicionar tag' }));
    expect(asked('bulk.start')).toMatchObject([{ what: { kind: 'tag', tagId: 'pos' } }]);
  });

  it('says how many as people write numbers', async () => {
    const { user, bridge, bar } = await selecting();
    const rows = Array.from({ length: 20 }, (_, index) => rowAt(index));
    await act(async () => bridge.set('inbox.list', { total: 99_973, rows }));
    await user.click(bar.getByRole('button', { name: 'Selecionar todas as 99.973 deste filtro' }));
    expect(bar.getByText('99.973 selecionadas')).toBeTruthy();
    await user.click(bar.getByRole('button', { name: 'Finalizar' }));
    expect(await screen.findByRole('dialog', { name: 'Finalizar 99.973 atendimentos?' })).toBeTruthy();
  });

  it('forgets what was ticked when the filter changes, and does nothing without a server', async () => {
    const { user, option, bar, bridge, route } = await selecting();
    await user.click(option(0) ?? document.body);
    await act(async () => route.getState().setFilter({ tab: 'mine' }));
    expect(bar.getByText('Nenhuma conversa selecionada')).toBeTruthy();
    await user.click(option(0) ?? document.body);
    await act(async () =>
      bridge.set('connection', {
        ...{ state: 'offline', cause: { kind: 'network' }, catchingUp: null, clockSkewMs: 0, localProblem: null },
      }),
    );
    expect(bar.getByRole('button', { name: 'Transferir' })).toHaveProperty('disabled', true);
  });
});

describe('a bulk action', () => {
  it('shows how far it is and can be cancelled', async () => {
    const { user, asked } = await open({ bulk: 'running' });
    const panel = within(await screen.findByRole('region', { name: 'Ação em andamento' }));
    expect(panel.getByText('Transferindo 12 de 37…')).toBeTruthy();
    await user.click(panel.getByRole('button', { name: 'Cancelar' }));
    expect(asked('bulk.cancel')).toHaveLength(1);
    expect(panel.getByRole('button', { name: 'Cancelar' })).toHaveProperty('disabled', true);
  });

  it('ends with what was left out and why, each of which opens, and can be taken back', async () => {
    const { user, asked, route } = await open({ bulk: 'ended' });
    const panel = within(await screen.findByRole('region', { name: 'Resultado da ação' }));
    expect(panel.getByText('34 atendimentos transferidos para Bruno Tavares')).toBeTruthy();
    expect(panel.getByText('3 ficaram de fora')).toBeTruthy();
    expect(panel.getByText('O número máximo de atendimentos simultâneos foi atingido.')).toBeTruthy();
    await user.click(
      panel.getByRole('button', { name: /Rita Sampaio.*Alguém mexeu neste atendimento depois da seleção/ }),
    );
    expect(route.getState().conversationId).toBe('rita');
    await user.click(panel.getByRole('button', { name: 'Desfazer em 34 atendimentos' }));
    expect(asked('bulk.undo')).toHaveLength(1);
    await user.click(panel.getByRole('button', { name: 'Fechar' }));
    expect(asked('bulk.dismiss')).toHaveLength(1);
  });

  it('offers to take a finishing back, and says how many a lost line left alone', async () => {
    const { bridge } = await open();
    await act(async () =>
      bridge.set('bulk', { ...bulks.ended, what: 'finish', name: null, state: 'offline', total: 40 }),
    );
    const panel = within(await screen.findByRole('region', { name: 'Resultado da ação' }));
    expect(panel.getByText('34 atendimentos finalizados')).toBeTruthy();
    expect(panel.getByText('A conexão caiu no meio da ação.')).toBeTruthy();
    expect(panel.getByText('3 atendimentos não foram alterados')).toBeTruthy();
    expect(panel.getByRole('button', { name: 'Desfazer em 34 atendimentos' })).toBeTruthy();
    const started = { what: 'automation', name: 'Pesquisa', undoable: 0 } as const;
    await act(async () => bridge.set('bulk', { ...bulks.ended, ...started }));
    expect(panel.getByText('Uma automação iniciada não pode ser desfeita.')).toBeTruthy();
    expect(panel.queryByRole('button', { name: /Desfazer/ })).toBeNull();
  });
});

describe('what is ticked', () => {
  it('is counted the same whether rows are ticked one by one or all but some', () => {
    const some = withPicked(nothing, ['a', 'b'], true);
    expect([countOf(some, 10), isPicked(some, 'a'), isPicked(some, 'c')]).toEqual([2, true, false]);
    expect(countOf(withPicked(some, ['a'], false), 10)).toBe(1);
    const most = withPicked(everything, ['a', 'b'], false);
    expect([countOf(most, 10), isPicked(most, 'a'), isPicked(most, 'c')]).toEqual([8, false, true]);
    expect(countOf(withPicked(most, ['a'], true), 10)).toBe(9);
  });
});
