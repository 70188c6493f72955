import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import { type Browser, type BrowserContext, chromium, type Locator, type Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { buildWidget } from '../../../scripts/build-widget.ts';
import { createFaultyProxy, type FaultyProxy } from '../../simulators/network/faulty-proxy.ts';
import { tinyPng } from '../channels/contract.ts';
import { storeOpener } from '../stores.ts';
import { eventually, type LiveChatDesk, openLiveChatDesk, to } from './live-chat-desk.ts';

/** The built widget in a real Chromium, on the demo shop, through a network that can fail. */
describe('The live-chat widget in a shop', () => {
  const openTestStore = storeOpener('embedded');
  let browser: Browser;
  let folder: string;
  let widgetFile: string;
  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'turno-widget-'));
    widgetFile = await buildWidget(folder);
    browser = await chromium.launch({
      executablePath: process.env.TURNO_CHROMIUM ?? '/usr/bin/chromium',
      args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage'],
    });
  });
  afterAll(async () => {
    await browser.close();
    await rm(folder, { recursive: true });
  });

  let desk: LiveChatDesk;
  let network: FaultyProxy;
  let context: BrowserContext;
  let page: Page;
  const complaints: string[] = [];
  beforeEach(async () => {
    desk = await openLiveChatDesk((await openTestStore()).store, { widgetFile, settings: { title: 'Loja Aurora' } });
    network = await createFaultyProxy({ target: desk.url });
    context = await browser.newContext({ locale: 'pt-BR' });
    page = await context.newPage();
    complaints.length = 0;
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('console', (message) => {
      if (/Content Security Policy|Uncaught/.test(message.text())) complaints.push(message.text());
    });
    await page.goto(`${network.url}/demo/shop`);
  });
  afterEach(async () => {
    await context.close();
    await network.close();
    await desk.close();
    expect(complaints).toEqual([]);
  });

  const field = (on: Page = page): Locator => on.getByRole('textbox', { name: 'Escreva sua mensagem' });
  const log = (on: Page = page): Locator => on.getByRole('log', { name: 'Mensagens' });
  const openChat = async (on: Page = page): Promise<void> => {
    await on.getByRole('button', { name: /^Abrir o chat/ }).click();
    await on.getByRole('dialog', { name: 'Loja Aurora' }).waitFor();
  };
  const write = async (text: string, on: Page = page): Promise<void> => {
    await field(on).fill(text);
    await field(on).press('Enter');
  };
  const visitor = (index = 0): string => desk.door.messages()[index]?.sender.address ?? '';
  const shows = (text: string, on: Page = page): Promise<void> => log(on).getByText(text).first().waitFor();

  it('carries a conversation: written, sent, answered, read', async () => {
    await openChat();
    await expect.poll(() => field().evaluate((node) => node.matches(':focus'))).toBe(true);
    await write('Oi, vocês têm o Tênis Orla no 37?');
    await shows('· Enviada');
    expect(desk.door.messages()).toMatchObject([{ text: 'Oi, vocês têm o Tênis Orla no 37?' }]);
    await desk.channel.tell?.(desk.connection, to(visitor()), { type: 'joined', agentName: 'Ana Souza' });
    await desk.channel.typing?.(desk.connection, to(visitor()), null);
    await page.getByText('Ana Souza está digitando…').waitFor();
    await desk.channel.markRead?.(desk.connection, to(visitor()), desk.door.messages()[0]?.externalId ?? '');
    await shows('· Lida');
    await desk.reply(visitor(), 'Temos sim! Veja em https://loja.example/orla.');
    await shows('Temos sim!');
    await expect.poll(() => log().getByRole('link').getAttribute('href')).toBe('https://loja.example/orla');
    await expect.poll(() => page.getByText('está digitando').count()).toBe(0);
    await eventually(() => expect(desk.door.statuses().at(-1)?.status).toBe('read'));
    await desk.channel.tell?.(desk.connection, to(visitor()), { type: 'finished', protocol: '2026-0000001' });
    await shows('Atendimento finalizado. Protocolo 2026-0000001');
  });

  it('counts what arrives while it is closed, and stays the same visitor over a reload', async () => {
    await openChat();
    await write('Oi');
    await shows('· Enviada');
    await page.keyboard.press('Escape');
    const launcher = page.getByRole('button', { name: 'Abrir o chat', exact: true });
    await expect.poll(() => launcher.evaluate((node) => node.matches(':focus'))).toBe(true);
    await desk.reply(visitor(), 'Olá!');
    await page.getByRole('button', { name: 'Abrir o chat, 1 mensagem nova' }).waitFor();
    await eventually(() => expect(desk.door.statuses().map(({ status }) => status)).toEqual(['delivered']));

    await page.reload();
    await page.getByRole('button', { name: 'Abrir o chat, 1 mensagem nova' }).click();
    await shows('Olá!');
    await write('sou eu de novo');
    await eventually(() => expect(desk.door.messages()).toHaveLength(2));
    expect(visitor(1)).toBe(visitor(0));
  });

  it('keeps the panel open and the half-written text over a reload', async () => {
    await openChat();
    await field().fill('ainda pensando');
    await page.reload();
    await page.getByRole('dialog', { name: 'Loja Aurora' }).waitFor();
    await expect.poll(() => field().inputValue()).toBe('ainda pensando');
  });

  it('says that the connection is gone, keeps what is written, and sends it once when it is back', async () => {
    await openChat();
    await write('antes');
    await shows('· Enviada');
    network.down();
    await page.getByText('Sem conexão. O que você escrever será enviado assim que ela voltar.').waitFor();
    await write('durante a queda');
    await shows('Aguardando conexão');
    await desk.reply(visitor(), 'escrita enquanto você estava fora');
    network.up();
    await shows('escrita enquanto você estava fora');
    await eventually(() => expect(desk.door.messages().map(({ text }) => text)).toEqual(['antes', 'durante a queda']));
    await page.getByText('Sem conexão.').waitFor({ state: 'hidden' });
    expect(await log().getByText('durante a queda').count()).toBe(1);
  });

  it('sends pictures by button and paste, and shows the agent’s', async () => {
    await openChat();
    await page
      .locator('input[type=file]')
      .setInputFiles({ name: 'caixa.png', mimeType: 'image/png', buffer: Buffer.from(tinyPng) });
    await eventually(() =>
      expect(desk.door.messages()).toMatchObject([{ kind: 'image', media: { name: 'caixa.png' } }]),
    );
    await field().evaluate(
      (node, bytes) => {
        const files = new DataTransfer();
        files.items.add(new File([new Uint8Array(bytes)], 'colada.png', { type: 'image/png' }));
        node.dispatchEvent(new ClipboardEvent('paste', { clipboardData: files, bubbles: true, cancelable: true }));
      },
      [...tinyPng],
    );
    await eventually(() => expect(desk.door.messages()).toHaveLength(2));
    await page
      .locator('input[type=file]')
      .setInputFiles({ name: 'nota.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF') });
    await page.getByText('só aceitamos imagens PNG, JPEG, GIF ou WebP').waitFor();
    await desk.reply(visitor(), '', {
      kind: 'image',
      text: null,
      media: { mime: 'image/png', name: 'resposta.png', read: async () => tinyPng },
    });
    await log().getByRole('img', { name: 'resposta.png' }).waitFor();
    await expect.poll(() => log().getByRole('link', { name: 'Abrir a imagem' }).count()).toBe(3);
  });

  it('shows what an agent writes as text, never as markup', async () => {
    await openChat();
    await write('<img src=x onerror="document.title=1">');
    await shows('· Enviada');
    await desk.reply(visitor(), '<script>document.title=2</script> javascript:alert(1)');
    await shows('<script>document.title=2</script> javascript:alert(1)');
    await shows('<img src=x onerror="document.title=1">');
    expect(await page.title()).toBe('Loja Aurora');
    expect(await log().getByRole('link').count()).toBe(0);
  });

  it('is used with the keyboard alone, emoji too', async () => {
    await page.getByRole('button', { name: 'Abrir o chat' }).focus();
    await page.keyboard.press('Enter');
    await expect.poll(() => field().evaluate((node) => node.matches(':focus'))).toBe(true);
    await page.keyboard.type('Obrigada ');
    await page.getByRole('button', { name: 'Emoji' }).focus();
    await page.keyboard.press('Enter');
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Enter');
    await eventually(() => expect(desk.door.messages()).toMatchObject([{ text: 'Obrigada 😄' }]));
    await page.keyboard.press('Escape');
    expect(await page.getByRole('dialog').count()).toBe(0);
  });

  it('serves two people in one browser, and speaks the visitor’s language', async () => {
    await openChat();
    await write('sou a primeira');
    await shows('· Enviada');
    const second = await context.newPage();
    await second.goto(`${network.url}/demo/shop?visitante=2`);
    await openChat(second);
    await write('sou o segundo', second);
    await shows('· Enviada', second);
    expect(await log(second).getByText('sou a primeira').count()).toBe(0);
    expect(desk.door.messages().map(({ sender }) => sender.profileName)).toEqual(['Visitante 1', 'Visitante 2']);

    const english = await browser.newContext({ locale: 'en-GB' });
    const third = await english.newPage();
    await third.goto(`${network.url}/demo/shop`);
    await third.getByRole('button', { name: 'Open chat' }).click();
    await third.getByRole('textbox', { name: 'Write your message' }).waitFor();
    await english.close();
  });

  it('works in a site of another origin with a strict policy of its own, pictures too', async () => {
    const { site, origin } = await strangerSite(desk);
    const guest = await context.newPage();
    const refused: string[] = [];
    guest.on('console', (message) => {
      if (message.type() === 'error') refused.push(message.text());
    });
    await guest.goto(origin);
    await guest.getByRole('button', { name: 'Open chat' }).click();
    const dialog = guest.getByRole('dialog');
    await dialog.waitFor();
    await dialog.evaluate(
      (node, bytes) => {
        const dataTransfer = new DataTransfer();
        dataTransfer.items.add(new File([new Uint8Array(bytes)], 'solta.png', { type: 'image/png' }));
        for (const type of ['dragover', 'drop'])
          node.dispatchEvent(new DragEvent(type, { dataTransfer, bubbles: true, cancelable: true }));
      },
      [...tinyPng],
    );
    await eventually(() => expect(desk.door.messages()).toMatchObject([{ media: { name: 'solta.png' } }]));
    await guest.reload();
    await guest.getByRole('log').getByRole('img', { name: 'solta.png' }).waitFor();
    expect(await guest.evaluate(() => getComputedStyle(document.body).fontSize)).toBe('40px');
    const size = await dialog.evaluate((node) => getComputedStyle(node).fontSize);
    expect(size).toBe('15px');
    expect(refused).toEqual([]);
    await guest.close();
    site.close();
  });

  it.each(['light', 'dark'] as const)(
    'has nothing that the accessibility rules object to (%s)',
    async (colorScheme) => {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      await openChat();
      await write('Oi 😊');
      await shows('· Enviada');
      await desk.channel.tell?.(desk.connection, to(visitor()), { type: 'joined', agentName: 'Ana Souza' });
      await desk.reply(visitor(), 'Olá! https://loja.example');
      await shows('Olá!');
      network.down();
      await page.getByText('Sem conexão.').waitFor();
      const { violations } = await new AxeBuilder({ page }).include('[data-turno-livechat]').analyze();
      expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
    },
  );
});

