// @vitest-environment jsdom
import { screen, waitFor } from '@testing-library/react';
import { expect, test } from 'vitest';
import { directory } from '../../e2e/gallery/people.ts';
import { openStart } from './open.tsx';

const INVALID = 'Número inválido, corrija e tente novamente';
const [wa] = directory.connections;
if (wa === undefined) throw new Error('the shop has a WhatsApp number');

test('the only WhatsApp number is filled in as «Número de origem» (C1)', async () => {
  const { dialog } = await openStart();
  expect(dialog.getByRole('combobox', { name: 'Número de origem' })).toHaveValue('WhatsApp Loja · (11) 4000-0000');
});

test('of several numbers one must be chosen before anything is asked (C1)', async () => {
  const other = { ...wa, id: 'wa2', name: 'WhatsApp Filial', address: '(21) 4000-0000' };
  const { dialog, user, to, create, questions } = await openStart({ connections: [wa, other] });
  expect(dialog.getByRole('combobox', { name: 'Número de origem' })).toHaveValue('');
  await user.type(to(), '11987654321');
  await new Promise((done) => setTimeout(done, 400));
  expect(questions).toEqual([]);
  expect(create()).toBeDisabled();
  await user.click(dialog.getByRole('combobox', { name: 'Número de origem' }));
  await user.click(await screen.findByRole('option', { name: 'WhatsApp Filial · (21) 4000-0000' }));
  await waitFor(() =>
    expect(questions).toEqual([{ connectionId: 'wa2', to: { kind: 'phone', number: '11987654321' } }]),
  );
});

test('connections that cannot begin a conversation, or are switched off, are not offered (C1)', async () => {
  const { dialog } = await openStart({
    connections: [
      { ...wa, active: false },
      ...directory.connections.filter(({ channel }) => channel !== 'email').slice(1),
    ],
  });
  expect(dialog.getByText('Nenhuma conexão ativa permite iniciar conversas. Peça a um supervisor.')).toBeVisible();
});

test('«Para» is written as (11)999999999 while it is typed, and asked without the 55 (C2)', async () => {
  const { user, to, questions } = await openStart();
  await user.type(to(), '11987654321');
  expect(to()).toHaveValue('(11)987654321');
  await waitFor(() =>
    expect(questions).toEqual([{ connectionId: 'wa', to: { kind: 'phone', number: '11987654321' } }]),
  );
});

test('a number pasted with country code, spaces and hyphen is read as what it means (C2)', async () => {
  const { user, to } = await openStart();
  await user.click(to());
  await user.paste('+55 11 98765-4321');
  expect(to()).toHaveValue('(11)987654321');
});

test('the delete key takes digits away down to nothing, and the caret stays where it was (C2)', async () => {
  const { user, to } = await openStart();
  await user.type(to(), '119');
  expect(to()).toHaveValue('(11)9');
  await user.keyboard('{Backspace}{Backspace}');
  expect(to()).toHaveValue('(1');
  await user.keyboard('{Backspace}');
  expect(to()).toHaveValue('');
  await user.type(to(), '11987654321');
  await user.type(to(), '{Backspace}', { initialSelectionStart: 6, initialSelectionEnd: 6 });
  expect(to()).toHaveValue('(11)97654321');
  await user.keyboard('8');
  expect(to()).toHaveValue('(11)987654321');
});

test('a DDD that does not exist is told under the field at once (C2)', async () => {
  const { user, to, dialog } = await openStart();
  await user.type(to(), '20');
  expect(await dialog.findByText(INVALID)).toBeVisible();
  expect(to()).toBeInvalid();
});

test.each(['(11)987654321', '(21)887654321'])('the mobile %s has eleven digits and is taken (C3)', async (number) => {
  const { user, to, questions, dialog } = await openStart();
  await user.type(to(), number);
  await waitFor(() => expect(questions).toHaveLength(1));
  expect(dialog.queryByText(INVALID)).not.toBeInTheDocument();
});

test('a mobile of ten digits is invalid, and its ninth digit is one click away (C3)', async () => {
  const { user, to, dialog, create, questions } = await openStart();
  await user.type(to(), '1187654321');
  expect(await dialog.findByText(INVALID)).toBeVisible();
  expect(create()).toBeDisabled();
  await user.click(dialog.getByRole('button', { name: 'Incluir o nono dígito: (11)987654321' }));
  expect(to()).toHaveValue('(11)987654321');
  expect(to()).toHaveFocus();
  expect(dialog.queryByText(INVALID)).not.toBeInTheDocument();
  await waitFor(() =>
    expect(questions).toEqual([{ connectionId: 'wa', to: { kind: 'phone', number: '11987654321' } }]),
  );
});

test('who leaves the field before the number is whole is told (C3)', async () => {
  const { user, to, dialog } = await openStart();
  await user.type(to(), '11987');
  expect(dialog.queryByText(INVALID)).not.toBeInTheDocument();
  await user.tab();
  expect(dialog.getByText(INVALID)).toBeVisible();
});

test('a landline keeps «+ Criar conversa» disabled until it has ten digits (C3)', async () => {
  const { user, to, create, questions, dialog } = await openStart({ check: { ...insideOf(), lastInboundAt: 1 } });
  await user.type(to(), '113333444');
  await new Promise((done) => setTimeout(done, 900));
  expect(questions).toEqual([]);
  expect(dialog.queryByText(INVALID)).not.toBeInTheDocument();
  expect(create()).toBeDisabled();
  await user.type(to(), '4');
  await waitFor(() => expect(create()).toBeEnabled());
});

test('a number that the server refuses is told under the field, whatever our own rules say (C10)', async () => {
  const { user, to, dialog, create } = await openStart({ check: { allowed: false, reason: 'invalid-number' } });
  await user.type(to(), '11987654321');
  expect((await dialog.findAllByText(INVALID)).length).toBeGreaterThan(0);
  expect(create()).toBeDisabled();
});

function insideOf() {
  return { allowed: true, window: 'open', contactTitle: null, conversationId: null } as const;
}
