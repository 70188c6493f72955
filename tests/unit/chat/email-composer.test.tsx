// @vitest-environment jsdom
import { screen, waitFor } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { plainAddresses } from '../../../src-renderer/chat/composer/email/addresses.ts';
import type { ConversationView, UploadView } from '../../../src-shared/bridge/views.ts';
import { byEmail } from '../../e2e/gallery/mails.ts';
import { type Opened, openChat } from './open.tsx';

const upload = (id: string, bytes = 1_000): UploadView => ({
  ...{ id, conversationId: 'mariana', name: `${id}.pdf`, mime: 'application/pdf', bytes, sentBytes: bytes },
  ...{ state: 'ready', mediaId: `m-${id}`, error: null },
});

const open = (uploads: UploadView[] = [], conversation: Partial<ConversationView> = {}): Opened =>
  openChat({ conversation: { ...byEmail, ...conversation }, data: { watches: { uploads } } });

const asTyped = { subject: 'Devolução do 48213', cc: [], bcc: ['chefe@loja.example'], quoteHistory: false };

const field = () => screen.findByRole('textbox', { name: 'Mensagem' });
const sent = ({ asked }: Opened) => asked('server.message.send');
const send = () => screen.getByRole('button', { name: 'Enviar' });

async function copyTo({ user }: Opened, label: string, address: string) {
  await user.click(screen.getByRole('button', { name: label === 'Com cópia para' ? 'Cc' : 'Cco' }));
  // Whoever asks for the field writes in it: elsewhere the letters would be shortcuts.
  expect(screen.getByLabelText(label, { selector: 'input' })).toHaveFocus();
  await user.paste(address);
  await user.keyboard('{Enter}');
}

// A busy machine types slowly.
const patient = { timeout: 10_000 };

