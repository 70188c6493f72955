// @vitest-environment jsdom
import { act, screen, waitFor, within } from '@testing-library/react';
import { expect, test } from 'vitest';
import ContactPanel from '../../../src-renderer/contact/ContactPanel.tsx';
import type { ContactFieldView, ContactPartView, ContactView } from '../../../src-shared/bridge/views.ts';
import { plainIdentity } from '../../../src-shared/protocol/defaults.ts';
import { mari, mariana } from '../../e2e/gallery/talk.ts';
import { offline, type Story, show, storyBridge } from '../chat/open.tsx';

const field = (id: string, value: string | null): ContactFieldView => ({
  field: { id, name: id, type: id === 'CPF' ? 'cpf' : 'text', choices: [], position: 0, active: true, version: 1 },
  value,
  pending: false,
});
const here: ContactView = { ...mari, fields: [field('CPF', '52998224725'), field('Cidade', 'Olinda')], recent: [] };
const mail = { id: 'i8', channel: 'email', address: 'mari@casa.example', phone: null, profileName: null } as const;
const other: ContactView = {
  ...here,
  ...{ id: 'outra', title: 'M. Cavalcanti', name: 'M. Cavalcanti', tags: [], tagIds: [], deals: [] },
  identities: [{ ...mail, ...plainIdentity, contactId: 'outra' }],
  fields: [field('CPF', null), field('Cidade', 'Recife')],
};
const suggestion = {
  ...{ id: 's1', otherId: 'outra', otherTitle: 'M. Cavalcanti', otherKnown: true, at: 1 },
  reasons: [
    { kind: 'cpf' as const, value: '52998224725' },
    { kind: 'phone-ninth-digit' as const, value: '5581991234567' },
  ],
};
const part: ContactPartView = {
  ...{ id: 'outra', title: 'M. Cavalcanti', intoId: 'mari', mergeId: 'm1', at: 1, byId: null, byName: null },
  identities: other.identities,
  reasons: [{ kind: 'email', value: 'mari@casa.example' }],
};

const open = (change: Partial<ContactView> = {}, story: Story = {}) =>
  show(
    <ContactPanel conversationId="mariana" />,
    storyBridge({
      ...story,
      data: {
        ...story.data,
        watches: { contact: ({ contactId }) => (contactId === 'outra' ? other : { ...here, ...change }) },
      },
    }),
  );
const suggested = { suggestions: [suggestion] };

test('a suggestion says why in words, and a refusal is told to the server', async () => {
  const { user, asked, bridge } = open(suggested);
  const card = within(await screen.findByRole('region', { name: 'Pode ser a mesma pessoa' }));
  expect(
    card.getByText('mesmo CPF 529.982.247-25 e mesmo celular (81) 99123-4567, com e sem o nono dígito'),
  ).toBeInTheDocument();
  await user.click(card.getByRole('button', { name: 'M. Cavalcanti não é a mesma pessoa' }));
  expect(asked('server.suggestion.refuse')).toEqual([{ id: 's1' }]);
  act(() => bridge.set('contact', { ...here, suggestions: [] }));
  await waitFor(() => expect(document.activeElement).not.toBe(document.body));
});

test('conflicts are chosen one by one, the outcome is seen before, and the merge can be undone at once', async () => {
  const { user, asked, bridge } = open(suggested);
  await user.click(await screen.findByRole('button', { name: 'Mesclar com M. Cavalcanti…' }));
  const dialog = within(await screen.findByRole('dialog', { name: 'Mesclar contatos' }));
  expect(await dialog.findByText('2 campos diferentes: escolha qual vale em cada um')).toBeInTheDocument();
  await user.click(dialog.getByRole('button', { name: 'Mesclar' }));
  expect(dialog.getByText('Escolha qual vale em cada campo diferente')).toBeInTheDocument();
  expect(asked('server.contact.merge')).toEqual([]);
  await user.click(dialog.getByRole('radio', { name: 'Qual vale em Nome: M. Cavalcanti' }));
  await user.click(dialog.getByRole('radio', { name: 'Qual vale em Cidade: Olinda' }));
  const result = within(dialog.getByRole('region', { name: 'Como vai ficar' }));
  expect(result.getByText('M. Cavalcanti')).toBeInTheDocument();
  expect(result.getByText('CPF: 529.982.247-25 · Cidade: Olinda')).toBeInTheDocument();
  expect(result.getByText(/mari@casa\.example$/)).toBeInTheDocument();
  await user.click(dialog.getByRole('button', { name: 'Mesclar' }));
  expect(asked('server.contact.merge')).toEqual([
    { intoId: 'mari', fromId: 'outra', choices: { name: 'from', Cidade: 'into' } },
  ]);
  await waitFor(() => expect(screen.queryByRole('dialog', { name: 'Mesclar contatos' })).toBeNull());
  act(() => bridge.set('contact', { ...here, parts: [part] }));
  await user.click(await screen.findByRole('button', { name: 'Desfazer' }));
  await waitFor(() => expect(asked('server.contact.unmerge')).toEqual([{ mergeId: 'm1' }]));
});

