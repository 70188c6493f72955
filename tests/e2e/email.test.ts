import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import PostalMime, { type Email } from 'postal-mime';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { type MailServers, RECIPIENTS, startMailServers } from '../simulators/mail/mail-servers.ts';
import { photo } from './harness/pictures.ts';
import { mailboxOn, writeShopFile } from './harness/shop-file.ts';
import { startDialog } from './harness/start-dialog.ts';
import { type Agent, openProduct, type Product } from './harness.ts';

const SHOP = 'loja@aurora.test';
const TERESA = 'teresa@casa.test';
const PAULO = 'paulo@casa.test';
const LIVIA = 'livia@casa.test';
const RUTE = 'rute@casa.test';
const GONE = `${RECIPIENTS.bounces}@casa.test`;
const invoice = Buffer.from(`%PDF-1.7\n${'1 0 obj <<>> endobj\n'.repeat(50)}%%EOF\n`);

/** A day of a mailbox on real servers: Dovecot, Exim, and everything of ours between them and Ana's window. */
describe('Serving customers by e-mail', () => {
  let servers: MailServers;
  let product: Product;
  let ana: Agent;
  let folder: string;
  /** What was fetched from the sender's own server. */
  const heard: string[] = [];
  const tracker = createServer((request, response) => {
    heard.push(request.url ?? '');
    response.writeHead(200, { 'content-type': 'image/png' }).end(photo);
  });
  let trackerUrl = '';

  beforeAll(async () => {
    await new Promise<void>((listening) => tracker.listen(0, '127.0.0.1', () => listening()));
    const address = tracker.address();
    trackerUrl = `http://localhost:${address !== null && typeof address === 'object' ? address.port : 0}`;
    servers = await startMailServers();
    for (const box of [SHOP, TERESA, PAULO, LIVIA, RUTE]) await servers.addMailbox(box);
    folder = await mkdtemp(join(tmpdir(), 'turno-e2e-mail-'));
    const provision = join(folder, 'workspace.json');
    const mailbox = mailboxOn(servers, SHOP);
    await writeShopFile(provision, [mailbox], [mailbox.name, 'WhatsApp Loja']);
    product = await openProduct(inject('template'), null, provision);
    ana = await product.agent('Ana Souza');
  });
  afterAll(async () => {
    await product?.[Symbol.asyncDispose]();
    await servers?.stop();
    tracker.closeAllConnections();
    tracker.close();
    if (folder !== undefined) await rm(folder, { recursive: true, force: true });
  });

  const lines = (...all: string[]) => all.join('\r\n');
  const plainMail = (from: string, name: string, subject: string, text: string, headers: string[] = []) =>
    lines(
      ...[`From: "${name}" <${from}>`, `To: ${SHOP}`, `Subject: ${subject}`, `Date: ${new Date().toUTCString()}`],
      ...[`Message-ID: <${Date.now()}.${Math.round(Math.random() * 1e9)}@casa.test>`, ...headers, 'MIME-Version: 1.0'],
      ...['Content-Type: text/plain; charset=utf-8', 'Content-Transfer-Encoding: 8bit', '', text, ''],
    );
  async function lastMailOf(address: string, more = 0): Promise<Email> {
    await expect.poll(async () => (await servers.mailsOf(address)).length, { timeout: 20_000 }).toBeGreaterThan(more);
    const raw = (await servers.mailsOf(address)).at(-1);
    return PostalMime.parse(raw ?? Buffer.alloc(0));
  }

  const page = () => ana.page.frameLocator('iframe');

  it('brings a mail with its subject, its file and its folded quotation to an agent', async () => {
    const hostile = lines(
      '<meta http-equiv="refresh" content="0;url=https://mal.test/">',
      `<script>top.document.title='x'</script><base href="${trackerUrl}/base/" target="_top">`,
      `<p style="color:teal;background:url(${trackerUrl}/style)" onclick="top.document.title='x'">Quero trocar o tênis.</p>`,
      `<img src="${trackerUrl}/aberto.png" alt="logo"><img src=x onerror="top.document.title='x'">`,
      `<svg onload="top.document.title='x'"></svg><form action="${trackerUrl}/form"><button>Confirmar senha</button></form>`,
      '<a href="data:text/html,<script>alert(1)</script>" target="_top">dados</a>',
      `<link rel="stylesheet" href="${trackerUrl}/sheet">`,
    );
    const quoted = lines(
      ...['Quero trocar o tênis.', ''],
      ...['Em 20 de nov. de 2026 10:00, Loja Aurora <loja@aurora.test> escreveu:', '> Seu pedido foi entregue.'],
    );
    await servers.deliver({
      from: TERESA,
      to: SHOP,
      raw: lines(
        ...[`From: "Teresa Prado" <${TERESA}>`, `To: ${SHOP}`, `Cc: ${PAULO}`, 'Subject: Troca do pedido 48213'],
        ...[`Date: ${new Date().toUTCString()}`, 'Message-ID: <primeira@casa.test>', 'MIME-Version: 1.0'],
        ...['Content-Type: multipart/mixed; boundary=fora', '', '--fora'],
        ...['Content-Type: multipart/alternative; boundary=dentro', '', '--dentro'],
        ...['Content-Type: text/plain; charset=utf-8', 'Content-Transfer-Encoding: 8bit', '', quoted, '--dentro'],
        ...['Content-Type: text/html; charset=utf-8', 'Content-Transfer-Encoding: 8bit', '', hostile, '--dentro--'],
        ...['--fora', 'Content-Type: application/pdf; name=nota.pdf', 'Content-Transfer-Encoding: base64'],
        ...['Content-Disposition: attachment; filename=nota.pdf', '', invoice.toString('base64'), '--fora--', ''],
      ),
    });
    await ana.tab('Meus');
    await ana.card('Teresa Prado').waitFor({ timeout: 30_000 });
    await ana.open('Teresa Prado');
    const mail = ana.message('Troca do pedido 48213');
    await mail.getByText('Quero trocar o tênis.').waitFor();
    expect(await mail.getByText('Seu pedido foi entregue').count()).toBe(0);
    await mail.getByRole('button', { name: 'Mostrar texto citado' }).click();
    await mail.getByText('Seu pedido foi entregue').waitFor();
    await mail.getByRole('button', { name: 'Mostrar detalhes' }).click();
    await mail.getByText(PAULO).waitFor();
    const saving = ana.page.waitForEvent('download');
    await mail.getByRole('link', { name: 'Baixar nota.pdf' }).click();
    expect((await readFile(await (await saving).path())).equals(invoice)).toBe(true);
  });

  it('shows its page, which runs nothing and tells nobody; pictures from elsewhere come when they are asked for', async () => {
    await ana.page.getByRole('button', { name: 'Ver e-mail formatado' }).click();
    await page().getByText('Quero trocar o tênis.').waitFor();
    expect(await page().getByText('Quero trocar o tênis.').getAttribute('onclick')).toBeNull();
    for (const name of ['form', 'script', 'meta[http-equiv=refresh]', 'svg', 'base', 'link'])
      expect(await page().locator(name).count(), name).toBe(0);
    expect(heard).toEqual([]);
    expect(await ana.page.title()).not.toBe('x');
    await ana.page.getByRole('button', { name: 'Mostrar imagens' }).click();
    await expect.poll(() => heard, { timeout: 15_000 }).toEqual(['/aberto.png']);
    await ana.page.getByRole('button', { name: 'Fechar e-mail' }).click();
  });

  it('shows a page that was seen without a network', async () => {
    product.network.down();
    await ana.lost.waitFor();
    await ana.page.getByRole('button', { name: 'Ver e-mail formatado' }).click();
    await page().getByText('Quero trocar o tênis.').waitFor();
    await ana.page.getByRole('button', { name: 'Fechar e-mail' }).click();
    product.network.up();
    await ana.lost.waitFor({ state: 'detached' });
  });

  it('answers in the thread with a copy, two files and the signature', async () => {
    const files = ana.page.locator('input[type=file]');
    await files.setInputFiles([
      { name: 'etiqueta.pdf', mimeType: 'application/pdf', buffer: invoice },
      { name: 'loja.png', mimeType: 'image/png', buffer: photo },
    ]);
    await expect.poll(() => ana.page.getByText('Pronto para enviar').count(), { timeout: 20_000 }).toBe(2);
    await ana.page.getByRole('button', { name: 'Cc', exact: true }).click();
    await ana.page.locator('input[aria-label="Com cópia para"]').fill(PAULO);
    await ana.page.getByRole('checkbox', { name: 'Incluir histórico' }).check();
    await ana.reply('Trocamos sem custo, Teresa.');
    await ana.message('Trocamos sem custo, Teresa.').getByRole('button', { name: 'Enviada', exact: true }).waitFor();
    const [mail, copy] = [await lastMailOf(TERESA), await lastMailOf(PAULO)];
    expect(copy.messageId).toBe(mail.messageId);
    expect(mail).toMatchObject({ subject: 'Re: Troca do pedido 48213', inReplyTo: '<primeira@casa.test>' });
    expect(mail.cc).toMatchObject([{ address: PAULO }]);
    expect(mail.attachments.map(({ filename }) => filename)).toEqual(['etiqueta.pdf', 'loja.png']);
    expect(mail.text).toMatch(/Trocamos sem custo, Teresa\.[\s\S]*-- \s*Ana Souza[\s\S]*> Quero trocar o tênis\./);
    // The next one begins plain.
    await ana.page.getByRole('button', { name: 'Cc', exact: true }).waitFor();
  });

  it('takes the customer’s reply into the same conversation', async () => {
    const answer = await lastMailOf(TERESA);
    const headers = [`In-Reply-To: ${answer.messageId}`, `References: <primeira@casa.test> ${answer.messageId}`];
    const raw = plainMail(TERESA, 'Teresa Prado', 'Re: Troca do pedido 48213', 'Combinado, muito obrigada!', headers);
    await servers.deliver({ from: TERESA, to: SHOP, raw });
    await ana.message('Combinado, muito obrigada!').waitFor({ timeout: 30_000 });
    expect(await ana.card('Teresa Prado').count()).toBe(1);
  });

  it('says in plain words that an answer came back', async () => {
    await servers.deliver({ from: GONE, to: SHOP, raw: plainMail(GONE, 'Otávio Luz', 'Boleto', 'Preciso do boleto') });
    await ana.card('Otávio Luz').waitFor({ timeout: 30_000 });
    await ana.open('Otávio Luz');
    await ana.reply('Segue o boleto, Otávio.');
    const answer = ana.message('Segue o boleto, Otávio.');
    await answer.getByText('Não enviada: o e-mail foi devolvido').waitFor({ timeout: 45_000 });
    await ana.card('Otávio Luz').filter({ hasText: 'Falha no envio' }).waitFor();
  });

  it('writes the first mail to an address nobody knew, and the answer comes back into that conversation', async () => {
    const start = startDialog(ana.page);
    await start.open();
    await start.chooseFrom('E-mail da loja');
    await start.to.fill(RUTE);
    await start.fill('Assunto', 'Proposta de troca');
    await start.dialog.getByText('Primeiro contato').waitFor();
    await start.create.click();
    await start.dialog.waitFor({ state: 'detached' });
    await expect.poll(() => ana.page.getByRole('textbox', { name: 'Assunto' }).inputValue()).toBe('Proposta de troca');
    await ana.reply('Rute, segue a nossa proposta.');
    await ana.message('Rute, segue a nossa proposta.').getByRole('button', { name: 'Enviada', exact: true }).waitFor();
    const mail = await lastMailOf(RUTE);
    expect(mail).toMatchObject({ subject: 'Proposta de troca', to: [{ address: RUTE }] });
    const headers = [`In-Reply-To: ${mail.messageId}`];
    const raw = plainMail(RUTE, 'Rute Lima', 'Re: Proposta de troca', 'Aceito a proposta!', headers);
    await servers.deliver({ from: RUTE, to: SHOP, raw });
    await ana.message('Aceito a proposta!').waitFor({ timeout: 30_000 });
    await ana.message('Rute, segue a nossa proposta.').waitFor();
  });

  describe('of somebody who filled in the form of the shop', () => {
    const orders = () => ana.panel.getByRole('region', { name: 'Pedidos' });

    it('says what is missing in the form, and thanks when it was sent', async () => {
      const context = await product.browser.newContext({ locale: 'pt-BR', reducedMotion: 'reduce' });
      const form = await context.newPage();
      await form.goto(`${product.backend().url}/demo/shop/contato`);
      await form.getByLabel('Nome', { exact: true }).fill('Lívia Nunes');
      await form.getByLabel('Mensagem').fill('Preciso da segunda via da nota fiscal.');
      await form.getByLabel('Assunto').selectOption('Pagamento e nota fiscal');
      await form.getByRole('button', { name: 'Enviar' }).click();
      await form.getByText('Preencha o e-mail ou o telefone, para podermos responder').first().waitFor();
      await form.getByLabel('E-mail').fill(LIVIA);
      // Pressed twice, and sooner than the server takes it from a person: it waits by itself, and is one.
      await form.getByRole('button', { name: 'Enviar' }).dblclick();
      await form.getByText('Recebemos sua mensagem').waitFor();
      await context.close();
    });

    it('shows the agent what was filled in, and nobody’s orders for an address that was merely typed', async () => {
      await ana.card('Lívia Nunes').waitFor({ timeout: 30_000 });
      expect(await ana.card('Lívia Nunes').count()).toBe(1);
      await ana.open('Lívia Nunes');
      const sent = ana.message('Preciso da segunda via da nota fiscal.');
      for (const words of ['Formulário «Fale conosco»', 'Pagamento e nota fiscal', LIVIA])
        await sent.getByText(words).first().waitFor();
      await orders().getByText('Nada deste cliente está confirmado').waitFor();
    });

    it('is answered by e-mail from the same place', async () => {
      await ana.page.getByText('Um formulário não recebe respostas.').waitFor();
      await ana.page.getByRole('button', { name: `Responder por e-mail: ${LIVIA}` }).click();
      await ana.page.getByText(`E-mail · E-mail da loja · ${LIVIA}`).waitFor();
      await ana.page.getByRole('checkbox', { name: 'Incluir histórico' }).check();
      await ana.reply('Segue a nota, Lívia.');
      await ana.message('Segue a nota, Lívia.').getByRole('button', { name: 'Enviada', exact: true }).waitFor();
      const mail = await lastMailOf(LIVIA);
      expect(mail.subject).toBe('Re: Fale conosco');
      expect(mail.text).toMatch(
        /Segue a nota, Lívia\.[\s\S]*no formulário «Fale conosco»:[\s\S]*> Preciso da segunda via/,
      );
    });

    it('goes on there when they answer the mail, and shows what they ordered now that the address is proved', async () => {
      const answer = await lastMailOf(LIVIA);
      const headers = [`In-Reply-To: ${answer.messageId}`];
      const raw = plainMail(LIVIA, 'Lívia Nunes', 'Re: Fale conosco', 'Recebi, obrigada!', headers);
      await servers.deliver({ from: LIVIA, to: SHOP, raw });
      await ana.message('Recebi, obrigada!').waitFor({ timeout: 30_000 });
      await ana.message('Preciso da segunda via da nota fiscal.').waitFor();
      expect(await ana.card('Lívia Nunes').count()).toBe(1);
      await orders()
        .getByText(/^Pedido \d+/)
        .first()
        .waitFor();
    });
  });
});
