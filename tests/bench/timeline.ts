import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { seedCache } from '../../scripts/seeding/cache.ts';
import { generateConversations } from '../../src-backend/demo/seed/generate.ts';
import type { LogItem } from '../../src-shared/protocol/log.ts';
import { startDesktop } from '../e2e/harness/desktop.ts';
import { openBrowser } from '../e2e/harness.ts';
import { cacheFileIn, openWithEngine, profileOf } from './cache-file.ts';
import { type BenchResult, benchResult, median, pause, percentile } from './figures.ts';

const ENTRIES = 5_000;
const CONVERSATIONS = 100;
const PLACE = join(import.meta.dirname, '..', '..', '.turno', 'bench', `timeline-${ENTRIES}`);
/** Nobody answers there: what is measured is this machine alone. */
const SERVER = 'http://127.0.0.1:9';
const PAGE = 100;
const TURNS = 40;
const NAME = 'Zuleica de Cinco Mil Linhas';

/**
 * Opening the timeline (G4) of a customer with 5,000 messages: in the engine, one call of its reader for what is shown
 * first; to paint, from the press on the tab until the frame with its entries. The floor is the way back, from the press
 * until the frame with the record, which asks the engine for nothing.
 */
export default async function timeline(): Promise<BenchResult> {
  if (!existsSync(join(PLACE, 'machine.json'))) await seed();
  const { cache, close } = openWithEngine(await cacheFileIn(await profileOf(PLACE)));
  const { reader } = cache;
  const conversationId = reader.search(NAME, 1).hits[0]?.conversationId ?? '';
  const contactId = reader.conversation(conversationId)?.contactId;
  if (contactId === undefined) throw new Error('the customer of the bench is not in the cache');
  const engine = Array.from({ length: TURNS }, () => {
    const began = performance.now();
    const { items } = reader.timeline(contactId, { kinds: [], channels: [] }, PAGE);
    if (items.length < PAGE) throw new Error('the timeline is shorter than a page');
    return performance.now() - began;
  });
  close();
  const { there, back } = await inTheWindow();
  return benchResult({
    name: 'timeline',
    figures: {
      ...{ engineP50: median(engine), engineP99: percentile(engine, 0.99) },
      ...{ paintP50: median(there), paintP95: percentile(there, 0.95) },
    },
    floor: { recordP50: median(back) },
    ratio: { paintP95Per50Ms: percentile(there, 0.95) / 50 },
    budget: { paintP95Per50Ms: 1 },
  });
}

/** A usual history, and beside it one customer who has five thousand messages in a hundred conversations. */
async function seed(): Promise<void> {
  await rm(PLACE, { recursive: true, force: true });
  const counts = { conversations: 500, messages: 5_000, seed: 7, now: Date.now() - 3_600_000 };
  await seedCache(PLACE, counts, { serverUrl: SERVER, role: 'supervisor', say: () => {} });
  const { cache, close } = openWithEngine(await cacheFileIn(await profileOf(PLACE)));
  const position = cache.reader.position();
  if (position === null) throw new Error('the seeded desktop has no position');
  const items: LogItem[] = [];
  let customer: string | null = null;
  const generated = generateConversations({
    ...{ ...cache.reader.directory(), seed: 8, conversations: CONVERSATIONS, messages: ENTRIES, now: Date.now() },
    firstPosition: position.cursor + 1,
  });
  for (const { contact, conversation, messages } of generated) {
    if (customer === null) items.push({ type: 'contact', contact: { ...contact, name: NAME } });
    customer ??= contact.id;
    items.push({ type: 'conversation', conversation: { ...conversation, contactId: customer } });
    for (const message of messages) items.push({ type: 'message', message });
  }
  const stored = cache.writer.applyItems(items, position);
  if (!stored.ok) throw new Error(`the cache was not written: ${stored.reason}`);
  close();
}

async function inTheWindow(): Promise<{ there: number[]; back: number[] }> {
  const desktop = await startDesktop({ serverUrl: SERVER, folder: PLACE, downloads: PLACE });
  const browser = await openBrowser();
  try {
    const page = await browser.newPage({ locale: 'pt-BR', viewport: { width: 1366, height: 768 } });
    await page.goto(desktop.url);
    await page.getByRole('searchbox', { name: 'Buscar conversas e mensagens' }).fill(NAME);
    await page.getByRole('option').filter({ hasText: NAME }).first().click();
    await page.getByRole('tab', { name: 'Linha do tempo' }).waitFor();
    const there: number[] = [];
    const back: number[] = [];
    for (let turn = 0; turn < TURNS; turn += 1) {
      const to = await painted(page, 'timeline', '[role="tabpanel"] [role="option"]');
      const from = await painted(page, 'record', '#contact-data');
      // The first presses load and compile.
      if (turn > 2) {
        there.push(to);
        back.push(from);
      }
      await pause(50);
    }
    return { there, back };
  } finally {
    await browser.close();
    await desktop.program.end();
  }
}

/** From the press on the tab to the end of the first frame that has what is behind it (milliseconds). */
function painted(page: Page, tab: string, wanted: string): Promise<number> {
  return page.evaluate(
    ([name, selector]) =>
      new Promise<number>((done) => {
        const began = performance.now();
        document.querySelector<HTMLElement>(`[data-tab="${name}"]`)?.click();
        const look = () => {
          if (document.querySelector(selector) === null) {
            requestAnimationFrame(look);
            return;
          }
          // After this frame is painted.
          const channel = new MessageChannel();
          channel.port1.onmessage = () => done(performance.now() - began);
          channel.port2.postMessage(null);
        };
        requestAnimationFrame(look);
      }),
    [tab, wanted] as const,
  );
}
