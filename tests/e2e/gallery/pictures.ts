import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import AxeBuilder from '@axe-core/playwright';
import { type Browser, chromium, type Page } from 'playwright-core';
import { createServer } from 'vite';
import { systemBrowser } from '../../../scripts/machine.mjs';
import { NOW } from './people.ts';

export interface Shot {
  name: string;
  query: string;
  size?: [number, number];
  act?: (page: Page) => Promise<void>;
}

const laptop: [number, number] = [1366, 768];

/**
 * Takes the pictures of one page of the gallery and checks each for serious accessibility violations, as the command line
 * asks: `FOLDER [name…]`, where a name takes every picture whose name begins so.
 */
export async function takePictures(page: 'index.html' | 'chat.html' | 'contact.html', shots: Shot[]): Promise<void> {
  const [folder, ...names] = process.argv.slice(2);
  if (folder === undefined) throw new Error('say where the pictures go: FOLDER [name…]');
  mkdirSync(folder, { recursive: true });
  const gallery = await serveGallery();
  const browser = await chromium.launch({
    executablePath: systemBrowser() ?? 'chromium',
    args: ['--no-sandbox', '--disable-gpu'],
  });
  for (const shot of shots.filter(({ name }) => names.length === 0 || names.some((start) => name.startsWith(start)))) {
    const shown = await openShot(browser, `${gallery.url}${page}`, shot);
    await shown.screenshot({ path: `${folder}/${shot.name}.png` });
    const found = await seriousViolations(shown);
    console.log(shot.name, found.length === 0 ? 'ok' : `\n  ${found.join('\n  ')}`);
    await shown.context().close();
  }
  await browser.close();
  await gallery.close();
}

/** Serves the gallery on a free port of this machine. */
async function serveGallery(): Promise<{ url: string; close(): Promise<void> }> {
  const server = await createServer({
    configFile: false,
    root: fileURLToPath(new URL('.', import.meta.url)),
    logLevel: 'error',
    // A picture shows one state of the files: nothing is reloaded while it is taken.
    server: {
      port: 0,
      host: '127.0.0.1',
      hmr: false,
      watch: null,
      fs: { allow: [fileURLToPath(new URL('../../..', import.meta.url))] },
    },
    optimizeDeps: { entries: ['main.tsx'] },
  });
  await server.listen();
  const url = server.resolvedUrls?.local[0];
  if (url === undefined) throw new Error('the gallery has no address');
  return { url, close: () => server.close() };
}

/** The page's clock stands still at the gallery's afternoon, so the pictures are the same whenever they are taken. */
async function openShot(browser: Browser, url: string, shot: Shot): Promise<Page> {
  const [width, height] = shot.size ?? laptop;
  const context = await browser.newContext({
    viewport: { width, height },
    locale: 'pt-BR',
    timezoneId: 'America/Sao_Paulo',
  });
  const page = await context.newPage();
  await page.clock.setFixedTime(NOW);
  await page.goto(`${url}?${shot.query}`);
  await page
    .locator('nav, main')
    .first()
    .waitFor({ state: 'attached' })
    .catch(() => {});
  await page.waitForTimeout(400);
  await shot.act?.(page);
  await page.waitForTimeout(250);
  return page;
}

/** Violations that would stop someone: each as `rule: elements`. */
async function seriousViolations(page: Page): Promise<string[]> {
  // Axe waits for ever for an answer out of a frame in which nothing may run.
  await page.evaluate(() => {
    for (const frame of document.querySelectorAll('iframe[sandbox]')) frame.remove();
  });
  const { violations } = await new AxeBuilder({ page }).analyze();
  return violations
    .filter((one) => one.impact === 'serious' || one.impact === 'critical')
    .map((one) => `${one.id}: ${one.nodes.map((node) => node.html.slice(0, 160)).join(' | ')}`);
}
