// @vitest-environment jsdom
import { screen, waitFor, within } from '@testing-library/react';
import { expect, test } from 'vitest';
import { matches, problemsOf, typedShortcut } from '../../../src-renderer/settings/saved-texts/draft.ts';
import SavedTextSettings from '../../../src-renderer/settings/saved-texts/SavedTextSettings.tsx';
import type { ServerActionResult } from '../../../src-shared/bridge/contract.ts';
import type { Role, SavedText } from '../../../src-shared/protocol/entities.ts';
import { ana, directory } from '../../e2e/gallery/people.ts';
import { show, storyBridge } from '../chat/open.tsx';

const saved = (id: string, shortcut: string, text: string, departmentId: string | null = null): SavedText => ({
  id,
  shortcut,
  text,
  departmentId,
  active: true,
  version: 1,
});
const texts = [
  saved('s1', 'ola', 'Olá, {{contato.nome}}!'),
  saved('s2', 'rastreio', 'Seu pedido está a caminho.', 'suporte'),
  saved('s3', 'desconto', 'Temos 5% de desconto.', 'vendas'),
];

function open(role: Role = 'supervisor', result?: ServerActionResult, savedTexts = texts) {
  const person = { ...ana, role };
  const workspace = { id: 'aurora', name: 'Loja Aurora', timeZone: 'America/Sao_Paulo' };
  const session = { phase: 'ready', person, workspace, email: 'ana@aurora.example' } as const;
  const actions = result === undefined ? {} : { 'server.savedText.save': result, 'server.savedText.remove': result };
  return show(
    <SavedTextSettings session={session} />,
    storyBridge({ me: person, data: { watches: { directory: { ...directory, savedTexts } }, actions } }),
  );
}
const rows = () =>
  screen
    .getAllByRole('row')
    .slice(1)
    .map((row) => within(row).getByRole('rowheader').textContent);

test('an agent reads those of their departments and of everyone, and changes none', async () => {
  open('agent');
  await screen.findByRole('table');
  expect(rows()).toEqual(['/ola', '/rastreio']);
  expect(screen.queryByRole('button', { name: 'Nova resposta rápida' })).toBeNull();
  expect(screen.queryByRole('button', { name: 'Editar /ola' })).toBeNull();
});

test('are found by any of their words, without accents', async () => {
  const { user } = open();
  await user.type(await screen.findByRole('textbox', { name: 'Buscar resposta rápida' }), 'OLA');
  expect(rows()).toEqual(['/ola']);
  await user.clear(screen.getByRole('textbox', { name: 'Buscar resposta rápida' }));
  await user.type(screen.getByRole('textbox', { name: 'Buscar resposta rápida' }), 'vendas');
  expect(rows()).toEqual(['/desconto']);
  await user.type(screen.getByRole('textbox', { name: 'Buscar resposta rápida' }), 'zzz');
  expect(screen.getByText('Nada encontrado para «vendaszzz»')).toBeInTheDocument();
});

test('a new one is written with variables, seen as the customer will see it, and saved', async () => {
  const { user, asked } = open();
  await user.click(await screen.findByRole('button', { name: 'Nova resposta rápida' }));
  const dialog = await screen.findByRole('dialog', { name: 'Nova resposta rápida' });
  await user.type(within(dialog).getByRole('textbox', { name: /Atalho/ }), '/bom dia');
  await user.type(within(dialog).getByRole('textbox', { name: /Texto/ }), 'Oi, ');
  await user.click(within(dialog).getByRole('button', { name: 'Primeiro nome do contato' }));
  expect(within(dialog).getByRole('region', { name: 'Como o cliente verá' })).toHaveTextContent('Oi, Mariana');
  await user.click(within(dialog).getByRole('button', { name: 'Salvar' }));
  expect(asked('server.savedText.save')).toEqual([
    expect.objectContaining({ shortcut: 'bom-dia', text: 'Oi, {{contato.primeiro_nome}}', departmentId: null }),
  ]);
  expect(await screen.findByText('Resposta rápida salva')).toBeInTheDocument();
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
});

