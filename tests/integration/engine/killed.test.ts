import { spawn } from 'node:child_process';
import { rm } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { createScriptedServer } from '../../simulators/backend/scripted-server.ts';
import { newFolder, openDesktop } from '../../simulators/desktop.ts';
import { createFakeShell } from '../../simulators/shell.ts';

const script = fileURLToPath(new URL('./killed-engine.ts', import.meta.url));

test('an engine killed while it works has lost nothing it took, and sends nothing twice', async () => {
  const server = await createScriptedServer();
  const folder = await newFolder();
  const said: string[] = [];
  for (let round = 0; round < 3; round += 1) {
    const before = said.length;
    const child = spawn(process.execPath, [script, folder, server.url, server.password], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const exited = new Promise((done) => child.once('exit', done));
    let text = '';
    child.stdout.on('data', (chunk: Buffer) => {
      text += chunk.toString();
    });
    await expect.poll(() => text.split('\n').length, { timeout: 20_000 }).toBeGreaterThan(20 + round * 7);
    child.kill('SIGKILL');
    await exited;
    said.push(
      ...text
        .split('\n')
        .slice(0, -1)
        .map((line) => `${round} ${line}`),
    );
    expect(said.length).toBeGreaterThan(before);
  }
  const desktop = await openDesktop({ serverUrl: server.url, folder, shell: createFakeShell({ keyring: false }) });
  expect((await desktop.see('session', {})).phase).toBe('ready');
  await desktop.online();
  await desktop.until('outbox', {}, ({ pending }) => pending.length === 0, 20_000);
  const ids = server.applied.map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  // Each round counts from 0, so a text is applied as often as it was taken; one more per round may have been taken
  // and not said before the kill.
  const texts = server.applied.filter(({ name }) => name === 'note.add').map(({ args }) => JSON.stringify(args));
  const taken = said.map((line) => line.slice(2));
  for (const text of new Set(taken)) {
    const applied = texts.filter((args) => args.includes(`"${text}"`)).length;
    expect(applied).toBeGreaterThanOrEqual(taken.filter((other) => other === text).length);
  }
  expect(texts.length).toBeLessThanOrEqual(said.length + 3);
  const numbers = texts.map((args) => Number(/anotação (\d+)/.exec(args)?.[1]));
  const falls = numbers.filter((number, index) => index > 0 && number < (numbers[index - 1] ?? 0));
  expect(falls.length).toBe(2);
  const draft = await desktop.query('draft', { conversationId: 'v-1', side: 'reply' });
  const last = Number(/\d+$/.exec(said.at(-1) ?? '')?.[0]);
  expect([`anotação ${last}`, `anotação ${last + 1}`]).toContain(draft.text);
  await desktop.close();
  await server.close();
  await rm(folder, { recursive: true, force: true });
}, 90_000);
