import type { Page } from 'playwright-core';

export interface Smoothness {
  /** Frames that the screen would have shown, and how many of them the page's main thread missed. */
  frames: number;
  dropped: number;
  /** 0: no task was longer than 50 ms, which is from where the browser tells of them (milliseconds). */
  longestTask: number;
  /** From each key or click until the paint that answered it, of those that took longer than a frame (milliseconds). */
  interactions: number[];
}

/** Watches a page until stopped. A frame counts when the page could run in it, so a blocked page drops all it slept over. */
export async function watchSmoothness(page: Page): Promise<{ stop(): Promise<Smoothness> }> {
  await page.evaluate(() => {
    const frameMs = 1_000 / 60;
    const seen = { frames: 0, dropped: 0, longestTask: 0 };
    const interactions = new Map<number, number>();
    let last: number | null = null;
    let stopped = false;
    const frame = (at: number) => {
      if (last !== null) {
        const due = Math.max(1, Math.round((at - last) / frameMs));
        seen.frames += due;
        seen.dropped += due - 1;
      }
      last = at;
      if (!stopped) requestAnimationFrame(frame);
    };
    const tasks = new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) seen.longestTask = Math.max(seen.longestTask, duration);
    });
    tasks.observe({ type: 'longtask' });
    const events = new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) {
        const id = Number(Reflect.get(entry, 'interactionId') ?? 0);
        if (id > 0) interactions.set(id, Math.max(interactions.get(id) ?? 0, entry.duration));
      }
    });
    // The library's types do not know the threshold.
    const eventTiming = { type: 'event', durationThreshold: 16 };
    events.observe(eventTiming);
    requestAnimationFrame(frame);
    Object.assign(globalThis, {
      smoothnessStopped() {
        stopped = true;
        tasks.disconnect();
        events.disconnect();
        return { ...seen, interactions: [...interactions.values()] };
      },
    });
  });
  return { stop: () => page.evaluate(() => Reflect.get(globalThis, 'smoothnessStopped')()) };
}
