// @vitest-environment jsdom
import { notifications } from '@mantine/notifications';
import { screen } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { afterEach, expect, it } from 'vitest';
import type { Field } from '../../../src-shared/protocol/contacts.ts';
import { directory } from '../../e2e/gallery/people.ts';
import { sceneBridge } from '../../e2e/gallery/scene.ts';
import { openWindow, prepareDom } from '../renderer/dom.tsx';

prepareDom();
afterEach(() => notifications.clean());

const cpf: Field = { id: 'cpf', name: 'CPF', type: 'cpf', choices: [], position: 0, active: true, version: 1 };
const level: Field = { ...cpf, id: 'nivel', name: 'Nível', type: 'choice', choices: ['Prata', 'Ouro'], position: 1 };

async function openFields(fields: Field[]) {
  const user = userEvent.setup();
  const bridge = sceneBridge({
    ...{ rows: 4, theme: 'light', density: 'comfortable', language: 'pt-BR' },
    ...{ long: false, state: 'online', role: 'supervisor' },
  });
  bridge.set('directory', { ...directory, fields });
  await openWindow(bridge, { section: 'settings' });
  await user.click(await screen.findByRole('button', { name: 'Campos do contato' }));
  await screen.findByText(/Campos que a ficha de todo contato tem/, {}, { timeout: 20_000 });
  const saved = () => bridge.calls.filter(({ name }) => name === 'server.field.save').map(({ args }) => args);
  return { user, saved };
}
const save = () => screen.getByRole('button', { name: 'Salvar alterações' });

it('a field of choices is made, its options in the order in which they are offered', async () => {
  const { user, saved } = await openFields([cpf]);
  await user.click(screen.getByRole('button', { name: 'Novo campo' }));
  await user.type(screen.getByRole('textbox', { name: 'Nome do campo' }), 'Tamanho');
  await user.click(screen.getByRole('combobox', { name: 'Tipo' }));
  await user.click(await screen.findByRole('option', { name: 'Escolha' }));
  await user.type(screen.getByRole('textbox', { name: 'Opção 1' }), 'M');
  await user.click(screen.getByRole('button', { name: 'Adicionar opção' }));
  await user.type(screen.getByRole('textbox', { name: 'Opção 2' }), 'P');
  await user.click(screen.getByRole('button', { name: 'Subir opção 2' }));
  await user.click(save());
  expect(saved()).toEqual([
    {
      id: expect.any(String),
      seen: null,
      value: { name: 'Tamanho', type: 'choice', choices: ['P', 'M'], position: 1, active: true },
    },
  ]);
});

it('a field keeps its type, moves among the others, and is removed over what was seen', async () => {
  const { user, saved } = await openFields([cpf, level]);
  expect(screen.getByRole('combobox', { name: /^Tipo/ }).hasAttribute('disabled')).toBe(true);
  await user.click(screen.getByRole('button', { name: /^Nível/ }));
  await user.click(screen.getByRole('button', { name: 'Remover opção 1' }));
  await user.click(save());
  await user.click(screen.getByRole('button', { name: 'Descartar' }));
  await user.click(screen.getByRole('button', { name: /^CPF/ }));
  await user.click(screen.getByRole('button', { name: 'Remover' }));
  expect(saved()).toMatchObject([
    { id: 'nivel', seen: { choices: ['Prata', 'Ouro'] }, value: { choices: ['Ouro'] } },
    { id: 'cpf', seen: { active: true }, value: { active: false } },
  ]);
});
