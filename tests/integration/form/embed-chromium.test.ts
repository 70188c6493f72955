import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { buildWidget } from '../../../scripts/build-widget.ts';
import { storeOpener } from '../stores.ts';
import { type FormDesk, openFormDesk } from './form-desk.ts';

/** The built form in a real Chromium, on somebody else's site with a strict policy and styles of its own. */
describe('The form in a site', () => {
  const openTestStore = storeOpener('embedded');
  let browser: Browser;
  let folder: string;
  let site: Server;
  let siteUrl = '';
  let desk: FormDesk;
  let markup = '';
  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'turno-form-'));
    await buildWidget(folder);
    site = createServer((request, response) => {
      if (request.url === '/obrigado') return response.end('Obrigado');
      const policy = `default-src 'none'; script-src ${desk.url}; connect-src ${desk.url}; style-src 'unsafe-inline'; form-action ${desk.url}`;
      return response
        .writeHead(200, { 'content-type': 'text/html; charset=utf-8', 'content-security-policy': policy })
        .end(`<!doctype html><html lang="pt-BR"><title>Loja</title><style>* { all: revert; font: 40px serif !important }</style>
          <main><h1>Contato</h1>${markup}</main></html>`);
    });
    await new Promise<void>((listening) => site.listen(0, '127.0.0.1', () => listening()));
    const address = site.address();
    siteUrl = `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`;
    const { store } = await openTestStore();
    desk = await openFormDesk(
      store,
      { origins: [siteUrl], minSeconds: 0, plainPosts: true, thanksUrl: null },
      path.join(folder, 'form.js'),
    );
    browser = await chromium.launch({
      executablePath: process.env.TURNO_CHROMIUM ?? '/usr/bin/chromium',
      args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage'],
    });
  });
  afterAll(async () => {
    await browser.close();
    await desk.close();
    site.closeAllConnections();
    site.close();
    await rm(folder, { recursive: true });
  });

  let context: BrowserContext;
  let page: Page;
  const complaints: string[] = [];
  const open = async (options: Parameters<Browser['newContext']>[0] = {}) => {
    context = await browser.newContext({ locale: 'pt-BR', ...options });
    page = await context.newPage();
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('console', (message) => {
      if (/Content Security Policy|Uncaught/.test(message.text())) complaints.push(message.text());
    });
    await page.goto(siteUrl);
  };
  beforeEach(() => {
    complaints.length = 0;
    desk.operation.clock.now += 3_600_000;
    markup = `<form id="plano" method="post" action="${desk.url}/forms/${desk.key}"><input name="nome"><input name="email"><textarea name="mensagem"></textarea><button>Mandar</button></form>
      <script src="${desk.url}/form.js" data-form="${desk.key}" data-replaces="#plano" async></script>`;
  });
  afterEach(async () => {
    await context.close();
    expect(complaints).toEqual([]);
  });
  const arrived = () => desk.received.filter((event) => event.type === 'message');
  const fill = async (email: string) => {
    await page.getByLabel('Nome', { exact: true }).fill('Teresa');
    await page.getByLabel('E-mail').fill(email);
    await page.getByLabel('Mensagem').fill('Quero trocar o tênis.');
  };

  it('takes the place of the plain one, can be used by everybody, and is sent once', async () => {
    await open();
    const send = page.getByRole('button', { name: 'Enviar' });
    await send.waitFor();
    expect(await page.getByRole('button', { name: 'Mandar' }).count()).toBe(0);
    for (const state of ['empty', 'wrong']) {
      const { violations } = await new AxeBuilder({ page }).include('[data-turno-form]').analyze();
      expect(
        violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)]),
        state,
      ).toEqual([]);
      await send.click();
    }
    const name = page.getByLabel('Nome', { exact: true });
    await expect.poll(() => name.evaluate((field) => field.matches(':focus'))).toBe(true);
    await expect.poll(() => name.getAttribute('aria-invalid')).toBe('true');
    await expect.poll(() => page.getByText('Preencha este campo').count()).toBe(2);
    await expect.poll(() => send.evaluate((button) => getComputedStyle(button).fontSize)).toBe('16px');

    await fill('uma@casa.test');
    await page.getByLabel('Telefone').pressSequentially('11987654321');
    await expect.poll(() => page.getByLabel('Telefone').inputValue()).toBe('(11) 98765-4321');
    const before = arrived().length;
    await send.dblclick();
    const thanks = page.getByText('Recebemos sua mensagem');
    await thanks.waitFor();
    await expect.poll(() => thanks.evaluate((said) => said.matches(':focus'))).toBe(true);
    expect(
      new Set(
        arrived()
          .slice(before)
          .map(({ externalId }) => externalId),
      ).size,
    ).toBe(1);
    expect(arrived().at(-1)).toMatchObject({ content: { page: `${siteUrl}/` } });
  });

  it('keeps what was written when it cannot be sent, and sends the same again', async () => {
    await open();
    await page.getByRole('button', { name: 'Enviar' }).waitFor();
    await fill('duas@casa.test');
    const before = arrived().length;
    desk.working.door = false;
    await page.getByRole('button', { name: 'Enviar' }).click();
    await page.getByText('O que você escreveu continua aqui').waitFor();
    desk.working.door = true;
    await page.getByRole('button', { name: 'Enviar' }).click();
    await page.getByText('Recebemos sua mensagem').waitFor();
    expect(arrived().slice(before)).toHaveLength(1);
  });

  it('leaves the plain one, or leads to a page, where it cannot be had', async () => {
    markup = markup.replaceAll(`data-form="${desk.key}"`, 'data-form="outro"');
    await open();
    await page.getByRole('link', { name: 'Abrir em outra página' }).waitFor();
    await expect.poll(() => page.getByRole('button', { name: 'Mandar' }).count()).toBe(1);
  });

  it('works without a script', async () => {
    await open({ javaScriptEnabled: false });
    const before = arrived().length;
    await page.locator('[name=nome]').fill('Rui');
    await page.locator('[name=mensagem]').fill('Sem script');
    await page.getByRole('button', { name: 'Mandar' }).click();
    await page.getByText('Preencha o e-mail ou o telefone').first().waitFor();
    await page.getByLabel('E-mail').fill('rui@casa.test');
    await page.getByRole('button', { name: 'Enviar' }).click();
    await page.getByText('Recebemos sua mensagem').waitFor();
    expect(arrived().slice(before)).toMatchObject([{ text: 'Sem script', sender: { address: 'rui@casa.test' } }]);
  });
});
