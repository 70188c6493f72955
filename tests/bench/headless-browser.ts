import { chmod, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import WebSocket from 'ws';
import { z } from 'zod';
import { findBrowser } from '../../src-main/chromium/browser/find.ts';
import { now, pause } from './figures.ts';

/**
 * The system's browser as a program that needs no screen and takes key presses from outside; otherwise it is started
 * with whatever the shell gives it. The floor is measured with the same program.
 */
export async function headlessBrowser(folder: string): Promise<string> {
  const browser = findBrowser();
  if (browser === null) throw new Error('there is no Chromium, Chrome or Edge on this machine');
  const script = join(folder, 'headless-browser.sh');
  await writeFile(script, `#!/bin/sh\nexec '${browser}' --headless --disable-gpu --remote-debugging-port=0 "$@"\n`);
  await chmod(script, 0o755);
  return script;
}

const activePort = (profileFolder: string): string => join(profileFolder, 'DevToolsActivePort');

/** To be called before the browser starts, so that an old address is not taken for the new one. */
export const forgetBrowser = (profileFolder: string): Promise<void> => rm(activePort(profileFolder), { force: true });

const replySchema = z.object({ id: z.number().optional(), result: z.record(z.string(), z.unknown()).optional() });
const targetsSchema = z.object({
  targetInfos: z.array(z.object({ targetId: z.string(), type: z.string() })),
});

/**
 * Presses a key in the browser's page, and again until `done`. To be called when there is something to answer it: whoever
 * looks at a browser while it starts slows it down by a quarter.
 * @returns the moment of the first press.
 */
export async function pressKeys(profileFolder: string, done: () => boolean): Promise<number> {
  const [port, path] = (await readFile(activePort(profileFolder), 'utf8')).split('\n');
  const socket = new WebSocket(`ws://127.0.0.1:${port}${path}`, { perMessageDeflate: false });
  await new Promise((opened, failed) => socket.once('open', opened).once('error', failed));
  let last = 0;
  const waiting = new Map<number, (result: unknown) => void>();
  socket.on('error', () => {});
  socket.on('message', (data) => {
    const { id, result } = replySchema.parse(JSON.parse(String(data)));
    if (id !== undefined) waiting.get(id)?.(result);
  });
  const ask = (method: string, params: object, sessionId?: string) =>
    new Promise<unknown>((answered) => {
      last += 1;
      waiting.set(last, answered);
      socket.send(JSON.stringify({ id: last, method, params, ...(sessionId && { sessionId }) }));
    });
  const { targetInfos } = targetsSchema.parse(await ask('Target.getTargets', {}));
  const page = targetInfos.find(({ type }) => type === 'page');
  if (page === undefined) throw new Error('the browser shows no page');
  const attached = await ask('Target.attachToTarget', { targetId: page.targetId, flatten: true });
  const { sessionId } = z.object({ sessionId: z.string() }).parse(attached);
  const key = { key: 'ArrowDown', code: 'ArrowDown', windowsVirtualKeyCode: 40 };
  const pressed = now();
  while (!done()) {
    void ask('Input.dispatchKeyEvent', { type: 'rawKeyDown', ...key }, sessionId);
    void ask('Input.dispatchKeyEvent', { type: 'keyUp', ...key }, sessionId);
    await pause(50);
  }
  socket.close();
  return pressed;
}
