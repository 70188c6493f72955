// @vitest-environment jsdom
import { notifications } from '@mantine/notifications';
import { act, screen, waitFor, within } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { afterEach, describe, expect, it } from 'vitest';
import type { Role } from '../../../src-shared/protocol/entities.ts';
import { operationDefaults } from '../../../src-shared/protocol/operation.ts';
import { operationDirectory } from '../../e2e/gallery/operation.ts';
import { sceneBridge } from '../../e2e/gallery/scene.ts';
import { openWindow, prepareDom } from '../renderer/dom.tsx';

prepareDom();
afterEach(() => notifications.clean());

async function openSettings(role: Role, section: string) {
  const user = userEvent.setup();
  const bridge = sceneBridge({
    rows: 4,
    theme: 'light',
    density: 'comfortable',
    language: 'pt-BR',
    long: false,
    state: 'online',
    role,
  });
  const window = await openWindow(bridge, { section: 'settings' });
  await user.click(await screen.findByRole('button', { name: section }));
  await screen.findByRole('heading', { name: section });
  // A section's code is loaded when it is opened.
  await waitFor(() => expect(screen.queryByText('Carregando…')).toBeNull(), { timeout: 20_000 });
  return { user, ...window };
}

const saves = (calls: { name: string; args: unknown }[], name: string) =>
  calls.filter((call) => call.name === name).map((call) => call.args);

describe('the menu of settings', () => {
  it('shows agents their own sections only', async () => {
    await openSettings('agent', 'Aparência');
    const menu = screen.getByRole('navigation', { name: 'Configurações' });
    expect(within(menu).getByRole('button', { name: 'Conta e computador' })).toBeTruthy();
    for (const hidden of ['Departamentos', 'Pessoas', 'Pausas', 'Histórico de alterações']) {
      expect(within(menu).queryByRole('button', { name: hidden })).toBeNull();
    }
  });
});

describe('a form of the settings', () => {
  it('saves what was seen and what is wanted, and offers to undo it', async () => {
    const { user, bridge } = await openSettings('supervisor', 'Departamentos');
    const save = await screen.findByRole('button', { name: 'Salvar alterações' });
    expect(save).toHaveProperty('disabled', true);
    await user.click(screen.getByRole('switch', { name: /Motivo de contato/ }));
    await user.click(save);
    const [args] = saves(bridge.calls, 'server.department.save');
    const support = { name: 'Suporte', rule: 'longestIdle', acceptSeconds: 30, memberIds: ['ana', 'bruno', 'carla'] };
    expect(args).toMatchObject({
      id: 'suporte',
      seen: { ...support, requiresReason: false },
      value: { ...support, requiresReason: true },
    });
    await user.click(await screen.findByRole('button', { name: 'Desfazer' }));
    expect(bridge.calls).toContainEqual({ name: 'server.settings.undo', args: { changeId: 'fake' } });
  });

  it('says under the field what is wrong, and sends nothing', async () => {
    const { user, bridge } = await openSettings('supervisor', 'Continuidade');
    // Beside it stands the form of «Vários canais», with a button of its own.
    const save = () => screen.getByRole('button', { name: 'Salvar alterações em Continuidade' });
    const start = await screen.findByLabelText('Segunda-feira, período 2: início');
    await user.clear(start);
    await user.type(start, '9');
    await user.tab();
    expect(start).toHaveProperty('value', '09:00');
    await user.click(save());
    expect(screen.getByRole('alert').textContent).toBe('Este período se sobrepõe a outro do mesmo dia.');
    expect(saves(bridge.calls, 'server.operation.save')).toEqual([]);
    await user.clear(start);
    await user.type(start, '11h30');
    await user.tab();
    await user.click(save());
    expect(saves(bridge.calls, 'server.operation.save')).toMatchObject([
      { section: 'affinity', value: { affinity: { specialHours: { mon: [{}, { from: '11:30', to: '13:20' }, {}] } } } },
    ]);
  });

  it('asks before unsaved changes are left, wherever one leaves to', async () => {
    const { user, route } = await openSettings('supervisor', 'Pessoas');
    await user.click(await screen.findByRole('button', { name: /Ana Souza.*Suporte/ }));
    const capacity = screen.getByLabelText('Capacidade');
    await user.clear(capacity);
    await user.type(capacity, '9');
    await user.click(screen.getByRole('button', { name: 'Departamentos' }));
    const dialog = await screen.findByRole('dialog', { name: 'Alterações não salvas' });
    await user.click(within(dialog).getByRole('button', { name: 'Continuar editando' }));
    await act(async () => route.getState().go('inbox'));
    expect(route.getState().section).toBe('settings');
    await user.click(await screen.findByRole('button', { name: 'Sair sem salvar' }));
    expect(route.getState().section).toBe('inbox');
  });

  it('shows when somebody else saved meanwhile, and overwrites only when told to', async () => {
    const { user, bridge } = await openSettings('supervisor', 'Ociosidade e máquina perdida');
    const form = within(await screen.findByRole('form', { name: 'Ociosidade' }));
    const minutes = form.getByLabelText('Tempo sem atividade');
    await user.clear(minutes);
    await user.type(minutes, '15');
    const theirs = { ...operationDefaults, id: 'aurora', timeZone: 'America/Sao_Paulo', idleMinutes: 30, version: 9 };
    await act(async () => bridge.set('directory', { ...operationDirectory, operation: theirs }));
    expect(form.getByRole('alert').textContent).toContain('Outra pessoa salvou alterações aqui');
    expect(form.getByRole('button', { name: 'Salvar alterações em Ociosidade' })).toHaveProperty('disabled', true);
    await user.click(form.getByRole('button', { name: 'Manter as minhas alterações' }));
    await user.click(form.getByRole('button', { name: 'Salvar alterações em Ociosidade' }));
    expect(saves(bridge.calls, 'server.operation.save')).toEqual([
      { section: 'idle', seen: { idleMinutes: 30 }, value: { idleMinutes: 15 } },
    ]);
  });

  it('puts the server’s refusal under its field', async () => {
    const { user, bridge } = await openSettings('supervisor', 'Tags');
    bridge.setAction('server.tag.save', { ok: false, reason: 'name-taken', detail: 'name' });
    await user.click(await screen.findByRole('button', { name: 'Nova tag' }));
    await user.type(screen.getByLabelText('Nome'), 'VIP');
    await user.click(screen.getByRole('radio', { name: 'Verde' }));
    await user.click(screen.getByRole('button', { name: 'Salvar alterações' }));
    expect(await screen.findByText('Já existe um item com este nome.')).toBeTruthy();
    expect(saves(bridge.calls, 'server.tag.save')).toMatchObject([
      { seen: null, value: { name: 'VIP', color: '#147a4a', active: true } },
    ]);
  });
});

