import { randomUUID } from 'node:crypto';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Locator } from 'playwright-core';
import { z } from 'zod';
import type { LogItem } from '../../src-shared/protocol/log.ts';
import { PASSWORD } from '../e2e/harness/agent-window.ts';
import { makeTemplate } from '../e2e/harness/template.ts';
import { openProduct } from '../e2e/harness.ts';
import { missedItems } from './catchup/missed-items.ts';
import { rawCatchUp } from './catchup/raw.ts';
import { watchTyping } from './catchup/typing.ts';
import { type Customers, nameOf, openCustomers } from './customers.ts';
import { type BenchResult, benchResult, median, pause } from './figures.ts';
import { watchTexts } from './painted-texts.ts';

/** A message is one event and its conversation another, which those that arrive together share: 1.5 to 1.9 in all. */
const MESSAGES = 7_000;
const EVENTS = 10_000;
const CUSTOMERS = 50;
/** A webhook is answered when it is stored; what it brought is applied behind it. */
const SETTLING_MS = 4_000;
const PER_WEBHOOK = 100;
const TURNS = Number(process.env.TURNO_BENCH_TURNS ?? 3);
const TEMPLATE = join(import.meta.dirname, '..', '..', '.turno', 'bench', 'template-catchup');
const LIMIT_MS = 120_000;

/**
 * An agent's line was gone while 10,000 events happened. From the moment the server says where the desktop stands
 * («resumed») until all of it is applied and the last message is painted, while the agent types. The floor moves the
 * very items over a bare socket between two processes and inserts them as rows into a bare encrypted table.
 */
export default async function catchup(): Promise<BenchResult> {
  await rm(TEMPLATE, { recursive: true, force: true });
  await makeTemplate(TEMPLATE);
  await using product = await openProduct(TEMPLATE);
  const customers = await openCustomers(() => product.backend().url);
  const ana = await product.agent('Ana Souza');
  await customers.write([{ customer: 0, text: 'Bom dia!' }]);
  await ana.open(nameOf(0));
  await ana.message('Bom dia!').waitFor();

  const quiet = await typed(ana.field, pause(3_000));
  const times: number[] = [];
  const floors: Awaited<ReturnType<typeof rawCatchUp>>[] = [];
  const keys: number[] = [];
  let events = 0;
  for (let turn = 0; turn < TURNS; turn += 1) {
    product.network.down();
    await ana.lost.waitFor();
    const last = `retorno ${randomUUID()}`;
    await missMessages(customers, turn, last);
    await pause(SETTLING_MS);
    const painted = (await watchTexts(ana.page)).at(last);
    product.network.up();
    keys.push(...(await typed(ana.field, painted)));
    const { at, behind } = await resumed(ana.desktop.folder, turn);
    times.push((await painted) - at);
    events = behind;
    if (behind < EVENTS) throw new Error(`only ${behind} events were missed`);
    const items: LogItem[] = await missedItems({
      serverUrl: product.backend().url,
      email: 'ana@aurora.example',
      password: PASSWORD,
      events: behind,
    });
    floors.push(await rawCatchUp(items, product.folder));
  }
  const transfer = median(floors.map((floor) => floor.transfer));
  const insert = median(floors.map((floor) => floor.insert));
  const applied = median(times);
  const longestKey = Math.max(...keys);
  return benchResult({
    name: 'catchup',
    figures: {
      appliedAndPainted: applied,
      slowest: Math.max(...times),
      events,
      keys: keys.length,
      longestKey,
      longestKeyWhenQuiet: Math.max(...quiet),
    },
    floor: { transfer, insert, sum: transfer + insert },
    ratio: { appliedAndPainted: applied / (transfer + insert), longestKeyPer16Ms: longestKey / 16 },
    budget: { appliedAndPainted: 2, longestKeyPer16Ms: 1 },
  });
}

async function typed(field: Locator, until: Promise<unknown>): Promise<number[]> {
  const typing = await watchTyping(field.page());
  let done = false;
  const ending = until.finally(() => {
    done = true;
  });
  // Looked for once: to find it by its words takes the page as long as many a key.
  const element = await field.elementHandle();
  while (!done) {
    // With the line gone the field takes nothing; from the moment it does, the agent goes on writing.
    if (await element?.isEnabled()) await element?.press('a');
    await pause(25);
  }
  await ending;
  return await typing.stop();
}

/** The last message is of the conversation that stands open. */
async function missMessages(customers: Customers, turn: number, last: string): Promise<void> {
  const messages = Array.from({ length: MESSAGES - 1 }, (_, index) => ({
    customer: index % CUSTOMERS,
    text: `Mensagem ${index} da volta ${turn}: quando chega o meu pedido, por favor?`,
  }));
  for (let from = 0; from < messages.length; from += PER_WEBHOOK) {
    await customers.write(messages.slice(from, from + PER_WEBHOOK));
  }
  await customers.write([{ customer: 0, text: last }]);
}

const lineSchema = z.object({ at: z.iso.datetime(), event: z.string(), behind: z.number().nullable().optional() });

/** The engine's own word in its log, at that turn's reconnection (the first «resumed» is of the sign-in). */
async function resumed(folder: string, turn: number): Promise<{ at: number; behind: number }> {
  const giveUp = Date.now() + LIMIT_MS;
  while (Date.now() < giveUp) {
    const lines = (await readFile(join(folder, 'desktop.log'), 'utf8')).trim().split('\n');
    const found = lines
      .map((line) => lineSchema.parse(JSON.parse(line)))
      .filter(({ event, behind }) => event === 'resumed' && (behind ?? 0) >= MESSAGES)[turn];
    if (found) return { at: Date.parse(found.at), behind: found.behind ?? 0 };
    await pause(100);
  }
  throw new Error('the desktop never resumed');
}
