// @vitest-environment jsdom
import { screen, waitFor, within } from '@testing-library/react';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { asked, returned, unreadable } from '../../e2e/gallery/mails.ts';
import { itemOf, message } from '../../e2e/gallery/talk.ts';
import { openChat } from './open.tsx';

const open = (...mails: Parameters<typeof itemOf>[0][]) => openChat({ items: mails.map(itemOf) });

describe('A mail in the chat', () => {
  it('shows subject, sender with the address, words and all files; the rest of the envelope at a press', async () => {
    const { user } = open(asked);
    const line = await screen.findByRole('article', { name: /Mariana/ });
    expect(line).toHaveTextContent('Troca do pedido 48213');
    expect(line).toHaveTextContent('Mariana Cavalcanti <mari@provedor.example> · 1 em cópia');
    const files = within(line).getByRole('list', { name: 'Anexos' });
    expect(within(files).getByRole('link', { name: /^Baixar Nota fiscal/ })).toHaveAttribute('href', '/media/nota');
    expect(within(files).getByRole('button', { name: 'Ampliar imagem' })).toBeVisible();
    expect(within(line).queryByText('paulo@cavalcanti.example', { exact: false })).toBeNull();
    await user.click(within(line).getByRole('button', { name: 'Mostrar detalhes' }));
    expect(within(line).getByText('Paulo Henrique <paulo@cavalcanti.example>')).toBeVisible();
    expect(within(line).getByText('Loja Aurora <loja@aurora.example>')).toBeVisible();
  });

  it('keeps what it quotes folded until it is asked for', async () => {
    const { user } = open(asked);
    const fold = await screen.findByRole('button', { name: 'Mostrar texto citado' });
    expect(screen.queryByText(/Seu pedido 48213 foi entregue/)).toBeNull();
    await user.click(fold);
    expect(screen.getByText(/Seu pedido 48213 foi entregue/)).toBeVisible();
    await user.click(screen.getByRole('button', { name: 'Ocultar texto citado' }));
    expect(screen.queryByText(/Seu pedido 48213 foi entregue/)).toBeNull();
  });

  it('marks what no person wrote', async () => {
    const { content } = asked;
    if (content?.type !== 'email') throw new Error('it is a mail');
    open({ ...asked, content: { ...content, automatic: true } });
    expect(await screen.findByText('E-mail automático')).toBeVisible();
  });

  it('says that a mail could not be read, and offers it as it came', async () => {
    open(unreadable);
    expect(await screen.findByText('Este e-mail não pôde ser lido. O original está no anexo.')).toBeVisible();
    expect(screen.getByRole('link', { name: 'Baixar mensagem.eml' })).toHaveAttribute('href', '/media/mensagem');
    // The name pretends to be another address: the address itself is always there.
    expect(screen.getByText('gerente@banco.example <x@provedor.example>')).toBeVisible();
  });

  it('says why a mail came back, in plain words', async () => {
    open(returned);
    expect(await screen.findByText('Não enviada: o endereço de e-mail não existe ou não recebe')).toBeVisible();
    expect(screen.getByText(/Confira o endereço com o cliente e envie para o certo/)).toBeVisible();
  });

  it('shows markup in subject, names and words as it is written', async () => {
    const { content } = asked;
    if (content?.type !== 'email') throw new Error('it is a mail');
    const hostile = '<img src=x onerror=alert(1)>';
    open(
      message(1, {
        text: hostile,
        content: { ...content, subject: hostile, from: { address: hostile, name: hostile } },
      }),
    );
    expect(await screen.findAllByText(hostile)).not.toHaveLength(0);
    expect(document.querySelector('img[src="x"]')).toBeNull();
  });
});

describe('The page of a mail', () => {
  afterEach(() => vi.restoreAllMocks());

  const answering = (status: number) => {
    const asks: string[] = [];
    vi.spyOn(globalThis, 'fetch').mockImplementation(async (url) => {
      asks.push(String(url));
      return new Response(null, { status });
    });
    return asks;
  };

  async function openPage() {
    const opened = open(asked);
    await opened.user.click(await screen.findByRole('button', { name: 'Ver e-mail formatado' }));
    return { ...opened, dialog: await screen.findByRole('dialog', { name: 'Troca do pedido 48213' }) };
  }

  it('lies in a frame that has no scripts and not our origin', async () => {
    answering(200);
    await openPage();
    const frame = await screen.findByTitle('E-mail formatado: Troca do pedido 48213');
    expect(frame).toHaveAttribute('src', '/mails/m1');
    const rights = (frame.getAttribute('sandbox') ?? 'none').split(' ');
    expect(rights.sort()).toEqual(['allow-popups', 'allow-popups-to-escape-sandbox']);
    expect(frame).toHaveAttribute('referrerpolicy', 'no-referrer');
  });

  it('holds pictures from elsewhere back until they are asked for, for this mail', async () => {
    const asks = answering(200);
    const { user, dialog } = await openPage();
    expect(within(dialog).getByText(/^3 imagens da internet não foram carregadas/)).toBeVisible();
    await screen.findByTitle(/^E-mail formatado/);
    expect(asks).toEqual(['/mails/m1']);
    await user.click(within(dialog).getByRole('button', { name: 'Mostrar imagens' }));
    await waitFor(() => expect(screen.getByTitle(/^E-mail formatado/)).toHaveAttribute('src', '/mails/m1/pictures'));
    expect(within(dialog).queryByRole('button', { name: 'Mostrar imagens' })).toBeNull();
  });

  it('says that it is not on this computer, and comes when it is asked for again', async () => {
    answering(503);
    const { user } = await openPage();
    expect(await screen.findByText('Não está neste computador')).toBeVisible();
    expect(screen.queryByTitle(/^E-mail formatado/)).toBeNull();
    answering(200);
    await user.click(screen.getByRole('button', { name: 'Carregar de novo' }));
    expect(await screen.findByTitle(/^E-mail formatado/)).toBeVisible();
  });
});
