import { readFile } from 'node:fs/promises';
import type { CDPSession, Page } from 'playwright-core';
import { z } from 'zod';
import { type BenchResult, benchResult, median } from './figures.ts';
import { openWarmWindow } from './warm-window.ts';

const SWITCHES = Number(process.env.TURNO_BENCH_SWITCHES ?? 2_000);
const SAMPLES = 40;
const PER_SECOND = 10;
const CUSTOMERS = 50;
/** So many rows on, then back to the top: in a shift conversations come again. */
const ROWS = 500;

/**
 * A shift of eight hours compressed: a million messages cached, 2,000 conversations opened one after another by keyboard
 * while messages arrive, until each is on the screen. What engine and window hold is looked at forty times, after the
 * window has collected its garbage; what a kept reference holds shows as growth between the two ends of the last half.
 */
export default async function memory(): Promise<BenchResult> {
  await using window = await openWarmWindow();
  const { page, ana } = await window.open();
  const browser = await window.browser.newBrowserCDPSession();
  const renderer = await rendererOf(browser, page);
  const session = await page.context().newCDPSession(page);
  await session.send('Performance.enable');
  const arriving = window.customers.keepWriting(PER_SECOND, CUSTOMERS);
  await window.show(page, 'Finalizadas');
  await ana.list.focus();
  const samples: Sample[] = [];
  for (let index = 0; index < SWITCHES; index += 1) {
    await page.keyboard.press(index % ROWS === 0 ? 'Home' : 'ArrowDown');
    await page.keyboard.press('Enter');
    await shown(page);
    if ((index + 1) % Math.ceil(SWITCHES / SAMPLES) === 0) {
      samples.push(await sample(session, renderer, window.desktop.pid));
    }
  }
  const { answered } = await arriving.stop();
  const half = samples.slice(samples.length / 2);
  const of = (part: Sample[], key: keyof Sample) => median(part.map((one) => one[key]));
  const edge = Math.max(1, Math.floor(half.length / 4));
  const whole = (part: Sample[]) => of(part, 'engine') + of(part, 'window');
  const growth = (whole(half.slice(-edge)) / whole(half.slice(0, edge)) - 1) * 100;
  const held = whole(half.slice(-edge));
  return benchResult({
    name: 'memory',
    figures: {
      engineMegabytes: of(half.slice(-edge), 'engine'),
      windowMegabytes: of(half.slice(-edge), 'window'),
      windowHeapMegabytes: of(half.slice(-edge), 'heap'),
      mostMegabytes: Math.max(...samples.map((one) => one.engine + one.window)),
      growthPercent: growth,
      switches: SWITCHES,
      messages: answered,
    },
    // A budget in megabytes needs none.
    floor: {},
    ratio: { heldPer400Megabytes: held / 400, growthPer5Percent: growth / 5 },
    budget: { heldPer400Megabytes: 1, growthPer5Percent: 1 },
  });
}

/** Megabytes: what each process holds alone, and of the window's the script heap. */
interface Sample {
  engine: number;
  window: number;
  heap: number;
}

async function sample(session: CDPSession, renderer: number, engine: number): Promise<Sample> {
  await session.send('HeapProfiler.collectGarbage');
  const { metrics } = await session.send('Performance.getMetrics');
  const heap = metrics.find(({ name }) => name === 'JSHeapUsedSize')?.value ?? Number.NaN;
  return { engine: await residentOf(engine), window: await privateOf(renderer), heap: heap / 2 ** 20 };
}

const kilobytes = (text: string, name: string): number =>
  Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(text)?.[1] ?? Number.NaN);

const residentOf = async (pid: number): Promise<number> =>
  kilobytes(await readFile(`/proc/${pid}/status`, 'utf8'), 'VmRSS') / 1_024;

/** A renderer shares most of what it maps with the other processes of the browser. */
async function privateOf(pid: number): Promise<number> {
  const text = await readFile(`/proc/${pid}/smaps_rollup`, 'utf8');
  return (kilobytes(text, 'Private_Clean') + kilobytes(text, 'Private_Dirty')) / 1_024;
}

const processesSchema = z.object({ processInfo: z.array(z.object({ type: z.string(), id: z.number() })) });

/** The page's own process: the renderer that works while the page does. */
async function rendererOf(session: CDPSession, page: Page): Promise<number> {
  const cpuOf = async () => {
    const { processInfo } = processesSchema.parse(await session.send('SystemInfo.getProcessInfo'));
    const ids = processInfo.filter(({ type }) => type === 'renderer').map(({ id }) => id);
    return new Map(await Promise.all(ids.map(async (id) => [id, await ticksOf(id)] as const)));
  };
  const before = await cpuOf();
  await page.evaluate(() => {
    const until = performance.now() + 300;
    while (performance.now() < until);
  });
  const spent = [...(await cpuOf())].map(([id, ticks]) => ({ id, spent: ticks - (before.get(id) ?? 0) }));
  const busiest = spent.sort((a, b) => b.spent - a.spent)[0];
  if (busiest === undefined) throw new Error('the browser has no page');
  return busiest.id;
}

async function ticksOf(pid: number): Promise<number> {
  const fields = (await readFile(`/proc/${pid}/stat`, 'utf8')).split(') ')[1]?.split(' ') ?? [];
  return Number(fields[11]) + Number(fields[12]);
}

/** The conversation that the list says is open is the one whose messages are on the screen. */
async function shown(page: Page): Promise<void> {
  await page.waitForFunction(() => {
    const open = document.querySelector('[role=option][aria-selected=true] [title]')?.getAttribute('title');
    const heading = document.querySelector('h2')?.textContent ?? '';
    const log = document.querySelector('[role=log]');
    return (
      open !== undefined && open !== null && heading.includes(open) && (log?.querySelector('article') ?? null) !== null
    );
  });
}