test('a heading chooses its whole column', async () => {
  const { user, asked } = open(suggested);
  await user.click(await screen.findByRole('button', { name: 'Mesclar com M. Cavalcanti…' }));
  const dialog = within(await screen.findByRole('dialog', { name: 'Mesclar contatos' }));
  await user.click(await dialog.findByRole('button', { name: 'M. Cavalcanti' }));
  await user.click(dialog.getByRole('button', { name: 'Mesclar' }));
  expect(asked('server.contact.merge')).toMatchObject([{ choices: { name: 'from', Cidade: 'from' } }]);
});

test('the other record is found by typing, and chosen with the keyboard; the own one is not offered', async () => {
  const hit = {
    ...{ conversationId: 'c-outra', title: 'M. Cavalcanti', channel: 'email' as const, protocol: '1' },
    ...{ status: 'open' as const, message: null, excerpt: 'mari@casa.example', count: 1 },
    marks: [] as [number, number][],
  };
  const { user, bridge } = open(
    {},
    { data: { queries: { search: { hits: [{ ...hit, conversationId: 'mariana', title: 'Mariana' }, hit] } } } },
  );
  bridge.set('conversation', ({ conversationId }) =>
    conversationId === 'c-outra' ? { ...mariana, id: 'c-outra', contactId: 'outra' } : mariana,
  );
  await user.click(await screen.findByRole('button', { name: 'Mesclar com outro contato…' }));
  const dialog = within(await screen.findByRole('dialog', { name: 'Mesclar contatos' }));
  await user.type(dialog.getByRole('combobox', { name: 'Nome, número ou e-mail' }), 'caval');
  await dialog.findByRole('option', { name: /M\. Cavalcanti/ });
  expect(dialog.getAllByRole('option')).toHaveLength(1);
  await user.keyboard('{Enter}');
  expect(await dialog.findByText(/campos diferentes/)).toBeInTheDocument();
});

test('a record that stands elsewhere meanwhile is said, and nothing is closed', async () => {
  const { user } = open(suggested, {
    data: { actions: { 'server.contact.merge': { ok: false, reason: 'stale', detail: null } } },
  });
  await user.click(await screen.findByRole('button', { name: 'Mesclar com M. Cavalcanti…' }));
  const dialog = within(await screen.findByRole('dialog', { name: 'Mesclar contatos' }));
  await user.click(await dialog.findByRole('button', { name: 'M. Cavalcanti' }));
  await user.click(dialog.getByRole('button', { name: 'Mesclar' }));
  expect(await dialog.findByText(/Um dos contatos mudou enquanto você escolhia/)).toBeInTheDocument();
});

test('both records stand side by side before anything is decided', async () => {
  const { user } = open(suggested);
  await user.click(await screen.findByRole('button', { name: 'Ver lado a lado com M. Cavalcanti' }));
  const dialog = within(await screen.findByRole('dialog', { name: 'Lado a lado' }));
  expect(within(dialog.getByRole('region', { name: /^Mariana Cavalcanti/ })).getByText('Olinda')).toBeInTheDocument();
  expect(
    within(await dialog.findByRole('region', { name: /^M\. Cavalcanti/ })).getByText('Recife'),
  ).toBeInTheDocument();
  await user.click(dialog.getByRole('button', { name: 'Mesclar…' }));
  expect(await screen.findByRole('dialog', { name: 'Mesclar contatos' })).toBeInTheDocument();
});

test('what was linked by itself says why, and separating says before what goes where', async () => {
  const { user, asked, bridge } = open({ parts: [part] });
  const parts = within(await screen.findByRole('region', { name: 'Fichas unidas' }));
  expect(parts.getByText(/^Reconhecida sozinha em .*: mesmo e-mail mari@casa\.example$/)).toBeInTheDocument();
  await user.click(parts.getByRole('button', { name: 'Separar M. Cavalcanti…' }));
  const dialog = within(await screen.findByRole('dialog', { name: 'Separar M. Cavalcanti?' }));
  expect(dialog.getByText('Endereços: mari@casa.example')).toBeInTheDocument();
  await user.click(dialog.getByRole('button', { name: 'Separar' }));
  expect(asked('server.contact.unmerge')).toEqual([{ mergeId: 'm1' }]);
  await waitFor(() => expect(screen.queryByRole('dialog', { name: 'Separar M. Cavalcanti?' })).toBeNull());
  // The part goes, and with it what had the focus, only when the log tells it.
  await waitFor(() => expect(parts.getByRole('button', { name: 'Separar M. Cavalcanti…' })).toHaveFocus());
  act(() => bridge.set('contact', { ...here, parts: [] }));
  await waitFor(() => expect(screen.getByRole('button', { name: 'Mesclar com outro contato…' })).toHaveFocus());
});

test('offline nothing is merged or separated', async () => {
  const { user } = open({ parts: [part] }, { connection: offline });
  await user.click(await screen.findByRole('button', { name: 'Separar M. Cavalcanti…' }));
  const dialog = within(await screen.findByRole('dialog', { name: 'Separar M. Cavalcanti?' }));
  expect(dialog.getByRole('button', { name: 'Separar' })).toBeDisabled();
});
