import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { type AgentWindow, agentWindow } from '../e2e/harness/agent-window.ts';
import { startDesktop } from '../e2e/harness/desktop.ts';
import type { Program } from '../e2e/harness/program.ts';
import { openBrowser } from '../e2e/harness.ts';
import { type Customers, nameOf, openCustomers } from './customers.ts';
import { pause } from './figures.ts';
import { warmProfile } from './warm-profile.ts';

const CONVERSATIONS = 100_000;
const MESSAGES = 1_000_000;

/** Ana's desktop with all of that cached, real backend and engine, in one Chromium. */
export interface WarmWindow extends AsyncDisposable {
  browser: Browser;
  desktop: Program;
  customers: Customers;
  /** The inbox is on the screen and the conversation of customer 0, which is Ana's, stands open. */
  open(): Promise<{ page: Page; ana: AgentWindow }>;
  /** Chooses what the list holds: nearly all are finished, and the list shows those of the last months. */
  show(page: Page, status: 'Finalizadas' | 'Todas em aberto'): Promise<void>;
}

export async function openWarmWindow(): Promise<WarmWindow> {
  const folder = await mkdtemp(join(tmpdir(), 'turno-bench-'));
  const profile = await warmProfile(CONVERSATIONS, MESSAGES, join(folder, 'profile'));
  const { url, program } = await startDesktop({
    serverUrl: profile.backend.url,
    folder: profile.folder,
    downloads: folder,
  });
  const browser = await openBrowser();
  const customers = await openCustomers(() => profile.backend.url);
  return {
    browser,
    desktop: program,
    customers,
    async open() {
      const page = await browser.newPage({ viewport: { width: 1366, height: 768 }, locale: 'pt-BR' });
      await page.goto(url);
      const ana = agentWindow(page);
      await ana.list.getByRole('option').first().waitFor();
      await ana.presence('Disponível');
      await customers.write([{ customer: 0, text: 'Bom dia!' }]);
      await ana.open(nameOf(0));
      await ana.field.waitFor();
      return { page, ana };
    },
    async show(page, status) {
      await page.getByRole('button', { name: /^Status: / }).click();
      await page.getByRole('menuitemradio', { name: new RegExp(`^${status}`) }).click();
      const first = page.getByRole('listbox', { name: 'Lista de atendimentos' }).getByRole('option').first();
      const enough = status === 'Finalizadas' ? CONVERSATIONS / 10 : 1;
      await expectAtLeast(enough, async () => Number(await first.getAttribute('aria-setsize')));
    },
    async [Symbol.asyncDispose]() {
      await browser.close();
      await program.end();
      await profile.backend.program.end();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function expectAtLeast(rows: number, shown: () => Promise<number>): Promise<void> {
  for (let tries = 0; tries < 100; tries += 1) {
    if ((await shown()) >= rows) return;
    await pause(100);
  }
  throw new Error(`the list does not hold ${rows} conversations: ${await shown()}`);
}
