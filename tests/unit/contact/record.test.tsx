// @vitest-environment jsdom
import { act, screen, waitFor, within } from '@testing-library/react';
import { expect, test, vi } from 'vitest';
import ContactPanel from '../../../src-renderer/contact/ContactPanel.tsx';
import type { ContactFieldView, ContactView } from '../../../src-shared/bridge/views.ts';
import type { Field } from '../../../src-shared/protocol/contacts.ts';
import { plainIdentity } from '../../../src-shared/protocol/defaults.ts';
import { mari } from '../../e2e/gallery/talk.ts';
import { offline, type Story, show, storyBridge } from '../chat/open.tsx';

const field = (id: string, type: Field['type'], value: string | null = null): ContactFieldView => ({
  field: {
    id,
    name: id,
    type,
    choices: type === 'choice' ? ['Ouro', 'Prata'] : [],
    position: 0,
    active: true,
    version: 1,
  },
  value,
  pending: false,
});
const open = (change: Partial<ContactView> = {}, story: Story = {}) =>
  show(
    <ContactPanel conversationId="mariana" />,
    storyBridge({ ...story, data: { ...story.data, watches: { contact: { ...mari, ...change } } } }),
  );

test('a CPF is formatted as it is typed, checked, and kept as its digits (G5)', async () => {
  const { user, asked } = open({ fields: [field('CPF', 'cpf')] });
  await user.click(await screen.findByRole('button', { name: 'Preencher CPF' }));
  const input = screen.getByRole('textbox', { name: 'CPF' });
  expect(input).toHaveFocus();
  await user.type(input, '52998224726');
  expect(input).toHaveValue('529.982.247-26');
  await user.keyboard('{Enter}');
  expect(screen.getByRole('alert')).toHaveTextContent('CPF inválido, confira os números');
  expect(asked('server.contact.field')).toEqual([]);
  await user.type(input, '{Backspace}5{Enter}');
  await waitFor(() => expect(screen.queryByRole('textbox', { name: 'CPF' })).toBeNull());
  expect(asked('server.contact.field')).toEqual([
    { contactId: 'mari', fieldId: 'CPF', seen: null, value: '52998224725' },
  ]);
  await waitFor(() => expect(screen.getByRole('button', { name: 'Preencher CPF' })).toHaveFocus());
});

test.each([
  ['cnpj', '12abc34501de35', '12.ABC.345/01DE-35', '12ABC34501DE35'],
  ['phone', '11987654321', '(11) 98765-4321', '5511987654321'],
  ['date', '22112026', '22/11/2026', '2026-11-22'],
  ['email', 'Mari@Loja.example', 'Mari@Loja.example', 'mari@loja.example'],
  ['number', '1.234,5', '1.234,5', '1234.5'],
] as const)('a field of type %s reads what people type', async (type, keys, typed, kept) => {
  const { user, asked } = open({ fields: [field('Campo', type)] });
  await user.click(await screen.findByRole('button', { name: 'Preencher Campo' }));
  await user.type(screen.getByRole('textbox', { name: 'Campo' }), keys);
  expect(screen.getByRole('textbox', { name: 'Campo' })).toHaveValue(typed);
  await user.keyboard('{Enter}');
  expect(asked('server.contact.field')).toEqual([{ contactId: 'mari', fieldId: 'Campo', seen: null, value: kept }]);
});

test('a digit put into the middle keeps the caret where it was', async () => {
  const { user } = open({ fields: [field('CPF', 'cpf', '52998224725')] });
  await user.click(await screen.findByRole('button', { name: 'Editar CPF: 529.982.247-25' }));
  const input = screen.getByRole<HTMLInputElement>('textbox', { name: 'CPF' });
  input.setSelectionRange(4, 5);
  await user.keyboard('01');
  expect(input).toHaveValue('529.018.224-72');
});

