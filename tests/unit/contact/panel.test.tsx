// @vitest-environment jsdom
import { act, screen, waitFor, within } from '@testing-library/react';
import { expect, test } from 'vitest';
import ContactPanel from '../../../src-renderer/contact/ContactPanel.tsx';
import { mariana } from '../../e2e/gallery/talk.ts';
import { offline, type Story, show, storyBridge } from '../chat/open.tsx';

const openPanel = (story: Story = {}) => show(<ContactPanel conversationId="mariana" />, storyBridge(story));
const demanding = (change: { requiresReason?: boolean; requiresDescription?: boolean }) => {
  if (mariana.department === null) throw new Error('the story has a department');
  return { department: { ...mariana.department, ...change } };
};

test('each identity is read as people read it, with its channel', async () => {
  openPanel();
  expect(await screen.findByText('(81) 99123-4567 (mari 🌻)')).toBeInTheDocument();
  expect(screen.getByText('@mari.cav')).toBeInTheDocument();
  expect(screen.getByText('visitante do site')).toBeInTheDocument();
});

test('a tag is added from those the contact does not have, and removed', async () => {
  const { user, asked } = openPanel();
  await user.click(await screen.findByRole('button', { name: 'Adicionar tag' }));
  expect(screen.queryByRole('option', { name: 'Cliente ativo' })).not.toBeInTheDocument();
  await user.type(
    await screen.findByRole('searchbox', { name: 'Buscar tag' }).catch(() => screen.getByLabelText('Buscar tag')),
    'vip',
  );
  await user.click(await screen.findByRole('option', { name: 'VIP' }));
  expect(asked('server.contact.tag')).toEqual([{ contactId: 'mari', tagId: 'VIP' }]);
  await user.click(screen.getByRole('button', { name: 'Remover tag Cliente ativo' }));
  expect(asked('server.contact.untag')).toEqual([{ contactId: 'mari', tagId: 'Cliente ativo' }]);
});

test('tags changed offline are shown as pending, in words too (E3)', async () => {
  openPanel({ connection: offline });
  expect(await screen.findByRole('img', { name: /^Troca: pendente, será adicionada/ })).toBeInTheDocument();
  expect(screen.getByRole('img', { name: /^Urgente: pendente, será removida/ })).toBeInTheDocument();
});

test('a recent conversation opens (G6)', async () => {
  const { user, route } = openPanel();
  await user.click(await screen.findByRole('button', { name: /Instagram · Atraso/ }));
  expect(route.getState().conversationId).toBe('old');
});

test('a conversation is qualified with a reason of the tree, found by typing, and finished (D1)', async () => {
  const { user, asked, bridge } = openPanel();
  await user.type(await screen.findByRole('textbox', { name: /Motivo de contato/ }), 'tamanho');
  await user.click(await screen.findByRole('option', { name: 'Troca › Tamanho' }));
  expect(screen.getByRole('textbox', { name: /Motivo de contato/ })).toHaveValue('Troca › Tamanho');
  await user.type(screen.getByRole('textbox', { name: /Descrição do atendimento/ }), 'trocou 38 por 37');
  await user.click(screen.getByRole('button', { name: 'Finalizar atendimento' }));
  expect(asked('server.conversation.finish')).toEqual([
    { conversationId: 'mariana', reasonId: 'tamanho', description: 'trocou 38 por 37' },
  ]);
  expect(screen.queryByText('Qualificação realizada com sucesso')).not.toBeInTheDocument();
  act(() =>
    bridge.set('conversation', {
      ...mariana,
      status: 'finished',
      finishedAt: 1,
      qualification: { reasonId: 'tamanho', description: 'trocou 38 por 37', byId: 'ana', at: 1 },
    }),
  );
  expect(await screen.findByText('Qualificação realizada com sucesso')).toBeInTheDocument();
  expect(screen.getByText('Descrição adicionada com sucesso')).toBeInTheDocument();
  expect(screen.getByText('Troca › Tamanho')).toBeInTheDocument();
});

