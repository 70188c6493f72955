import type { Page } from 'playwright-core';

/** How long each key waited: from the press until the page had handled it and its text was in the field. */
export interface Typing {
  /** @returns milliseconds of every key since the beginning. */
  stop(): Promise<number[]>;
}

export async function watchTyping(page: Page): Promise<Typing> {
  await page.evaluate(() => {
    const waits: number[] = [];
    let pressedAt = 0;
    const pressed = ({ timeStamp }: Event) => {
      pressedAt = timeStamp;
    };
    // Whatever the field's own handlers leave to the end of the turn belongs to the answer.
    const answered = () => queueMicrotask(() => waits.push(performance.now() - pressedAt));
    window.addEventListener('keydown', pressed, { capture: true });
    window.addEventListener('input', answered);
    Object.assign(globalThis, {
      typingStopped() {
        window.removeEventListener('keydown', pressed, { capture: true });
        window.removeEventListener('input', answered);
        return waits;
      },
    });
  });
  return { stop: () => page.evaluate(() => Reflect.get(globalThis, 'typingStopped')()) };
}