test('a variable goes to the end of a text that was not touched, else to where the caret is', async () => {
  const { user } = open();
  await user.click(await screen.findByRole('button', { name: 'Editar /rastreio' }));
  const dialog = await screen.findByRole('dialog');
  const text = within(dialog).getByRole('textbox', { name: /Texto/ });
  await user.click(within(dialog).getByRole('button', { name: 'Protocolo' }));
  expect(text).toHaveValue('Seu pedido está a caminho.{{protocolo}}');
  await user.type(text, '!', { initialSelectionStart: 3, initialSelectionEnd: 10 });
  await user.click(within(dialog).getByRole('button', { name: 'Departamento' }));
  expect(text).toHaveValue('Seu!{{departamento}} está a caminho.{{protocolo}}');
});

test('what is missing, taken or unknown is said at its field, and nothing is sent', async () => {
  const { user, asked } = open();
  await user.click(await screen.findByRole('button', { name: 'Nova resposta rápida' }));
  const dialog = await screen.findByRole('dialog');
  await user.type(within(dialog).getByRole('textbox', { name: /Atalho/ }), 'OLA');
  expect(within(dialog).getByText('Já existe /OLA. Escolha outro atalho.')).toBeInTheDocument();
  expect(within(dialog).queryByText('Escreva o texto')).toBeNull();
  await user.click(within(dialog).getByRole('button', { name: 'Salvar' }));
  expect(within(dialog).getByText('Escreva o texto')).toBeInTheDocument();
  await user.type(within(dialog).getByRole('textbox', { name: /Texto/ }), 'Pedido {{{{pedido}}');
  expect(within(dialog).getByText('Variável que não existe: {{pedido}}. Escolha da lista.')).toBeInTheDocument();
  await user.click(within(dialog).getByRole('button', { name: 'Salvar' }));
  expect(asked('server.savedText.save')).toEqual([]);
});

test('one is changed under its own shortcut, and what the server refuses is said', async () => {
  const { user, asked } = open('supervisor', { ok: false, reason: 'name-taken', detail: null });
  await user.click(await screen.findByRole('button', { name: 'Editar /rastreio' }));
  const dialog = await screen.findByRole('dialog', { name: 'Editar resposta rápida' });
  expect(within(dialog).getByRole('button', { name: 'Salvar' })).toBeDisabled();
  await user.type(within(dialog).getByRole('textbox', { name: /Texto/ }), ' Obrigada!');
  await user.click(within(dialog).getByRole('button', { name: 'Salvar' }));
  expect(asked('server.savedText.save')).toEqual([
    { id: 's2', shortcut: 'rastreio', text: 'Seu pedido está a caminho. Obrigada!', departmentId: 'suporte' },
  ]);
  expect(await within(dialog).findByRole('alert')).toHaveTextContent('Já existe /rastreio');
});

test('one is removed only after it was confirmed', async () => {
  const { user, asked } = open();
  await user.click(await screen.findByRole('button', { name: 'Remover /ola' }));
  const dialog = await screen.findByRole('dialog', { name: 'Remover resposta rápida' });
  expect(asked('server.savedText.remove')).toEqual([]);
  await user.click(within(dialog).getByRole('button', { name: 'Remover' }));
  expect(asked('server.savedText.remove')).toEqual([{ id: 's1' }]);
  expect(await screen.findByText('Resposta rápida removida')).toBeInTheDocument();
});

test('without any, it says what they are for', async () => {
  open('supervisor', undefined, []);
  expect(await screen.findByText('Nenhuma resposta rápida ainda')).toBeInTheDocument();
});

test('a shortcut is what the server takes: letters, digits and hyphens', () => {
  expect(typedShortcut('/bom dia')).toBe('bom-dia');
  const draft = { id: 'x', shortcut: 'olá!', text: 'a', departmentId: null };
  expect(problemsOf(draft, []).shortcut).toBe('shortcutInvalid');
  expect(problemsOf({ ...draft, shortcut: 'saudação-2' }, []).shortcut).toBeNull();
  expect(matches('ped cam', 'rastreio', 'Seu pedido está a caminho')).toBe(true);
});