test('a finishing that is called back gives the form back as it was', async () => {
  const { user, asked, bridge } = openPanel();
  const reason = () => screen.getByRole('textbox', { name: /Motivo de contato/ });
  const description = () => screen.getByRole('textbox', { name: /Descrição do atendimento/ });
  await user.type(await screen.findByRole('textbox', { name: /Motivo de contato/ }), 'tamanho');
  await user.click(await screen.findByRole('option', { name: 'Troca › Tamanho' }));
  await user.type(description(), 'trocou 38 por 37');
  await user.click(screen.getByRole('button', { name: 'Finalizar atendimento' }));
  const qualification = { reasonId: 'tamanho', description: 'trocou 38 por 37', byId: 'ana', at: 1 };
  act(() => bridge.set('conversation', { ...mariana, status: 'finished', finishedAt: 1, qualification }));
  expect(await screen.findByText('Qualificação realizada com sucesso')).toBeInTheDocument();
  expect(screen.queryByRole('button', { name: 'Finalizar atendimento' })).not.toBeInTheDocument();
  act(() => bridge.set('conversation', mariana));
  await screen.findByRole('button', { name: 'Finalizar atendimento' });
  expect(reason()).toHaveValue('Troca › Tamanho');
  expect(description()).toHaveValue('trocou 38 por 37');
  await user.click(screen.getByRole('button', { name: 'Finalizar atendimento' }));
  expect(asked('server.conversation.finish')).toHaveLength(2);
});

test('without reason and description a conversation is finished all the same, where nothing is required', async () => {
  const { user, asked } = openPanel();
  await user.click(await screen.findByRole('button', { name: 'Finalizar atendimento' }));
  expect(asked('server.conversation.finish')).toEqual([
    { conversationId: 'mariana', reasonId: null, description: null },
  ]);
});

test('a finishing is taken back from the notice, and what stands against it is said', async () => {
  const { user, bridge, asked } = openPanel();
  await user.click(await screen.findByRole('button', { name: 'Finalizar atendimento' }));
  act(() => bridge.set('conversation', { ...mariana, status: 'finished', finishedAt: 7, finishedById: 'ana' }));
  bridge.setAction('server.conversation.reopen', { ok: false, reason: 'stale', detail: null });
  await user.click(await screen.findByRole('button', { name: 'Desfazer' }));
  expect(asked('server.conversation.reopen')).toEqual([{ conversationId: 'mariana', finishedAt: 7 }]);
  const words = 'Alguém mexeu neste atendimento ou o cliente voltou. Não foi desfeito.';
  expect(await screen.findByText(words)).toBeInTheDocument();
});

test('what the department requires is marked and asked for before anything is sent', async () => {
  const { user, asked } = openPanel({ conversation: demanding({ requiresReason: true, requiresDescription: true }) });
  const reason = await screen.findByRole('textbox', { name: /Motivo de contato/ });
  expect(reason).toBeRequired();
  await user.click(screen.getByRole('button', { name: 'Finalizar atendimento' }));
  expect(await screen.findByText('Escolha o motivo de contato')).toBeInTheDocument();
  expect(screen.getByText('Escreva a descrição do atendimento')).toBeInTheDocument();
  expect(asked('server.conversation.finish')).toEqual([]);
});

test('a requirement only the server knows of is shown at its field', async () => {
  const { user } = openPanel({
    data: { actions: { 'server.conversation.finish': { ok: false, reason: 'description-required', detail: null } } },
  });
  await user.click(await screen.findByRole('button', { name: 'Finalizar atendimento' }));
  expect(await screen.findByText('Escreva a descrição do atendimento')).toBeInTheDocument();
});

test('finished offline, the qualification is shown as pending and cannot be given twice (E3)', async () => {
  openPanel({ connection: offline, conversation: { pendingFinish: true } });
  expect(await screen.findByText('Finalização pendente: será aplicada quando a conexão voltar')).toBeInTheDocument();
  expect(screen.getByRole('textbox', { name: /Descrição do atendimento/ })).toBeDisabled();
});

test('a finish refused later gives the form back as it was filled in', async () => {
  const { user, bridge } = openPanel();
  await user.type(await screen.findByRole('textbox', { name: /Descrição do atendimento/ }), 'trocou');
  await user.click(screen.getByRole('button', { name: 'Finalizar atendimento' }));
  act(() => bridge.set('conversation', { ...mariana, pendingFinish: true }));
  act(() => bridge.set('conversation', mariana));
  const description = screen.getByRole('textbox', { name: /Descrição do atendimento/ });
  await waitFor(() => expect(description).toBeEnabled());
  expect(description).toHaveValue('trocou');
});

test('who does not serve the conversation cannot finish it', async () => {
  openPanel({ conversation: { mine: false, assigneeId: 'bruno', assigneeName: 'Bruno Tavares' } });
  const section = within(await screen.findByRole('region', { name: 'Qualificar atendimento' }));
  expect(section.getByText('Só quem atende pode finalizar este atendimento')).toBeInTheDocument();
  expect(section.queryByRole('button', { name: 'Finalizar atendimento' })).not.toBeInTheDocument();
});
