// @vitest-environment jsdom
import { act, screen, waitFor, within } from '@testing-library/react';
import { expect, test } from 'vitest';
import type { ContactView, MergedConversationView } from '../../../src-shared/bridge/views.ts';
import { mari, mariana } from '../../e2e/gallery/talk.ts';
import { openChat } from './open.tsx';

const [first] = mari.recent;
if (first === undefined) throw new Error('Mari has conversations');
const mail: ContactView['recent'][number] = {
  ...first,
  ...{ id: 'mail', protocol: '2026-0048300', channel: 'email', status: 'open', assigneeName: null },
};
const gone: ContactView['recent'][number] = { ...mail, id: 'gone', protocol: '2026-1', status: 'finished' };
const member: MergedConversationView = {
  ...{ id: 'mail', protocol: '2026-0048300', channel: 'email', connectionId: 'mailbox' },
  ...{ connectionName: 'E-mail da loja', mergeId: 'm7', at: 1, byName: null },
};

test('the customer’s other open conversation is joined from the menu, and taken apart by «Desfazer»', async () => {
  const { user, asked, bridge } = openChat({
    data: { watches: { contact: { ...mari, recent: [first, gone, mail] } } },
  });
  await user.click(await screen.findByRole('button', { name: 'Mais ações' }));
  await user.click(await screen.findByRole('menuitem', { name: 'Juntar com outro atendimento…' }));
  const dialog = within(await screen.findByRole('dialog', { name: 'Juntar com outro atendimento' }));
  expect(await dialog.findAllByRole('radio')).toHaveLength(1);
  await user.click(dialog.getByRole('button', { name: 'Juntar' }));
  expect(asked('server.conversation.merge')).toEqual([{ intoId: 'mariana', fromId: 'mail' }]);
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
  // A menu's item is gone by then: the focus is where the menu was opened.
  await waitFor(() => expect(screen.getByRole('button', { name: 'Mais ações' })).toHaveFocus());
  act(() => bridge.set('conversation', { ...mariana, group: [member] }));
  await user.click(await screen.findByRole('button', { name: 'Desfazer' }));
  await waitFor(() => expect(asked('server.conversation.unmerge')).toEqual([{ mergeId: 'm7' }]));
});

test('the header says what is served together, and separates it', async () => {
  const { user, asked } = openChat({ conversation: { group: [member] } });
  await user.click(await screen.findByRole('button', { name: 'Junto com 1 atendimento' }));
  expect(await screen.findByText(/^Pela regra, em /)).toBeInTheDocument();
  await user.click(screen.getByRole('button', { name: 'Separar o atendimento 2026-0048300' }));
  expect(asked('server.conversation.unmerge')).toEqual([{ mergeId: 'm7' }]);
});

test('separating by the header ends the offer to undo the joining, and leaves the focus in the header', async () => {
  const { user, bridge } = openChat({ data: { watches: { contact: { ...mari, recent: [first, mail] } } } });
  await user.click(await screen.findByRole('button', { name: 'Mais ações' }));
  await user.click(await screen.findByRole('menuitem', { name: 'Juntar com outro atendimento…' }));
  const dialog = within(await screen.findByRole('dialog', { name: 'Juntar com outro atendimento' }));
  await user.click(dialog.getByRole('button', { name: 'Juntar' }));
  await screen.findByRole('button', { name: 'Desfazer' });
  act(() => bridge.set('conversation', { ...mariana, group: [member] }));
  await user.click(await screen.findByRole('button', { name: 'Junto com 1 atendimento' }));
  await user.click(screen.getByRole('button', { name: 'Separar o atendimento 2026-0048300' }));
  await waitFor(() => expect(screen.queryByRole('button', { name: 'Desfazer' })).toBeNull());
  act(() => bridge.set('conversation', { ...mariana, group: [] }));
  await waitFor(() => expect(screen.getByRole('button', { name: 'Mais ações' })).toHaveFocus());
});

test('a customer with nothing else open has nothing to join', async () => {
  const { user } = openChat({ data: { watches: { contact: { ...mari, recent: [first, gone] } } } });
  await user.click(await screen.findByRole('button', { name: 'Mais ações' }));
  await user.click(await screen.findByRole('menuitem', { name: 'Juntar com outro atendimento…' }));
  const dialog = within(await screen.findByRole('dialog', { name: 'Juntar com outro atendimento' }));
  expect(await dialog.findByText('Este cliente não tem outro atendimento em aberto.')).toBeInTheDocument();
  expect(dialog.getByRole('button', { name: 'Juntar' })).toBeDisabled();
});
