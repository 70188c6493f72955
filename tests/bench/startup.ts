import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { browserSwitches } from '../../src-main/chromium/browser/launch.ts';
import { type BenchResult, benchResult, median, now, pause } from './figures.ts';
import { forgetBrowser, headlessBrowser, pressKeys } from './headless-browser.ts';
import { type WarmProfile, warmProfile } from './warm-profile.ts';

const CONVERSATIONS = 100_000;
const MESSAGES = 1_000_000;
const REPEATS = 9;
const TIMEOUT_MS = 30_000;
const entry = join(import.meta.dirname, '..', '..', 'dist', 'chromium', 'main.js');

const markSchema = z.object({ name: z.string(), at: z.number() });
type Mark = z.infer<typeof markSchema>;

/**
 * From the desktop's launch until the inbox is on the screen, and from a key press until its answer is, in the Chromium shell with
 * a warm profile, against the same browser on an empty page until its second frame. The two take turns, so that a
 * busy moment of the machine meets both.
 */
export default async function startup(): Promise<BenchResult> {
  const profile = await warmProfile(CONVERSATIONS, MESSAGES);
  const folder = await mkdtemp(join(tmpdir(), 'turno-bench-'));
  try {
    const browser = await headlessBrowser(folder);
    const empty = await openEmptyPage(browser, folder);
    const launches: Record<string, number>[] = [];
    const floors: number[] = [];
    // The first of each warms the disk's cache and the browser's own.
    for (let turn = 0; turn <= REPEATS; turn += 1) {
      const floor = await empty.launch();
      const moments = await launchDesktop(profile, browser, folder);
      if (turn === 0) continue;
      floors.push(floor);
      launches.push(moments);
    }
    await empty.close();
    const of = (name: string) => median(launches.map((moments) => moments[name] ?? Number.NaN));
    const usable = of('usable');
    const secondFrame = median(floors);
    return benchResult({
      name: 'startup',
      figures: {
        usable,
        engineStarted: of('started'),
        cacheOpen: of('cache-open'),
        firstList: of('first-list'),
        listPainted: of('window:list-painted'),
        keyAnswer: of('keyAnswer'),
        slowest: Math.max(...launches.map((moments) => moments.usable ?? Number.NaN)),
      },
      floor: { secondFrame },
      ratio: { usable: usable / secondFrame },
      budget: { usable: 2 },
    });
  } finally {
    await profile.backend.program.end();
    await rm(folder, { recursive: true, force: true });
  }
}

/** Milliseconds from the launch to each mark, and to `usable`. */
async function launchDesktop(profile: WarmProfile, browser: string, folder: string): Promise<Record<string, number>> {
  const marksFile = join(folder, 'marks.jsonl');
  const browserFolder = join(profile.folder, 'browser');
  await rm(marksFile, { force: true });
  await forgetBrowser(browserFolder);
  const began = now();
  const child = spawn(process.execPath, [entry, '--server', profile.backend.url, '--user-data', profile.folder], {
    stdio: 'ignore',
    // A display is only asked for by name; the browser without a screen does not use it.
    env: {
      ...process.env,
      DISPLAY: ':0',
      TURNO_BROWSER: browser,
      TURNO_MARKS: marksFile,
      DBUS_SESSION_BUS_ADDRESS: '',
    },
  });
  const ended = new Promise<void>((done) => child.once('exit', () => done()));
  const marks = () => readMarks(marksFile);
  const has = (name: string) => {
    if (now() - began > TIMEOUT_MS) throw new Error(`no «${name}» within ${TIMEOUT_MS} ms`);
    return marks().some((mark) => mark.name === name);
  };
  // Seldom enough not to be felt by what is measured; the moment itself is in the file.
  while (!has('window:list-painted')) await pause(40);
  const pressed = await pressKeys(browserFolder, () => has('window:key-answered'));
  // The synchronisation behind it ends before the next launch.
  await pause(300);
  const moments = Object.fromEntries(
    marks()
      .reverse()
      .map(({ name, at }) => [name, at - began]),
  );
  child.kill('SIGTERM');
  await ended;
  const of = (name: string) => moments[name] ?? Number.NaN;
  const keyAnswer = of('window:key-answered') - (pressed - began);
  return { ...moments, keyAnswer, usable: of('window:list-painted') + keyAnswer };
}

function readMarks(file: string): Mark[] {
  if (!existsSync(file)) return [];
  const lines = readFileSync(file, 'utf8').split('\n');
  // The last line may be half written.
  return lines.slice(0, -1).map((line) => markSchema.parse(JSON.parse(line)));
}

const emptyPage = `<!doctype html><meta charset="utf-8"><title>empty</title><script>
requestAnimationFrame(() => requestAnimationFrame(() => {
  navigator.sendBeacon('/second-frame', String(performance.timeOrigin + performance.now()));
}));
</script>`;

async function openEmptyPage(browser: string, folder: string) {
  let painted = (_at: number) => {};
  const server = createServer((request, response) => {
    if (request.url !== '/second-frame') {
      response.setHeader('content-type', 'text/html');
      response.end(request.url === '/' ? emptyPage : '');
      return;
    }
    let text = '';
    request.on('data', (chunk) => {
      text += String(chunk);
    });
    request.on('end', () => {
      response.end();
      painted(Number(text));
    });
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('an HTTP server has a port');
  const url = `http://127.0.0.1:${address.port}/`;
  const switches = browserSwitches({ url, profileFolder: join(folder, 'empty'), rootless: process.getuid?.() !== 0 });
  return {
    async launch(): Promise<number> {
      const seen = new Promise<number>((done) => {
        painted = done;
      });
      const began = now();
      const child = spawn(browser, switches, { stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'] });
      const ended = new Promise<void>((done) => child.once('exit', () => done()));
      const at = await seen;
      await pause(300);
      child.kill('SIGTERM');
      await ended;
      return at - began;
    },
    async close() {
      server.closeAllConnections();
      await new Promise<void>((done) => server.close(() => done()));
    },
  };
}