/** A shop of somebody else's: another origin, English, huge type, scripts and styles only from where it says. */
const strangerSite = async (desk: LiveChatDesk): Promise<{ site: Server; origin: string }> => {
  const page = `<!doctype html><html lang="en"><title>Elsewhere</title><body><h1>Elsewhere</h1>
    <script src="${desk.url}/widget.js" data-connection="${desk.connection.id}" data-lang="en" async></script></body></html>`;
  const site = createServer((request, response) => {
    const style = request.url === '/style.css';
    response.setHeader('content-type', style ? 'text/css' : 'text/html; charset=utf-8');
    const { origin, host } = new URL(desk.url);
    response.setHeader(
      'content-security-policy',
      `default-src 'none'; style-src 'self'; script-src ${origin}; connect-src ${origin} ws://${host}; img-src blob: data:`,
    );
    response.setHeader('link', '</style.css>; rel=stylesheet');
    response.end(
      style
        ? 'body,*{font-size:40px;color:red}'
        : page.replace('<body>', '<link rel="stylesheet" href="/style.css"><body>'),
    );
  });
  await new Promise<void>((resolve) => void site.listen(0, '127.0.0.1', resolve));
  const address = site.address();
  if (address === null || typeof address === 'string') throw new Error('an HTTP server has a port');
  return { site, origin: `http://localhost:${address.port}` };
};
