import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, type BrowserContext, chromium } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findBrowser } from '../../src-main/chromium/browser/find.ts';
import { createGuard } from '../../src-main/chromium/loopback/guard.ts';
import { type LoopbackServer, startLoopbackServer } from '../../src-main/chromium/loopback/server.ts';
import { openPageFiles } from '../../src-main/desktop/page-files.ts';
import { silentLog } from '../../src-main/engine/log.ts';

/**
 * Pages of strangers in the very browser whose window is signed in: from another port of this machine (to browsers the same
 * site, so the cookie goes with it), and under a name that was made to mean this machine (DNS rebinding).
 */
describe('The loopback server, from a stranger’s page in a real Chromium', () => {
  let browser: Browser;
  let context: BrowserContext;
  let server: LoopbackServer;
  let folder: string;
  let stranger: Server;
  let strangerPort = 0;
  /** What of the engine was reached. */
  const reached: string[] = [];

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'turno-strangers-'));
    await writeFile(join(folder, 'index.html'), '<!doctype html><title>Turno</title><p>janela</p>');
    server = await startLoopbackServer({
      files: openPageFiles(folder),
      preferredPort: 0,
      guardOf: (port) => createGuard({ port, session: null }),
      log: silentLog,
      onWindows: (open) => reached.push(`windows ${open}`),
      door: Promise.resolve({
        attach: () => void reached.push('bridge'),
        async upload() {
          reached.push('upload');
          return { id: 'u' };
        },
        async openMedia() {
          reached.push('medium');
          const bytes = Buffer.from('segredo');
          return {
            ok: true,
            content: { mime: 'image/png', length: bytes.length, read: async (from, to) => bytes.subarray(from, to) },
          };
        },
      }),
    });
    stranger = createServer((_request, response) => {
      response.setHeader('content-type', 'text/html');
      response.end('<!doctype html><title>estranha</title>');
    });
    await new Promise<void>((listening) => stranger.listen(0, '127.0.0.1', () => listening()));
    const address = stranger.address();
    strangerPort = address !== null && typeof address === 'object' ? address.port : 0;
    const executablePath = findBrowser();
    if (executablePath === null) throw new Error('there is no Chromium, Chrome or Edge on this machine');
    browser = await chromium.launch({
      executablePath,
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-dev-shm-usage',
        '--host-resolver-rules=MAP *.example 127.0.0.1',
      ],
    });
    context = await browser.newContext();
    const window = await context.newPage();
    await window.goto(server.launchUrl());
    await window.getByText('janela').waitFor();
  });
  afterAll(async () => {
    await browser?.close();
    await server?.close();
    stranger?.closeAllConnections();
    stranger?.close();
    await rm(folder, { recursive: true, force: true });
  });

  /** Everything that a page can try at an address that is not its own, and what became of each. */
  async function tries(from: string, at: string): Promise<Record<string, string>> {
    const page = await context.newPage();
    await page.goto(from);
    const became = await page.evaluate(async (target) => {
      const within = (work: Promise<string>) =>
        Promise.race([work, new Promise<string>((done) => setTimeout(() => done('nothing'), 15_000))]);
      const read = (init?: RequestInit) => (path: string) =>
        fetch(`${target}${path}`, { credentials: 'include', ...init }).then(
          async (answer) => `${answer.status} ${await answer.text()}`.trim(),
          () => 'refused',
        );
      const element = (name: string, path: string) =>
        new Promise<string>((done) => {
          const made = Object.assign(document.createElement(name), { src: `${target}${path}` });
          made.addEventListener('load', () => done('loaded'));
          made.addEventListener('error', () => done('refused'));
          document.body.append(made);
        });
      const socket = new Promise<string>((done) => {
        const line = new WebSocket(`${target.replace('http', 'ws')}/bridge`);
        line.addEventListener('open', () => done('open'));
        line.addEventListener('error', () => done('refused'));
      });
      return {
        page: await within(read()('/')),
        medium: await within(read()('/media/m1')),
        blind: await within(read({ mode: 'no-cors' })('/media/m1')),
        upload: await within(
          read({ method: 'POST', body: 'x', mode: 'no-cors' })('/uploads?conversationId=c1&name=a.png'),
        ),
        launch: await within(read()('/launch?token=guess')),
        picture: await within(element('img', '/media/m1')),
        script: await within(element('script', '/assets/main.js')),
        socket: await within(socket),
      };
    }, at);
    await page.close();
    return became;
  }

  it('another port of this machine reads nothing, sends nothing and opens no bridge, though the cookie goes with it', async () => {
    reached.length = 0;
    const became = await tries(`http://127.0.0.1:${strangerPort}/`, server.origin);
    // A request without a readable answer «succeeds» with nothing in it.
    expect(became).toEqual({
      ...{
        page: 'refused',
        medium: 'refused',
        launch: 'refused',
        picture: 'refused',
        script: 'refused',
        socket: 'refused',
      },
      ...{ blind: expect.not.stringContaining('segredo'), upload: expect.not.stringContaining('u') },
    });
    expect(reached).toEqual([]);
  });

  it('a name that was turned to this machine is refused everything, even as its own origin', async () => {
    reached.length = 0;
    const rebound = `http://evil.example:${server.port}`;
    const page = await context.newPage();
    const answer = await page.goto(`${rebound}/`);
    expect(answer?.status()).toBe(403);
    expect(await page.content()).not.toContain('janela');
    await page.close();
    const became = await tries(`${rebound}/`, rebound);
    for (const what of ['page', 'medium', 'blind', 'upload', 'launch'])
      expect(
        ['403', 'refused', '403 Este endereço já foi usado ou não é deste Turno. Abra o Turno de novo.'],
        what,
      ).toContain(became[what]);
    expect([became.picture, became.script, became.socket]).toEqual(['refused', 'refused', 'refused']);
    expect(reached).toEqual([]);
  });

  it('a stranger’s page can neither frame the window nor keep a hold on it', async () => {
    const page = await context.newPage();
    await page.goto(`http://127.0.0.1:${strangerPort}/`);
    await page.evaluate((target) => {
      const frame = Object.assign(document.createElement('iframe'), { src: target, name: 'janela' });
      document.body.append(frame);
    }, server.origin);
    await page.waitForTimeout(500);
    for (const frame of page.frames()) expect(await frame.content()).not.toContain('janela</p>');
    await page.close();
  });
});