describe('people', () => {
  it('keep name, role and access from a supervisor', async () => {
    const { user } = await openSettings('supervisor', 'Pessoas');
    await user.click(await screen.findByRole('button', { name: /Bruno Tavares/ }));
    expect(screen.getByLabelText('Nome')).toHaveProperty('disabled', true);
    expect(screen.getByRole('switch', { name: /Tem acesso/ })).toHaveProperty('disabled', true);
    expect(screen.getByLabelText('Capacidade')).toHaveProperty('disabled', false);
  });

  it('are deactivated by an administrator, who cannot do it to themselves', async () => {
    const { user, bridge } = await openSettings('admin', 'Pessoas');
    await user.click(await screen.findByRole('button', { name: /Alice Moura.*Administrador/ }));
    expect(screen.getByRole('switch', { name: /Tem acesso/ })).toHaveProperty('disabled', true);
    await user.click(screen.getByRole('button', { name: /Bruno Tavares/ }));
    bridge.setAction('server.person.save', { ok: false, reason: 'open-conversations', detail: 'active' });
    await user.click(screen.getByRole('switch', { name: /Tem acesso/ }));
    await user.click(screen.getByRole('button', { name: 'Salvar alterações' }));
    expect(await screen.findByText(/Esta pessoa tem atendimentos em andamento/)).toBeTruthy();
  });
});

describe('lists', () => {
  it('a contact reason is made below another and moved among its siblings', async () => {
    const { user, bridge } = await openSettings('supervisor', 'Motivos de contato');
    await user.click(await screen.findByRole('button', { name: 'Entrega' }));
    await user.click(screen.getByRole('button', { name: 'Mover para cima' }));
    await waitFor(() =>
      expect(saves(bridge.calls, 'server.reason.save')).toMatchObject([
        { id: 'entrega', seen: { position: 2 }, value: { position: 0 } },
      ]),
    );
    await user.click(screen.getByRole('button', { name: 'Novo motivo dentro de Entrega' }));
    await user.type(screen.getByLabelText('Nome'), 'Extravio');
    await user.click(screen.getByRole('button', { name: 'Salvar alterações' }));
    expect(saves(bridge.calls, 'server.reason.save').at(-1)).toMatchObject({
      seen: null,
      value: { parentId: 'entrega', name: 'Extravio', position: 1, active: true },
    });
  });

  it('a pause reason is removed with an undo', async () => {
    const { user, bridge } = await openSettings('supervisor', 'Pausas');
    await user.click(await screen.findByRole('button', { name: /Banheiro/ }));
    await user.click(screen.getByRole('button', { name: 'Remover' }));
    expect(bridge.calls).toContainEqual({ name: 'server.pauseReason.remove', args: { id: 'banheiro' } });
    expect(await screen.findByText('«Banheiro» foi removido.')).toBeTruthy();
  });
});

describe('the history of changes', () => {
  it('says who changed what, from what to what, and undoes', async () => {
    const { user, bridge } = await openSettings('supervisor', 'Histórico de alterações');
    const list = within(await screen.findByRole('list', { name: 'Histórico de alterações' }));
    const [affinity, department, person, tag] = list.getAllByRole('listitem');
    expect(affinity?.textContent).toContain('Horário especial, Sábado');
    expect(department?.textContent).toContain('Departamento «Suporte» · alteração');
    expect(department?.textContent).toContain('Alice Moura');
    expect(department?.textContent).toContain('Menos ocupado → Há mais tempo sem receber');
    expect(department?.textContent).toContain('Ana Souza → Ana Souza, Bruno Tavares');
    expect(person?.textContent).toContain('Capacidade4 → 6');
    expect(person?.textContent).toContain('Desfeita');
    expect(tag?.textContent).toContain('Tag «VIP» · criação');
    bridge.setAction('server.settings.undo', { ok: false, reason: 'stale', detail: 'rule' });
    await user.click(list.getByRole('button', { name: 'Desfazer: Departamento «Suporte»' }));
    expect(bridge.calls).toContainEqual({ name: 'server.settings.undo', args: { changeId: 'c3' } });
    expect(await screen.findByText(/Isto já foi alterado de novo depois/)).toBeTruthy();
  });
});
