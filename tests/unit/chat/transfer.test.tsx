// @vitest-environment jsdom
import { act, screen, waitFor, within } from '@testing-library/react';
import { expect, test } from 'vitest';
import { canReceive, transferTargets } from '../../../src-renderer/transfer/targets.ts';
import { ana, directory } from '../../e2e/gallery/people.ts';
import { mariana } from '../../e2e/gallery/talk.ts';
import { openChat, type Story } from './open.tsx';

async function openDialog(story: Story = {}) {
  const opened = openChat(story);
  await opened.user.click(await screen.findByRole('button', { name: 'Transferir' }));
  const dialog = await screen.findByRole('dialog', { name: 'Transferir atendimento' });
  return { ...opened, dialog: within(dialog) };
}

test('a conversation is transferred by keyboard alone, with a note (B9)', async () => {
  const { user, asked, dialog } = await openDialog();
  await user.type(dialog.getByRole('combobox', { name: 'Buscar atendente ou departamento' }), 'bru');
  await user.tab();
  await user.type(
    dialog.getByRole('textbox', { name: 'Observação para quem recebe' }),
    'já orientei{Control>}{Enter}{/Control}',
  );
  expect(asked('server.conversation.transfer')).toEqual([
    { conversationId: 'mariana', to: { kind: 'agent', id: 'bruno' }, note: 'já orientei' },
  ]);
  expect(await screen.findByText('Atendimento transferido para Bruno Tavares')).toBeInTheDocument();
  await waitFor(() => expect(screen.queryByRole('dialog')).not.toBeInTheDocument());
  await user.click(screen.getByRole('button', { name: 'Desfazer' }));
  expect(asked('server.conversation.untransfer')).toEqual([{ conversationId: 'mariana', commandId: 'fake' }]);
  expect(await screen.findByText('Desfeito')).toBeInTheDocument();
});

test('arrows walk to a department, Enter transfers', async () => {
  const { user, asked, dialog } = await openDialog();
  await user.type(dialog.getByRole('combobox'), '{ArrowDown}{ArrowDown}{ArrowUp}{Enter}');
  expect(asked('server.conversation.transfer')).toEqual([
    { conversationId: 'mariana', to: { kind: 'department', id: 'financeiro' }, note: null },
  ]);
});

test('left by Esc, the focus is where it was', async () => {
  const { user } = await openDialog();
  await waitFor(() => expect(screen.getByRole('combobox')).toHaveFocus());
  await user.keyboard('{Escape}');
  await waitFor(() => expect(screen.getByRole('button', { name: 'Transferir' })).toHaveFocus());
});

test.each([
  ['agent', 0],
  ['supervisor', 1],
] as const)(
  'an %s finds the finishing of a colleague’s conversation among its actions as often as: %i',
  async (role, times) => {
    const colleagues = { mine: false, assigneeId: 'bruno', assigneeName: 'Bruno Tavares' };
    const { user } = openChat({ conversation: colleagues, me: { ...ana, role } });
    await user.click(await screen.findByRole('button', { name: 'Mais ações' }));
    await screen.findByRole('menuitem', { name: 'Copiar protocolo' });
    expect(screen.queryAllByRole('menuitem', { name: 'Finalizar atendimento' })).toHaveLength(times);
  },
);

test('nothing is chosen at first, so nothing is transferred by accident', async () => {
  const { dialog } = await openDialog();
  expect(dialog.getByRole('button', { name: 'Transferir' })).toBeDisabled();
});

test.each([
  ['at-capacity', 'Bruno Tavares já está com o número máximo de atendimentos simultâneos'],
  ['target-unavailable', 'Bruno Tavares não pode receber atendimentos agora'],
  ['offline', 'Sem conexão com o servidor. Tente de novo quando a conexão voltar.'],
] as const)('a transfer refused with %s says so and keeps what was written', async (reason, words) => {
  const { user, dialog } = await openDialog({
    data: { actions: { 'server.conversation.transfer': { ok: false, reason, detail: null } } },
  });
  await user.type(dialog.getByRole('textbox', { name: 'Observação para quem recebe' }), 'já orientei');
  await user.type(dialog.getByRole('combobox'), 'bruno{Enter}');
  expect(await dialog.findByText(words)).toBeInTheDocument();
  expect(dialog.getByRole('textbox', { name: 'Observação para quem recebe' })).toHaveValue('já orientei');
});

test('those who are there come first, the present agent never, and nobody signed out can receive', () => {
  const [ana, bruno, carla] = directory.people;
  if (ana === undefined || bruno === undefined || carla === undefined) throw new Error('three people');
  const gone = { ...bruno, id: 'dora', name: 'Dora', presence: { ...bruno.presence, state: 'offline' as const } };
  const targets = transferTargets({ people: [gone, carla, bruno, ana], departments: [] }, mariana, '');
  expect(targets.map((one) => one.name)).toEqual(['Bruno Tavares', 'Carla Nóbrega', 'Dora']);
  expect(targets.filter(canReceive).map((one) => one.name)).toEqual(['Bruno Tavares', 'Carla Nóbrega']);
  expect(transferTargets({ people: [carla], departments: [] }, mariana, 'nobrega')).toHaveLength(1);
});

test.each([
  ['transfer', 'Transferir atendimento'],
  ['tag', 'Tags de Mariana Cavalcanti de Albuquerque'],
] as const)('opened from the list to %s, the conversation asks at once', async (wish, title) => {
  const { route } = openChat();
  act(() => route.getState().openFor('mariana', wish));
  expect(await screen.findByRole('dialog', { name: title })).toBeInTheDocument();
  expect(route.getState().wish).toBeNull();
});

test('opened from the list for what cannot be done with it, it says so', async () => {
  const { asked, route } = openChat();
  act(() => route.getState().openFor('mariana', 'take'));
  expect(await screen.findByText('Não é possível fazer isso neste atendimento agora.')).toBeInTheDocument();
  expect(asked('server.conversation.take')).toEqual([]);
});
