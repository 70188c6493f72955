import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createScriptedServer, type ScriptedServer } from '../../simulators/backend/scripted-server.ts';
import { type Desktop, openDesktop } from '../../simulators/desktop.ts';

let server: ScriptedServer;

beforeEach(async () => {
  server = await createScriptedServer({ conversations: 1 });
});
afterEach(() => server.close());

const signedIn = async () => {
  const desktop = await openDesktop({ serverUrl: server.url });
  await desktop.signIn(server.password);
  await desktop.online();
  return desktop;
};

const start = (desktop: Desktop) =>
  desktop.act('server.conversation.start', {
    connectionId: 'c-chat',
    to: { kind: 'phone', number: '11987654321' },
    template: null,
  });

test('a conversation that was begun is there when its id is given, even where the answer overtakes the log', async () => {
  await using desktop = await signedIn();
  server.holdLog(true);
  const starting = start(desktop);
  await expect.poll(() => server.applied.length).toBe(1);
  let answered = false;
  void starting.then(() => {
    answered = true;
  });
  await new Promise((resolve) => setTimeout(resolve, 100));
  expect(answered).toBe(false);

  server.holdLog(false);
  const result = await starting;
  const id = result.ok && !result.queued ? result.conversationId : undefined;
  expect(id).toBe(`v-${server.commands[0]?.id}`);
  const conversation = await desktop.see('conversation', { conversationId: id ?? '' });
  expect(conversation).toMatchObject({ id, mine: true });
});

test('a log that does not come holds nobody up for more than a moment', async () => {
  await using desktop = await signedIn();
  server.holdLog(true);
  const asked = performance.now();
  expect(await start(desktop)).toMatchObject({ ok: true });
  expect(performance.now() - asked).toBeGreaterThan(2_500);
  expect(performance.now() - asked).toBeLessThan(6_000);
});

test('a refusal is told at once, with who serves the customer', async () => {
  await using desktop = await signedIn();
  server.refuseCommands(() => ({ ok: false, reason: 'served-by-other', detail: 'p-bruno' }));
  expect(await start(desktop)).toEqual({ ok: false, reason: 'served-by-other', detail: 'p-bruno' });
});

test('what is on this machine is painted first: the line is made behind the first list, or after a moment without one', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'turno-starting-'));
  try {
    const first = await openDesktop({ serverUrl: server.url, folder });
    await first.signIn(server.password);
    await first.online();
    await first.close();

    await using desktop = await openDesktop({ serverUrl: server.url, folder, windowComing: true, shell: first.shell });
    await desktop.until('session', {}, ({ phase }) => phase === 'ready');
    const asked = server.resumes.length;
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(server.resumes).toHaveLength(asked);
    // Nobody is told that the line is lost: it was not tried yet.
    expect(await desktop.see('connection', {})).toMatchObject({ state: 'connecting', cause: null });
    await desktop.act('diagnostics.mark', { name: 'list-painted', at: 0 });
    await desktop.online();
    await desktop.close();

    await using unseen = await openDesktop({ serverUrl: server.url, folder, windowComing: true, shell: first.shell });
    await unseen.online();
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
