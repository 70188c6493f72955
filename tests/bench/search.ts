import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { seedCache } from '../../scripts/seeding/cache.ts';
import { wordsOf } from '../../src-shared/rules/search-words.ts';
import { startDesktop } from '../e2e/harness/desktop.ts';
import { openBrowser } from '../e2e/harness.ts';
import { type CacheFile, cacheFileIn, openPlain, openWithEngine, profileOf } from './cache-file.ts';
import { type BenchResult, benchResult, pause, percentile } from './figures.ts';

const CONVERSATIONS = Number(process.env.TURNO_BENCH_CONVERSATIONS ?? 100_000);
const MESSAGES = Number(process.env.TURNO_BENCH_MESSAGES ?? 1_000_000);
const PLACE = join(import.meta.dirname, '..', '..', '.turno', 'bench', `search-${CONVERSATIONS}-${MESSAGES}`);
/** Nobody answers there: what is measured is this machine alone. */
const SERVER = 'http://127.0.0.1:9';
const LIMIT = 40;
/** Of those typed in the engine, so many are typed in the window as well, one letter every 120 ms. */
const IN_THE_WINDOW = 12;
const LETTER_MS = 120;

/**
 * Searching as an agent types, letter by letter, over a million messages without a server: words of the history,
 * several of them, quoted phrases, numbers in any spelling, protocols, and what is nowhere. In the engine: one call of
 * its reader. To paint: from the key press until the frame with its results. The floor is one FTS5 query by recency for
 * the same beginnings, without a check, a contact, a count or an excerpt.
 */
export default async function search(): Promise<BenchResult> {
  if (!existsSync(join(PLACE, 'machine.json'))) {
    await rm(PLACE, { recursive: true, force: true });
    process.stderr.write(`Caching ${CONVERSATIONS} conversations with ${MESSAGES} messages …\n`);
    const counts = { conversations: CONVERSATIONS, messages: MESSAGES, seed: 7, now: Date.now() };
    await seedCache(PLACE, counts, { serverUrl: SERVER, role: 'supervisor', say: () => {} });
  }
  const file = await cacheFileIn(await profileOf(PLACE));

  const typed = searchesOf(file);
  const floor = floorOf(file, typed);
  const engine = engineOf(file, typed);
  const painted = await inTheWindow(typed.slice(0, IN_THE_WINDOW));
  const of = (times: readonly number[]) => ({ p50: percentile(times, 0.5), p99: percentile(times, 0.99) });
  const [inEngine, toPaint, bare] = [of(engine.map(({ ms }) => ms)), of(painted.map(({ ms }) => ms)), of(floor)];
  process.stderr.write(`slowest in the engine: ${slowest(engine)}\nslowest to paint: ${slowest(painted)}\n`);
  return benchResult({
    name: 'search',
    figures: {
      engineP50: inEngine.p50,
      engineP99: inEngine.p99,
      engineSearches: engine.length,
      paintP50: toPaint.p50,
      paintP99: toPaint.p99,
      paintSearches: painted.length,
    },
    floor: { fts5P50: bare.p50, fts5P99: bare.p99 },
    ratio: { engineP99Per20Ms: inEngine.p99 / 20, paintP99Per50Ms: toPaint.p99 / 50 },
    budget: { engineP99Per20Ms: 1, paintP99Per50Ms: 1 },
  });
}

interface Timed {
  text: string;
  ms: number;
}

const slowest = (times: readonly Timed[]): string =>
  times
    .toSorted((a, b) => b.ms - a.ms)
    .slice(0, 5)
    .map(({ text, ms }) => `«${text}» ${ms.toFixed(1)} ms`)
    .join(', ');

/** Whole searches, as somebody would type them; taken evenly from the whole history, the same in each run. */
function searchesOf(file: CacheFile): string[] {
  const db = openPlain(file);
  const texts = db
    .prepare<[], string>(
      "SELECT text FROM message WHERE direction = 'inbound' AND length(text) > 20 AND n % 997 < 40 LIMIT 4000",
    )
    .pluck()
    .all();
  const names = db.prepare<[], string>('SELECT title FROM contact WHERE n % 499 = 0 LIMIT 40').pluck().all();
  const phones = db
    .prepare<[], string>(
      `SELECT json_extract(data, '$.identities[0].phone') FROM contact
       WHERE n % 331 = 0 AND json_extract(data, '$.identities[0].phone') LIKE '55%' LIMIT 20`,
    )
    .pluck()
    .all();
  const protocols = db
    .prepare<[], string>("SELECT json_extract(data, '$.protocol') FROM conversation LIMIT 2000")
    .pluck()
    .all();
  db.close();
  const typed: string[] = [];
  for (let i = 0; i < 40; i += 1) {
    const words = wordsOf(texts[(i * 97) % texts.length] ?? '').filter((word) => word.length > 2);
    const [one = 'pedido', two = 'bom', three = 'dia'] = words;
    typed.push(one.toLowerCase(), `${two} ${three}`.toLowerCase());
    if (i % 4 === 0)
      typed.push(
        `"${wordsOf(texts[(i * 89) % texts.length] ?? '')
          .slice(0, 3)
          .join(' ')}"`,
      );
    if (i % 5 === 0) typed.push(names[i % names.length] ?? '');
    if (i % 5 === 1) typed.push(spelled(phones[i % phones.length] ?? '5511987654321', i));
    if (i % 10 === 2) typed.push(protocols[(i * 31) % protocols.length] ?? '');
    if (i % 8 === 3) typed.push(['xilindrópico', 'pedido zarabatana', '"dia bom pedido"'][i % 3] ?? '');
  }
  return typed.filter((text) => text !== '');
}

