import type { Page } from 'playwright-core';

/** When texts came to the screen, in epoch milliseconds: the first frame after the page held them. */
export interface PaintedTexts {
  /** Waits for it. */
  at(text: string): Promise<number>;
}

export async function watchTexts(page: Page): Promise<PaintedTexts> {
  await page.evaluate(() => {
    let wanted: { text: string; seen(at: number): void } | null = null;
    const look = () => {
      if (wanted === null || !document.body.textContent.includes(wanted.text)) return;
      const { seen } = wanted;
      wanted = null;
      requestAnimationFrame(() => seen(performance.timeOrigin + performance.now()));
    };
    new MutationObserver(look).observe(document.body, { subtree: true, childList: true, characterData: true });
    Object.assign(globalThis, {
      textPainted: (text: string) =>
        new Promise((seen) => {
          wanted = { text, seen };
          look();
        }),
    });
  });
  return { at: (text) => page.evaluate((wanted) => Reflect.get(globalThis, 'textPainted')(wanted), text) };
}
