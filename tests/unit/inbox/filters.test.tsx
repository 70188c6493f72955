// @vitest-environment jsdom
import { act, screen, waitFor, within } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { describe, expect, it } from 'vitest';
import { allOpen, type Route } from '../../../src-renderer/app/route.tsx';
import type { ActionName } from '../../../src-shared/bridge/contract.ts';
import type { SavedFilterView } from '../../../src-shared/bridge/views.ts';
import { directory } from '../../e2e/gallery/people.ts';
import { sceneBridge } from '../../e2e/gallery/scene.ts';
import { openWindow, prepareDom } from '../renderer/dom.tsx';

prepareDom();

const scene = { rows: 6, theme: 'light', density: 'comfortable', language: 'pt-BR', long: false } as const;

const vips: SavedFilterView = {
  id: 'vips',
  name: 'VIPs de hoje',
  ownerId: 'ana',
  ownerName: 'Ana Souza',
  departmentId: null,
  departmentName: null,
  mine: true,
  pending: false,
  filter: { ...allOpen, tagIds: ['VIP'], period: { kind: 'last', days: 1 } },
};
const shared: SavedFilterView = {
  ...vips,
  id: 'shared',
  name: 'Janela acabando',
  ownerId: 'bruno',
  ownerName: 'Bruno Tavares',
  departmentId: 'suporte',
  departmentName: 'Suporte',
  mine: false,
  filter: { ...allOpen, status: 'awaiting', windowLeft: 'under-1h' },
};

async function open(start: Partial<Route> = {}, savedFilters: SavedFilterView[] = [vips, shared]) {
  const user = userEvent.setup();
  const bridge = sceneBridge({ ...scene, state: 'online' });
  bridge.set('directory', { ...directory, savedFilters });
  const opened = await openWindow(bridge, start);
  const asked = (name: ActionName) => bridge.calls.filter((call) => call.name === name).map((call) => call.args);
  const filter = () => opened.route.getState().filter;
  const inUse = () => within(screen.getByRole('region', { name: 'Filtros em uso' }));
  return { ...opened, user, asked, filter, inUse };
}

