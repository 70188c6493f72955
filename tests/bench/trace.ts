import type { Page } from 'playwright-core';
import { type BenchResult, benchResult, pause, percentile } from './figures.ts';
import { type Smoothness, watchSmoothness } from './trace/smoothness.ts';
import { openWarmWindow } from './warm-window.ts';

const PER_SECOND = 50;
const CUSTOMERS = 50;
const PART_MS = Number(process.env.TURNO_BENCH_PART_MS ?? 10_000);
const WHEEL_MS = 30;
const WHEEL_PX = 240;
const KEY_MS = 60;

/**
 * The list of 100,000 finished conversations is scrolled by wheel for ten seconds, and for ten the agent writes beside the
 * list of open ones, whose cards move with every message, in a real Chromium, while 50 messages a second arrive from a real backend on the same machine. The floor is an
 * idle page in the same browser under the same stream, after the window: what it drops, the machine drops.
 */
export default async function trace(): Promise<BenchResult> {
  await using window = await openWarmWindow();
  const { page, ana } = await window.open();
  const arriving = window.customers.keepWriting(PER_SECOND, CUSTOMERS);
  await window.show(page, 'Finalizadas');
  await pause(1_000);
  const box = await ana.list.boundingBox();
  if (box === null) throw new Error('the list is not on the screen');
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  const scrolling = await during(page, (until) => repeat(until, WHEEL_MS, () => page.mouse.wheel(0, WHEEL_PX)));
  await window.show(page, 'Todas em aberto');
  await ana.field.click();
  const typing = await during(page, (until) => repeat(until, KEY_MS, () => page.keyboard.press('a')));
  await page.goto('about:blank');
  const idle = await during(page, () => pause(PART_MS));
  const { answered } = await arriving.stop();

  const dropped = shareDropped([scrolling, typing]);
  const waits = [...scrolling.interactions, ...typing.interactions];
  return benchResult({
    name: 'trace',
    figures: {
      droppedPercent: dropped,
      droppedScrollingPercent: shareDropped([scrolling]),
      droppedTypingPercent: shareDropped([typing]),
      longestTask: Math.max(scrolling.longestTask, typing.longestTask),
      interactionToNextPaint: waits.length === 0 ? 0 : percentile(waits, 0.98),
      messages: answered,
    },
    floor: { droppedPercent: shareDropped([idle]), longestTask: idle.longestTask },
    ratio: { droppedPercent: dropped },
    budget: { droppedPercent: 1 },
  });
}

const shareDropped = (parts: Smoothness[]): number => {
  const of = (key: 'dropped' | 'frames') => parts.reduce((sum, part) => sum + part[key], 0);
  return (of('dropped') / of('frames')) * 100;
};

async function during(page: Page, act: (until: number) => Promise<void>): Promise<Smoothness> {
  const watched = await watchSmoothness(page);
  await act(performance.now() + PART_MS);
  return await watched.stop();
}

async function repeat(until: number, everyMs: number, act: () => Promise<void>): Promise<void> {
  while (performance.now() < until) {
    await act();
    await pause(everyMs);
  }
}
