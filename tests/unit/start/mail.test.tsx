// @vitest-environment jsdom
import { screen, waitFor } from '@testing-library/react';
import { expect, test } from 'vitest';
import { emailDraftsOf } from '../../../src-renderer/chat/composer/email/email-drafts.ts';
import { plainIdentity } from '../../../src-shared/protocol/defaults.ts';
import { directory } from '../../e2e/gallery/people.ts';
import { mari } from '../../e2e/gallery/talk.ts';
import { inside, stranger } from './answers.ts';
import { openStart } from './open.tsx';

const started = { ok: true, queued: false, id: 'x', conversationId: 'mariana' } as const;
const mailbox = directory.connections.filter(({ channel }) => channel === 'email');

test('a mailbox is offered beside the number, which stays what is filled in (C1)', async () => {
  const { user, dialog } = await openStart();
  const origin = dialog.getByRole('combobox', { name: 'Número de origem' });
  expect(origin).toHaveValue('WhatsApp Loja · (11) 4000-0000');
  await user.click(origin);
  await user.click(await screen.findByRole('option', { name: 'contato@lojaaurora · contato@lojaaurora.example' }));
  expect(dialog.getByRole('combobox', { name: 'Caixa de origem' })).toBeVisible();
  expect(dialog.getByRole('textbox', { name: 'Assunto' })).toBeRequired();
});

test('a first mail needs an address and a subject, and begins in the chat with that subject', async () => {
  const opened = await openStart({
    connections: mailbox,
    check: stranger.allowed ? { ...stranger, window: 'open' } : stranger,
    data: { actions: { 'server.conversation.start': started }, queries: { 'draft.email': () => null } },
  });
  const { user, dialog, to, create, asked, questions, route, bridge } = opened;
  await user.click(to());
  await user.paste('Paulo Reis <Paulo@Casa.example>');
  await waitFor(() =>
    expect(questions).toEqual([{ connectionId: 'mail', to: { kind: 'email', address: 'Paulo@Casa.example' } }]),
  );
  expect(await dialog.findByText('Primeiro contato')).toBeVisible();
  expect(dialog.queryByRole('combobox', { name: 'Escolher modelo' })).not.toBeInTheDocument();
  expect(create()).toBeDisabled();
  await user.type(dialog.getByRole('textbox', { name: 'Assunto' }), ' Proposta de troca ');
  await user.keyboard('{Enter}');
  expect(asked('server.conversation.start')).toEqual([
    { connectionId: 'mail', to: { kind: 'email', address: 'Paulo@Casa.example' }, template: null },
  ]);
  await waitFor(() => expect(route.getState()).toMatchObject({ conversationId: 'mariana', through: 'mariana' }));
  expect(emailDraftsOf(bridge).of('mariana')).toMatchObject({ subject: 'Proposta de troca', cc: [] });
});

test('what is kept of a mail to the same customer keeps its copies', async () => {
  const kept = { subject: 'Antigo', cc: ['sueli@casa.example'], bcc: [], quoteHistory: false };
  const { user, dialog, to, create, bridge } = await openStart({
    connections: mailbox,
    check: inside,
    data: { actions: { 'server.conversation.start': started }, queries: { 'draft.email': () => kept } },
  });
  await user.type(to(), 'paulo@casa.example');
  await user.type(dialog.getByRole('textbox', { name: 'Assunto' }), 'Novo');
  await waitFor(() => expect(create()).toBeEnabled());
  await user.click(create());
  await waitFor(() => expect(emailDraftsOf(bridge).of('mariana').subject).toBe('Novo'));
  expect(emailDraftsOf(bridge).of('mariana').cc).toEqual(['sueli@casa.example']);
});

test('an address that is none is said to be, once it was left', async () => {
  const { user, dialog, to, questions } = await openStart({ connections: mailbox, check: inside });
  await user.type(to(), 'paulo@casa');
  expect(dialog.queryByRole('alert')).not.toBeInTheDocument();
  await user.tab();
  expect(dialog.getByRole('alert')).toHaveTextContent('E-mail inválido, corrija e tente novamente');
  expect(questions).toEqual([]);
});

test('by another channel the same customer is written to at their address there, and what was typed for one stays with it', async () => {
  const whatsapp = { id: 'i1', channel: 'whatsapp', address: '5581991234567', phone: '5581991234567' } as const;
  const email = { id: 'i2', channel: 'email', address: 'mariana@casa.example', phone: null } as const;
  const plain = { profileName: null, ...plainIdentity };
  const { user, dialog, to, questions } = await openStart({
    from: { kind: 'identity', contactId: 'mariana', identityId: 'i2' },
    check: inside,
    data: {
      watches: {
        conversation: null,
        contact: {
          ...mari,
          identities: [
            { ...whatsapp, ...plain, contactId: 'mariana' },
            { ...email, ...plain, contactId: 'mariana' },
          ],
        },
      },
    },
  });
  expect(to()).toHaveValue('mariana@casa.example');
  // Only the subject is left to be said.
  await waitFor(() => expect(dialog.getByRole('textbox', { name: 'Assunto' })).toHaveFocus());
  await waitFor(() =>
    expect(questions).toEqual([{ connectionId: 'mail', to: { kind: 'identity', identityId: 'i2' } }]),
  );
  const choose = async (from: string, name: RegExp) => {
    await user.click(dialog.getByRole('combobox', { name: from }));
    await user.click(await screen.findByRole('option', { name }));
  };
  await choose('Caixa de origem', /WhatsApp Loja/);
  expect(to()).toHaveValue('(81)991234567');
  await user.type(to(), '{Backspace}8');
  await choose('Número de origem', /contato@/);
  expect(to()).toHaveValue('mariana@casa.example');
  await choose('Caixa de origem', /WhatsApp Loja/);
  expect(to()).toHaveValue('(81)991234568');
});