test('what somebody else wrote meanwhile is said, and saved over only knowingly', async () => {
  const { user, asked, bridge } = open({ fields: [field('Cidade', 'text', 'Olinda')] });
  bridge.setAction('server.contact.field', () => {
    bridge.set('contact', { ...mari, fields: [field('Cidade', 'text', 'Recife')] });
    return { ok: false, reason: 'stale', detail: null };
  });
  await user.click(await screen.findByRole('button', { name: 'Editar Cidade: Olinda' }));
  await user.keyboard('Natal{Enter}');
  expect(await screen.findByText(/Outra pessoa mudou este campo para «Recife»/)).toBeInTheDocument();
  expect(screen.getByRole('textbox', { name: 'Cidade' })).toHaveValue('Natal');
  bridge.setAction('server.contact.field', { ok: true, queued: false, id: 'c' });
  await user.keyboard('{Enter}');
  expect(asked('server.contact.field')).toEqual([
    { contactId: 'mari', fieldId: 'Cidade', seen: 'Olinda', value: 'Natal' },
    { contactId: 'mari', fieldId: 'Cidade', seen: 'Recife', value: 'Natal' },
  ]);
});

test('Esc gives a change up, an emptied field is no value, and a choice is made by the keyboard', async () => {
  const { user, asked } = open({ fields: [field('Cidade', 'text', 'Olinda'), field('Nível', 'choice')] });
  await user.click(await screen.findByRole('button', { name: 'Editar Cidade: Olinda' }));
  await user.keyboard('Natal{Escape}');
  expect(asked('server.contact.field')).toEqual([]);
  await user.click(screen.getByRole('button', { name: 'Editar Cidade: Olinda' }));
  await user.clear(screen.getByRole('textbox', { name: 'Cidade' }));
  await user.keyboard('{Enter}');
  await user.click(screen.getByRole('button', { name: 'Preencher Nível' }));
  await screen.findByRole('option', { name: 'Prata' });
  await user.keyboard('{ArrowDown}{ArrowDown}{Enter}');
  expect(asked('server.contact.field')).toEqual([
    { contactId: 'mari', fieldId: 'Cidade', seen: 'Olinda', value: null },
    { contactId: 'mari', fieldId: 'Nível', seen: null, value: 'Prata' },
  ]);
});

test('who has gone on to another field when the first is saved stays in that', async () => {
  const { user } = open({ fields: [field('Cidade', 'text', 'Olinda'), field('Bairro', 'text')] });
  let frames: FrameRequestCallback[] = [];
  const waiting = vi.spyOn(window, 'requestAnimationFrame').mockImplementation((frame) => frames.push(frame));
  await user.click(await screen.findByRole('button', { name: 'Editar Cidade: Olinda' }));
  await user.keyboard('{Escape}');
  await user.click(screen.getByRole('button', { name: 'Preencher Bairro' }));
  act(() => {
    for (const frame of frames) frame(performance.now());
    frames = [];
  });
  waiting.mockRestore();
  expect(screen.getByRole('textbox', { name: 'Bairro' })).toHaveFocus();
});

test('the name is changed in its place; name and fields changed offline are shown as pending (E3)', async () => {
  const { user, asked, bridge } = open(
    { fields: [{ ...field('Cidade', 'text', 'Olinda'), pending: true }] },
    { connection: offline },
  );
  expect(await screen.findByRole('img', { name: /^Cidade: pendente/ })).toBeInTheDocument();
  await user.click(screen.getByRole('button', { name: /^Editar Nome: Mariana/ }));
  await user.keyboard('Mari{Enter}');
  expect(asked('server.contact.rename')).toEqual([{ contactId: 'mari', name: 'Mari' }]);
  act(() => bridge.set('contact', { ...mari, name: 'Mari', title: 'Mari', namePending: true }));
  expect(await screen.findByRole('img', { name: /^Nome: pendente/ })).toBeInTheDocument();
  expect(screen.getByRole('button', { name: 'Adicionar endereço' })).toBeDisabled();
});

test('of many empty fields a few are shown, the others at a click', async () => {
  const { user } = open({ fields: Array.from({ length: 9 }, (_, at) => field(`Campo ${at}`, 'text')) });
  await user.click(await screen.findByRole('button', { name: 'Mais 6 campos vazios' }));
  expect(screen.getAllByRole('button', { name: /^Preencher Campo/ })).toHaveLength(9);
});