const spelled = (phone: string, turn: number): string => {
  const [ddd, local] = [phone.slice(2, 4), phone.slice(4)];
  return [`(${ddd}) ${local.slice(0, -4)}-${local.slice(-4)}`, `+${phone}`, `${ddd}${local}`][turn % 3] ?? phone;
};

/** What stands in the box after each letter; one letter alone is on the way to a word. */
const beginnings = (text: string): string[] =>
  [...text].map((_, i, letters) => letters.slice(0, i + 1).join('')).filter((part) => part.trim().length > 1);

function engineOf(file: CacheFile, typed: readonly string[]): Timed[] {
  const { cache, close } = openWithEngine(file);
  // The first searches read the file into memory, as the first minutes of a shift do.
  for (const text of typed.slice(0, 10)) for (const part of beginnings(text)) cache.reader.search(part, LIMIT);
  const times = typed.flatMap(beginnings).map((text) => {
    const began = performance.now();
    cache.reader.search(text, LIMIT);
    return { text, ms: performance.now() - began };
  });
  close();
  return times;
}

function floorOf(file: CacheFile, typed: readonly string[]): number[] {
  const db = openPlain(file);
  const query = db.prepare<[string]>(
    `SELECT rowid FROM message_fts WHERE message_fts MATCH ? ORDER BY rowid DESC LIMIT ${LIMIT}`,
  );
  const expressions = typed.flatMap(beginnings).flatMap((text) => {
    const words = wordsOf(text).filter((word) => word.length > 1);
    return words.length === 0 ? [] : [words.map((word) => `"${word.slice(0, 3)}"*`).join(' AND ')];
  });
  for (const expression of expressions.slice(0, 50)) query.all(expression);
  const times = expressions.map((expression) => {
    const began = performance.now();
    query.all(expression);
    return performance.now() - began;
  });
  db.close();
  return times;
}

async function inTheWindow(typed: readonly string[]): Promise<Timed[]> {
  const desktop = await startDesktop({ serverUrl: SERVER, folder: PLACE, downloads: PLACE });
  const browser = await openBrowser();
  try {
    const page = await browser.newPage({ locale: 'pt-BR', viewport: { width: 1366, height: 768 } });
    await page.goto(desktop.url);
    const box = page.getByRole('searchbox', { name: 'Buscar conversas e mensagens' });
    await box.waitFor();
    await page.getByRole('listbox', { name: 'Lista de atendimentos' }).waitFor();
    await box.focus();
    await watchPaint(page);
    for (const [turn, text] of typed.entries()) {
      await page.evaluate((warm) => window.searchPaint?.begin(warm), turn < 2);
      for (const letter of text) {
        await page.keyboard.type(letter);
        await pause(LETTER_MS);
      }
      await pause(400);
      await page.evaluate(() => window.searchPaint?.begin(true));
      await box.fill('');
      await pause(200);
    }
    return await page.evaluate(() => window.searchPaint?.times ?? []);
  } finally {
    await browser.close();
    await desktop.program.end();
  }
}

declare global {
  interface Window {
    searchPaint?: { times: Timed[]; begin(ignore: boolean): void };
  }
}

/** From the key press to the end of the first frame in which the results are those of what stands in the box. */
function watchPaint(page: Page): Promise<void> {
  return page.evaluate(() => {
    const times: Timed[] = [];
    let ignored = true;
    let pressed: number | null = null;
    window.searchPaint = {
      times,
      begin(ignore) {
        ignored = ignore;
        pressed = null;
      },
    };
    const look = () => {
      const box = document.querySelector('input[type=search]');
      const results = document.querySelector('[data-searched]');
      const wanted = box instanceof HTMLInputElement ? box.value.trim() : '';
      if (pressed !== null && results?.getAttribute('data-searched') === wanted) {
        const began = pressed;
        pressed = null;
        // After this frame is painted.
        const channel = new MessageChannel();
        channel.port1.onmessage = () => {
          if (!ignored && wanted.length > 1) times.push({ text: wanted, ms: performance.now() - began });
        };
        channel.port2.postMessage(null);
      }
      requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
    document.addEventListener(
      'keydown',
      (event) => {
        pressed = event.timeStamp;
      },
      true,
    );
  });
}