describe('An answer by e-mail', { timeout: 30_000 }, () => {
  it('goes in the thread, to the customer alone, unless something else is said', async () => {
    const opened = open();
    await opened.user.type(await field(), 'Trocamos sim!{Enter}');
    await waitFor(() =>
      expect(sent(opened)).toMatchObject([
        { text: 'Trocamos sim!', mediaId: null, email: { subject: null, cc: [], bcc: [], quoteHistory: false } },
      ]),
    );
  });

  it('takes a subject, copies, hidden copies and the history, and begins the next one plain', async () => {
    const opened = open();
    const { user } = opened;
    await user.click(await screen.findByRole('textbox', { name: 'Assunto' }));
    await user.paste('Devolução do 48213');
    await copyTo(opened, 'Com cópia para', 'Paulo <paulo@casa.example>');
    await copyTo(opened, 'Com cópia oculta para', 'chefe@loja.example');
    await user.click(screen.getByRole('checkbox', { name: 'Incluir histórico' }));
    await user.type(await field(), 'Segue{Enter}');
    const email = {
      ...{ subject: 'Devolução do 48213', cc: ['paulo@casa.example'], bcc: ['chefe@loja.example'] },
      quoteHistory: true,
    };
    await waitFor(() => expect(sent(opened)).toMatchObject([{ text: 'Segue', email }]), patient);
    await waitFor(() => expect(screen.getByRole('textbox', { name: 'Assunto' })).toHaveValue(''));
    expect(screen.getByRole('checkbox', { name: 'Incluir histórico' })).not.toBeChecked();
    expect(screen.getByRole('button', { name: 'Cc' })).toBeVisible();
    await user.type(await field(), 'Mais uma coisa{Enter}');
    await waitFor(() => expect(sent(opened)).toHaveLength(2));
    expect(sent(opened)[1]).toMatchObject({ email: { subject: null, cc: [], bcc: [] } });
  });

  it('keeps its subject and copies on disk while it is written, and takes them off once it went', async () => {
    const opened = open();
    await opened.user.click(await screen.findByRole('textbox', { name: 'Assunto' }));
    await opened.user.paste(asTyped.subject);
    await copyTo(opened, 'Com cópia oculta para', 'chefe@loja.example');
    const kept = () => opened.asked('draft.saveEmail').at(-1);
    await waitFor(() => expect(kept()).toEqual({ conversationId: 'mariana', email: asTyped }), patient);
    await opened.user.type(await field(), 'Segue{Enter}');
    await waitFor(() => expect(kept()).toEqual({ conversationId: 'mariana', email: null }), patient);
  });

  it('has what was written before the window was closed', async () => {
    const opened = openChat({
      conversation: byEmail,
      data: { watches: { uploads: [] }, queries: { 'draft.email': asTyped } },
    });
    await waitFor(() => expect(screen.getByRole('textbox', { name: 'Assunto' })).toHaveValue(asTyped.subject), patient);
    expect(screen.getByText('chefe@loja.example')).toBeVisible();
    await opened.user.type(await field(), 'Segue{Enter}');
    await waitFor(() => expect(sent(opened)).toMatchObject([{ email: asTyped }]), patient);
  });

  it('shows the signature that will be put below it', async () => {
    const signature = 'Ana Souza\nLoja Aurora';
    openChat({
      conversation: byEmail,
      data: {
        watches: { uploads: [] },
        queries: { 'server.connection.signature': { ok: true, value: { text: signature } } },
      },
    });
    expect((await screen.findByRole('note', { name: 'Assinatura' }, patient)).textContent).toBe(signature);
  });

  it('is not sent with an address that is none, and says which', async () => {
    const opened = open();
    await field();
    await copyTo(opened, 'Com cópia para', 'paulo@casa');
    expect(await screen.findByText('Endereço de e-mail incompleto ou errado: paulo@casa', {}, patient)).toBeVisible();
    await opened.user.type(await field(), 'Segue{Enter}');
    expect(send()).toBeDisabled();
    expect(sent(opened)).toEqual([]);
    await opened.user.type(screen.getByLabelText('Com cópia para', { selector: 'input' }), '{Backspace}');
    await opened.user.click(send());
    await waitFor(() => expect(sent(opened)).toMatchObject([{ email: { cc: [] } }]));
  });

  it('carries all files in one mail', async () => {
    const opened = open([upload('um'), upload('dois'), upload('tres')]);
    await opened.user.type(await field(), 'Seguem os três{Enter}');
    await waitFor(() =>
      expect(sent(opened)).toMatchObject([
        { text: 'Seguem os três', mediaId: 'm-um', moreMediaIds: ['m-dois', 'm-tres'] },
      ]),
    );
    expect(sent(opened)).toHaveLength(1);
  });

  it('says how many files and how much a mail takes, before it is sent', async () => {
    const opened = open(['a', 'b', 'c', 'd'].map((id) => upload(id)));
    expect(await screen.findByText(/^Um e-mail leva até 3 anexos/, {}, patient)).toBeVisible();
    await opened.user.type(await field(), 'Seguem');
    expect(send()).toBeDisabled();
    opened.bridge.set('uploads', [upload('a', 9_000_000), upload('b', 9_500_000)]);
    expect(
      await screen.findByText(/^Os anexos somam 18 MB, e o limite de um e-mail é 17 MB/, {}, patient),
    ).toBeVisible();
    expect(send()).toBeDisabled();
  });

  it('has none of this where the answer goes another way', async () => {
    const opened = openChat();
    await opened.user.type(await field(), 'Oi{Enter}');
    expect(screen.queryByRole('textbox', { name: 'Assunto' })).toBeNull();
    await waitFor(() => expect(sent(opened)).toHaveLength(1));
    expect(sent(opened)[0]).not.toHaveProperty('email');
  });
});

it('an address is taken out of what people paste, each once', () => {
  expect(plainAddresses(['Paulo <p@casa.example>', ' p@CASA.example ', 'b@casa.example', ''])).toEqual([
    'p@CASA.example',
    'b@casa.example',
  ]);
});