describe('«Filtros»', () => {
  it('narrow the list by what was typed and ticked, are named below, and go one by one or all at once', async () => {
    const { user, filter, inUse } = await open();
    await user.click(screen.getByRole('button', { name: 'Filtros' }));
    const panel = within(await screen.findByRole('dialog', { name: 'Filtros' }));
    await user.click(await panel.findByRole('tab', { name: 'Tags' }));
    await user.type(panel.getByRole('combobox', { name: 'Buscar em tags' }), 'vip{Enter}');
    await user.click(panel.getByRole('tab', { name: 'Negócios na etapa' }));
    await user.click(panel.getByRole('option', { name: /Negociação/ }));
    await user.click(panel.getByRole('option', { name: /Fechamento/ }));
    expect(filter()).toMatchObject({ tagIds: ['VIP'], stageIds: ['Negociação', 'Fechamento'] });
    expect(panel.getByRole('tab', { name: 'Negócios na etapa 2' })).toBeTruthy();
    await user.keyboard('{Escape}');
    expect(screen.getByRole('button', { name: 'Filtros, 2 em uso' })).toBeTruthy();

    await user.click(inUse().getByRole('button', { name: 'Retirar filtro Tags: VIP' }));
    expect(filter().tagIds).toEqual([]);
    await user.click(inUse().getByRole('button', { name: 'Negócios na etapa: Negociação +1' }));
    expect((await screen.findByRole('tab', { name: /Negócios na etapa/ })).getAttribute('aria-selected')).toBe('true');
    await user.keyboard('{Escape}');
    await user.click(inUse().getByRole('button', { name: 'Limpar filtros' }));
    expect(filter()).toEqual(allOpen);
    expect(screen.queryByRole('region', { name: 'Filtros em uso' })).toBeNull();
  });

  it('are walked by keyboard alone: the arrows go from kind to kind and from line to line', async () => {
    const { user, filter } = await open();
    screen.getByRole('button', { name: 'Filtros' }).focus();
    await user.keyboard('{Enter}');
    const panel = within(await screen.findByRole('dialog', { name: 'Filtros' }));
    await waitFor(() => expect(document.activeElement).toBe(panel.getByRole('combobox')));
    await user.keyboard('{ArrowDown}{Enter}{ArrowUp}{Enter}');
    expect(filter().connectionIds).toEqual(['ig', 'wa']);
    await user.keyboard('{Enter}');
    expect(filter().connectionIds).toEqual(['ig']);
    panel.getByRole('tab', { name: /Conexões/ }).focus();
    await user.keyboard('{ArrowUp}');
    expect(panel.getByRole('tab', { name: 'Janela' }).getAttribute('aria-selected')).toBe('true');
    await user.click(panel.getByRole('option', { name: 'Expirada' }));
    await user.click(panel.getByRole('option', { name: 'Menos de 1 h' }));
    expect(filter().windowLeft).toBe('under-1h');
  });

  it('have a palette: words find any of them, Enter turns it on or off and the palette stays', async () => {
    const { user, filter } = await open();
    await user.keyboard('{Control>}{Shift>}f{/Shift}{/Control}');
    const palette = within(await screen.findByRole('dialog', { name: 'Filtrar a lista' }));
    const field = palette.getByRole('combobox');
    await waitFor(() => expect(document.activeElement).toBe(field));
    await user.keyboard('vip{Enter}');
    expect(filter().tagIds).toEqual(['VIP']);
    expect(palette.getByRole('option', { name: 'VIP Tags' }).getAttribute('aria-selected')).toBe('true');
    // What is typed next replaces it: it is selected.
    await user.keyboard('janela 4{Enter}');
    expect(filter().windowLeft).toBe('under-4h');
    await user.keyboard('falha{Enter}');
    expect(filter().status).toBe('failed');
    await user.keyboard('vip{Enter}');
    expect(filter().tagIds).toEqual([]);
    await user.keyboard('zebra');
    expect(palette.getByText('Nenhum filtro com esse nome')).toBeTruthy();
    await user.keyboard('{Escape}');
    await waitFor(() => expect(screen.queryByRole('dialog', { name: 'Filtrar a lista' })).toBeNull());
  });

  it('are kept with the person’s preferences and put back before the list is asked for', async () => {
    const { user, asked } = await open();
    await user.click(screen.getByRole('tab', { name: /Meus/ }));
    const view = { inboxView: { filter: { ...allOpen, tab: 'mine' }, savedFilterId: null } };
    await waitFor(() => expect(asked('preferences.set')).toEqual([view]));
  });

  it('come back as they were left, without another list shown before', async () => {
    const bridge = sceneBridge({ ...scene, state: 'online' });
    const filter = { ...allOpen, tagIds: ['VIP'] };
    await bridge.action('preferences.set', { inboxView: { filter, savedFilterId: 'vips' } });
    bridge.set('directory', { ...directory, savedFilters: [vips] });
    const listed: unknown[] = [];
    const watch = bridge.watch;
    const { route } = await openWindow({
      ...bridge,
      watch: (name, args, listener) => {
        if (name === 'inbox.list') listed.push(args);
        return watch(name, args, listener);
      },
    });
    expect(route.getState().filter).toEqual(filter);
    expect(listed).toEqual([{ filter, start: 0, count: 50 }]);
    expect(screen.getByRole('button', { name: 'Filtro salvo em uso: VIPs de hoje, alterado' })).toBeTruthy();
  });
});

