import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makePerson } from '../simulators/backend/entities.ts';
import { createScriptedServer, type ScriptedServer } from '../simulators/backend/scripted-server.ts';
import { protectByFile, signIn } from './harness/agent-window.ts';
import { type RunningDesktop, startDesktop } from './harness/desktop.ts';
import { numbered, poisonedOrders, poisonedWorld } from './harness/poisoned-world.ts';
import { openBrowser } from './harness.ts';

/**
 * Markup in every field of every entity in which the protocol lets words stand, taken from its schemas, at a real engine and
 * the built window in a real Chromium: all screens are walked through, and nothing of it may become a part of the page.
 */
describe('Markup in every field', () => {
  let server: ScriptedServer;
  let browser: Browser;
  let desktop: RunningDesktop;
  let folder: string;
  let page: Page;
  const fields: string[] = [];
  /** What ran, asked, or was stopped by the window's policy. */
  const accidents: string[] = [];

  beforeAll(async () => {
    server = await createScriptedServer({ conversations: 0 });
    server.me = makePerson({ role: 'admin' });
    const items = poisonedWorld(fields);
    server.answers.set('contact.orders', poisonedOrders(fields));
    server.append((seq) => items.map((item) => numbered(item, seq)));
    folder = await mkdtemp(join(tmpdir(), 'turno-markup-'));
    browser = await openBrowser();
    desktop = await startDesktop({ serverUrl: server.url, folder, downloads: folder });
    const context = await browser.newContext({
      viewport: { width: 1366, height: 900 },
      locale: 'pt-BR',
      reducedMotion: 'reduce',
    });
    context.setDefaultTimeout(15_000);
    await context.addInitScript(() => {
      document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) =>
        console.error(`POLICY ${violatedDirective} ${blockedURI}`),
      );
    });
    page = await context.newPage();
    page.on('dialog', (dialog) => {
      accidents.push(`dialog ${dialog.message()}`);
      void dialog.dismiss();
    });
    page.on('console', (message) => {
      if (/POLICY|Content Security Policy/.test(message.text())) accidents.push(message.text());
    });
    page.on('pageerror', (error) => accidents.push(`error ${error.message}`));
    await page.goto(desktop.url);
    await signIn(page, 'ana@aurora.example', server.password);
    await protectByFile(page);
    await page.getByRole('tab', { name: /^Todos/ }).waitFor();
  });
  afterAll(async () => {
    await browser?.close();
    await desktop?.program.end();
    await server?.close();
    await rm(folder, { recursive: true, force: true });
  });

  const seen = new Set<number>();
  /** What is on the screen now, in words and in what stands behind them. */
  async function look(where: string): Promise<void> {
    const found = await page.evaluate(() => ({
      owned: document.querySelectorAll('[data-owned], [onerror], img[src="x"]').length,
      links: [...document.querySelectorAll('a[href], area[href], form[action], iframe[src]')]
        .map((one) => one.getAttribute('href') ?? one.getAttribute('src') ?? one.getAttribute('action') ?? '')
        .filter((address) => /^\s*(javascript|data|vbscript):/i.test(address)),
      words: [
        document.body.textContent,
        ...[...document.querySelectorAll('[title], [aria-label], input, textarea')].map(
          (one) => `${one.getAttribute('title')} ${one.getAttribute('aria-label')} ${'value' in one ? one.value : ''}`,
        ),
      ].join('\n'),
    }));
    expect(found.owned, where).toBe(0);
    expect(found.links, where).toEqual([]);
    for (const [, number] of found.words.matchAll(/data-owned=(\d+)/g)) seen.add(Number(number));
  }

  it('is shown as the words it is, in the inbox, the chat, the record and their dialogs', async () => {
    const cards = page.getByRole('listbox', { name: 'Lista de atendimentos' }).getByRole('option');
    await cards.first().waitFor();
    await look('inbox');
    await page.getByRole('button', { name: 'Filtros salvos' }).click();
    await page.getByRole('menu').waitFor();
    await look('saved filters');
    await page.keyboard.press('Escape');
    await cards.first().click();
    const log = page.getByRole('log', { name: 'Mensagens' });
    await log.getByRole('article').last().waitFor();
    for (let up = 0; up < 12; up += 1) {
      // What a message says only when it is asked: earlier words, everybody of a mail, the provider's reason.
      for (const button of (await log.locator('button[aria-expanded="false"]').elementHandles()).slice(0, 8)) {
        const press = (when: string) =>
          button.evaluate((one, expanded) => {
            if (one instanceof HTMLElement && one.ariaExpanded === expanded) one.click();
          }, when);
        await press('false');
        await look('chat, opened');
        await press('true');
      }
      await look('chat');
      await log.evaluate((one) => one.scrollBy(0, -700));
      await page.waitForTimeout(60);
    }
    const panel = page.getByRole('complementary', { name: 'Contato' });
    await panel.getByRole('region', { name: 'Pedidos' }).getByRole('listitem').first().waitFor();
    for (const tab of await panel.getByRole('tab').all()) {
      await tab.click();
      await look('record');
    }
    for (const name of ['Transferir', 'Finalizar atendimento']) {
      await page.getByRole('button', { name, exact: true }).first().click();
      await page.waitForTimeout(300);
      await look(name);
      await page.keyboard.press('Escape');
      await page.waitForTimeout(100);
    }
    expect(accidents).toEqual([]);
  });

  it('is shown as the words it is in every section of the settings, in its editors, the history and the palette', async () => {
    await page.getByRole('button', { name: 'Configurações' }).click();
    const sections = page.getByRole('navigation', { name: 'Configurações' }).getByRole('button');
    await sections.first().waitFor();
    for (const section of await sections.all()) {
      await section.click();
      await page.waitForTimeout(350);
      await look((await section.textContent()) ?? '');
      const rows = page
        .getByRole('region')
        .getByRole('list')
        .getByRole('button')
        .or(page.getByRole('navigation', { name: 'Modelos' }).getByRole('button'));
      for (let row = 0; row < Math.min(await rows.count(), 3); row += 1) {
        await rows.nth(row).click();
        await page.waitForTimeout(100);
        await look(`${await section.textContent()}, opened`);
        await page.keyboard.press('Escape');
      }
    }
    await page.getByRole('button', { name: 'Histórico', exact: true }).click();
    await page.waitForTimeout(300);
    await look('history');
    await page.keyboard.press('Control+k');
    await page.keyboard.type('img');
    await page.waitForTimeout(500);
    await look('palette');
    expect(accidents).toEqual([]);
    expect(await page.title()).toBe('Turno');
  });

  it('and every field was there to be seen, but for those that stand on no screen of these', () => {
    const shown = new Set([...seen].map((number) => fields[number]));
    const missing = [...new Set(fields)].filter((field) => !shown.has(field) && !ELSEWHERE.includes(field));
    expect(missing).toEqual([]);
  });
});

/**
 * Fields that reach none of these screens as words: addresses of links (which are looked at as links), what only other programs
 * read, and what is shown in a state that this shop is not in. Whatever is new is seen here, or has to be written down here.
 */
const ELSEWHERE: string[] = [
  'connection.connection.address',
  'connection.connection.capabilities.media.mimes',
  'connection.connection.problem.detail',
  'contact.contact.identities.address',
  'message.message.activity.detail',
  'message.message.content.quoted',
  'message.message.content.url',
  'message.message.failure.detail',
  'message.message.referral.url',
  'orders.orders.url',
  'person.person.presence.reason',
  'suggestion.suggestion.reasons.value',
  'template.template.body.parameters.example',
  'template.template.buttons.value',
];
