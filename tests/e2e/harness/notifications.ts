import type { Page } from 'playwright-core';

/**
 * From now on the page's notifications are kept instead of shown: a browser without a screen has nowhere to show them.
 * Returns what tells their titles so far.
 */
export async function recordNotifications(page: Page): Promise<() => Promise<string[]>> {
  await page.context().grantPermissions(['notifications']);
  await page.evaluate(() => {
    const titles: string[] = [];
    class Recorded extends EventTarget {
      static readonly permission = 'granted';
      static requestPermission = async () => 'granted';
      constructor(title: string) {
        super();
        titles.push(title);
      }
      close() {}
    }
    Object.assign(globalThis, { Notification: Recorded, titlesOfNotifications: titles });
  });
  return () => page.evaluate(() => Reflect.get(globalThis, 'titlesOfNotifications'));
}