describe('saved filters', () => {
  const menu = async (user: ReturnType<typeof userEvent.setup>, name: string | RegExp) => {
    await user.click(
      screen.getByRole('button', { name: /^Filtros salvos$|^Filtro salvo em uso: [^,]*$/, expanded: false }),
    );
    await user.click(await screen.findByRole(typeof name === 'string' ? 'menuitem' : 'menuitemradio', { name }));
  };

  it('are chosen by name, marked once something else is shown, and gone back to by a click', async () => {
    const { user, filter, inUse } = await open();
    await menu(user, /Janela acabando/);
    expect(filter()).toEqual(shared.filter);
    expect(inUse().getByRole('button', { name: 'Filtro salvo em uso: Janela acabando' })).toBeTruthy();
    await user.click(inUse().getByRole('button', { name: 'Retirar filtro Janela: Menos de 1 h' }));
    const marked = inUse().getByRole('button', { name: 'Filtro salvo em uso: Janela acabando, alterado' });
    await user.click(marked);
    expect(filter()).toEqual(shared.filter);
  });

  it('keep the present filter under a name, shared with a department', async () => {
    const { user, asked, filter, route } = await open({ filter: { ...allOpen, tagIds: ['VIP'] } });
    await menu(user, 'Salvar filtro atual…');
    const dialog = within(await screen.findByRole('dialog', { name: 'Salvar filtro' }));
    await user.click(dialog.getByRole('button', { name: 'Salvar' }));
    expect(dialog.getByText('Dê um nome ao filtro')).toBeTruthy();
    await user.type(dialog.getByRole('textbox', { name: 'Nome' }), ' Clientes VIP ');
    await user.click(dialog.getByRole('combobox', { name: 'Compartilhar com' }));
    await user.click(await screen.findByRole('option', { name: 'Suporte' }));
    // Ana is of «Suporte» alone.
    expect(screen.queryByRole('option', { name: 'Vendas' })).toBeNull();
    await user.click(dialog.getByRole('button', { name: 'Salvar' }));
    const [saved] = asked('server.filter.save');
    expect(saved).toMatchObject({ name: 'Clientes VIP', departmentId: 'suporte', filter: filter() });
    expect(saved).toHaveProperty('id', route.getState().savedFilterId);
    expect(await screen.findByText('Filtro «Clientes VIP» salvo')).toBeTruthy();
  });

  it('are updated and renamed by their owner', async () => {
    const { user, asked, filter, inUse } = await open();
    await menu(user, /VIPs de hoje/);
    await user.click(inUse().getByRole('button', { name: 'Retirar filtro Período: Hoje' }));
    await user.click(screen.getByRole('button', { name: 'Filtro salvo em uso: VIPs de hoje', expanded: false }));
    await user.click(await screen.findByRole('menuitem', { name: /^Atualizar/ }));
    expect(asked('server.filter.save')).toEqual([
      { id: 'vips', name: 'VIPs de hoje', departmentId: null, filter: filter() },
    ]);
    await user.click(screen.getByRole('button', { name: 'Filtro salvo em uso: VIPs de hoje', expanded: false }));
    await user.click(await screen.findByRole('menuitem', { name: /^Renomear/ }));
    const dialog = within(await screen.findByRole('dialog', { name: 'Filtro salvo' }));
    await user.clear(dialog.getByRole('textbox', { name: 'Nome' }));
    await user.type(dialog.getByRole('textbox', { name: 'Nome' }), 'VIPs{Enter}');
    expect(asked('server.filter.save').at(-1)).toEqual({ ...pick(vips), name: 'VIPs' });
  });

  it('are removed by their owner, which can be undone', async () => {
    const { user, asked } = await open({ savedFilterId: 'vips', filter: vips.filter });
    await user.click(screen.getByRole('button', { name: 'Filtro salvo em uso: VIPs de hoje', expanded: false }));
    await user.click(await screen.findByRole('menuitem', { name: /^Remover/ }));
    expect(asked('server.filter.remove')).toEqual([{ id: 'vips' }]);
    await user.click(await screen.findByRole('button', { name: 'Desfazer' }));
    const again = asked('server.filter.save').at(-1);
    expect(again).toMatchObject({ name: 'VIPs de hoje', filter: vips.filter });
    expect(again).not.toHaveProperty('id', 'vips');
  });

  it('of a colleague are used, not changed', async () => {
    const { user } = await open({ savedFilterId: 'shared', filter: shared.filter });
    await user.click(screen.getByRole('button', { name: 'Filtro salvo em uso: Janela acabando', expanded: false }));
    expect((await screen.findByRole('menuitemradio', { name: /Janela acabando/ })).textContent).toContain(
      'Suporte · por Bruno Tavares',
    );
    expect(screen.queryByRole('menuitem', { name: /^Renomear|^Remover|^Atualizar/ })).toBeNull();
  });

  it('a name that is taken is said in the dialog, which stays', async () => {
    const { user, bridge } = await open({ savedFilterId: 'vips', filter: vips.filter });
    await act(async () => bridge.setAction('server.filter.save', { ok: false, reason: 'name-taken', detail: null }));
    await user.click(screen.getByRole('button', { name: 'Filtro salvo em uso: VIPs de hoje', expanded: false }));
    await user.click(await screen.findByRole('menuitem', { name: 'Salvar filtro atual…' }));
    const dialog = within(await screen.findByRole('dialog', { name: 'Salvar filtro' }));
    await user.type(dialog.getByRole('textbox', { name: 'Nome' }), 'VIPs de hoje{Enter}');
    await waitFor(() =>
      expect(dialog.getByRole('textbox', { name: 'Nome' }).getAttribute('aria-invalid')).toBe('true'),
    );
  });
});

const pick = ({ id, name, departmentId, filter }: SavedFilterView) => ({ id, name, departmentId, filter });