test('a note is written and removed; those of others only by who may', async () => {
  const note = { id: 'n1', text: 'Prefere ligação à tarde', authorId: 'bruno', at: 1, authorName: 'Bruno Tavares' };
  const { user, asked } = open({
    notes: [
      { ...note, mine: false, pending: null },
      {
        ...note,
        id: 'n2',
        text: 'Entrega na portaria',
        authorId: 'ana',
        authorName: 'Ana Souza',
        mine: true,
        pending: null,
      },
      { ...note, id: 'n3', text: 'Escrita sem rede', mine: true, pending: 'add' },
    ],
  });
  const notes = within(await screen.findByRole('region', { name: 'Notas do contato' }));
  expect(notes.getByRole('img', { name: /^Nota pendente/ })).toBeInTheDocument();
  expect(notes.queryByRole('button', { name: 'Remover nota de Bruno Tavares' })).toBeNull();
  await user.click(notes.getByRole('button', { name: 'Remover nota de Ana Souza' }));
  await user.click(notes.getByRole('button', { name: 'Nova nota' }));
  await user.type(notes.getByRole('textbox', { name: 'Texto da nota' }), 'Tem dois filhos');
  await user.keyboard('{Control>}{Enter}{/Control}');
  expect(asked('server.contact.noteRemove')).toEqual([{ contactId: 'mari', id: 'n2' }]);
  expect(asked('server.contact.note')).toEqual([
    { contactId: 'mari', id: expect.any(String), text: 'Tem dois filhos' },
  ]);
});

test('an address is vouched for, marked as shared, and removed where nobody wrote through it', async () => {
  const [first] = mari.identities;
  if (first === undefined) throw new Error('Mari has addresses');
  const unused = { ...first, id: 'i9', phone: null, channel: 'email' as const, address: 'mari@nova.example' };
  const { user, asked } = open({
    identities: [
      { ...first, ...plainIdentity, proved: true, shared: true },
      { ...unused, ...plainIdentity, verified: { byId: 'ana', at: 1 } },
    ],
  });
  expect(await screen.findByText('Compartilhado')).toBeInTheDocument();
  expect(screen.getByRole('img', { name: 'Confirmado' })).toBeInTheDocument();
  await user.click(screen.getByRole('button', { name: 'Ações de (81) 99123-4567' }));
  expect(screen.queryByRole('menuitem', { name: 'Remover endereço' })).toBeNull();
  await user.click(await screen.findByRole('menuitem', { name: 'Desmarcar «compartilhado»' }));
  await user.click(screen.getByRole('button', { name: 'Ações de mari@nova.example' }));
  await user.click(await screen.findByRole('menuitem', { name: 'Tirar a confirmação' }));
  await user.click(screen.getByRole('button', { name: 'Ações de mari@nova.example' }));
  await user.click(await screen.findByRole('menuitem', { name: 'Remover endereço' }));
  expect(asked('server.contact.identityMark')).toEqual([
    { contactId: 'mari', identityId: 'i1', shared: false },
    { contactId: 'mari', identityId: 'i9', verified: false },
  ]);
  expect(asked('server.contact.identityRemove')).toEqual([{ contactId: 'mari', identityId: 'i9' }]);
  // Its row goes, and with it what had the focus.
  await waitFor(() => expect(screen.getByRole('button', { name: 'Adicionar endereço' })).toHaveFocus());
});

test('an address is added as the channel writes it, and checked first', async () => {
  const { user, asked } = open();
  await user.click(await screen.findByRole('button', { name: 'Adicionar endereço' }));
  const number = screen.getByRole('textbox', { name: 'Número' });
  await user.type(number, '1198765{Enter}');
  expect(screen.getByText('Número inválido, corrija e tente novamente')).toBeInTheDocument();
  await user.type(number, '4321{Enter}');
  expect(asked('server.contact.identityAdd')).toEqual([
    { contactId: 'mari', id: expect.any(String), channel: 'whatsapp', address: '5511987654321' },
  ]);
  await waitFor(() => expect(screen.queryByRole('form', { name: 'Adicionar endereço' })).toBeNull());
});
