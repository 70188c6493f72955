import { afterEach, beforeEach, expect, test } from 'vitest';
import { PROTOCOL_VERSION } from '../../../src-shared/protocol/version.ts';
import { makeMessage } from '../../simulators/backend/entities.ts';
import { createScriptedServer, type ScriptedServer } from '../../simulators/backend/scripted-server.ts';
import { openDesktop } from '../../simulators/desktop.ts';
import { createFaultyProxy, type FaultyProxy } from '../../simulators/network/faulty-proxy.ts';

let server: ScriptedServer;
let network: FaultyProxy;

beforeEach(async () => {
  server = await createScriptedServer({ conversations: 3 });
  network = await createFaultyProxy({ target: server.url });
});
afterEach(async () => {
  await network.close();
  await server.close();
});

const say = (conversationId: string, text: string) =>
  server.append((seq) => [
    { type: 'message', message: makeMessage({ id: `m-${seq}`, position: seq, conversationId, text }) },
  ]);

const signedIn = async () => {
  const desktop = await openDesktop({ serverUrl: network.url });
  expect(await desktop.signIn(server.password)).toEqual({ ok: true });
  await desktop.online();
  return desktop;
};

test('after signing in, everything the agent may see is on the machine', async () => {
  await using desktop = await signedIn();
  expect((await desktop.see('session', {})).phase).toBe('ready');
  const { people, connections } = await desktop.see('directory', {});
  expect(people.map((person) => person.name)).toEqual(['Ana Souza']);
  expect(connections).toHaveLength(1);
  say('v-2', 'Bom dia!');
  const chat = await desktop.until('conversation.chat', { conversationId: 'v-2', limit: 50 }, ({ items }) =>
    items.some((item) => item.type === 'message' && item.message.text === 'Bom dia!'),
  );
  expect(chat.items.length).toBeGreaterThan(0);
  expect(server.resumes).toEqual([{ cursor: null, logId: null, mode: 'snapshot' }]);
});

test('a cut line is shown at once, and comes back by itself from the cursor', async () => {
  await using desktop = await signedIn();
  const before = server.head();
  network.down();
  const lost = await desktop.until('connection', {}, (line) => line.state === 'offline', 1_000);
  expect(lost.cause).not.toBeNull();
  for (const id of ['v-1', 'v-2', 'v-3']) say(id, `enquanto isso em ${id}`);
  network.up();
  await desktop.online();
  // All conversations, not only the open one.
  for (const conversationId of ['v-1', 'v-2', 'v-3']) {
    await desktop.until('conversation.chat', { conversationId, limit: 50 }, ({ items }) =>
      items.some((item) => item.type === 'message' && item.message.text === `enquanto isso em ${conversationId}`),
    );
  }
  expect(server.resumes.at(-1)).toMatchObject({ mode: 'log', cursor: before });
});

test('a half-open line, on which nothing comes any more, is noticed within the heartbeat', async () => {
  await using desktop = await signedIn();
  network.hold('both');
  await desktop.until('connection', {}, (line) => line.state === 'offline', 12_000);
  network.cut();
  network.release();
  await desktop.online(20_000);
}, 40_000);

test('after eight hours of sleep the line is made anew within two seconds of waking', async () => {
  await using desktop = await signedIn();
  // While it slept, the other side of every connection went away without a word.
  network.hold('both');
  const taken = network.taken();
  desktop.clock.sleepFor(8 * 3_600_000);
  await desktop.until('connection', {}, (line) => line.state === 'offline', 2_500);
  network.cut();
  network.release();
  say('v-1', 'dormiu bem?');
  await desktop.online(5_000);
  expect(network.taken()).toBeGreaterThan(taken);
  await desktop.until('conversation.chat', { conversationId: 'v-1', limit: 50 }, ({ items }) =>
    items.some((item) => item.type === 'message' && item.message.text === 'dormiu bem?'),
  );
});

test('the focus of the window and the return of the network end the wait for the next try', async () => {
  await using desktop = await signedIn();
  network.down();
  await desktop.until('connection', {}, (line) => line.state === 'offline');
  // Long enough for waits of several seconds.
  await new Promise((done) => setTimeout(done, 4_000));
  network.up();
  const asked = performance.now();
  await desktop.act('network.hint', { hint: 'focus' });
  await desktop.online();
  expect(performance.now() - asked).toBeLessThan(1_000);
});

test('a clock that is a day off changes nothing, and the difference is told', async () => {
  await using desktop = await openDesktop({ serverUrl: network.url });
  desktop.clock.setOff(-86_400_000);
  await desktop.signIn(server.password);
  await desktop.online();
  const line = await desktop.see('connection', {});
  expect(Math.abs(line.clockSkewMs + 86_400_000)).toBeLessThan(5_000);
  // The access token is not taken for expired (or for eternal).
  expect(server.refreshes).toBe(0);
});

test('an access token that ran out is renewed without the agent seeing anything', async () => {
  await using desktop = await signedIn();
  const states = desktop.record('connection', {});
  const resumes = server.resumes.length;
  server.expireAccess();
  await expect.poll(() => server.resumes.length).toBe(resumes + 1);
  expect(server.refreshes).toBe(1);
  await desktop.online();
  expect(states.every((line) => line.state === 'online')).toBe(true);
  say('v-1', 'ainda aqui?');
  await desktop.until('conversation.chat', { conversationId: 'v-1', limit: 50 }, ({ items }) =>
    items.some((item) => item.type === 'message' && item.message.text === 'ainda aqui?'),
  );
});

test('a token that ended while the line was down is renewed before the next try', async () => {
  server.accessLifetimeMs = 1_500;
  await using desktop = await signedIn();
  network.down();
  await new Promise((done) => setTimeout(done, 1_600));
  network.up();
  await desktop.online();
  expect(server.refreshes).toBeGreaterThan(0);
});

test('a server of another version is named with both numbers', async () => {
  await using desktop = await openDesktop({ serverUrl: network.url });
  server.refuseHttp({ status: 426, error: { error: 'protocol-mismatch', server: 7 } });
  expect(await desktop.signIn(server.password)).toEqual({
    ok: false,
    reason: 'protocol-mismatch',
    desktop: PROTOCOL_VERSION,
    server: 7,
  });
  server.refuseHttp(null);
  server.refuseHandshakes({ reason: 'protocol-mismatch', server: 7 });
  await desktop.signIn(server.password);
  const line = await desktop.until('connection', {}, ({ cause }) => cause?.kind === 'protocol');
  expect(line.cause).toEqual({ kind: 'protocol', desktop: PROTOCOL_VERSION, server: 7 });
});

test('a log that does not reach back is replaced by a snapshot, and drafts and outbox are kept', async () => {
  await using desktop = await signedIn();
  await desktop.act('draft.save', { conversationId: 'v-1', side: 'reply', text: 'Já verifico' });
  network.down();
  await desktop.until('connection', {}, (line) => line.state === 'offline');
  await desktop.act('server.note.add', { conversationId: 'v-1', text: 'anotado sem rede', mentionIds: [] });
  say('v-2', 'perdida no log, mas não no retrato');
  server.prune();
  network.up();
  await desktop.online();
  expect(server.resumes.at(-1)?.mode).toBe('snapshot');
  expect(await desktop.query('draft', { conversationId: 'v-1', side: 'reply' })).toEqual({ text: 'Já verifico' });
  await desktop.until('outbox', {}, ({ pending }) => pending.length === 0);
  expect(server.applied.map(({ name }) => name)).toEqual(['note.add']);
  await desktop.until('conversation.chat', { conversationId: 'v-2', limit: 50 }, ({ items }) =>
    items.some((item) => item.type === 'message' && item.message.text === 'perdida no log, mas não no retrato'),
  );
});

test('another log under the same address is taken whole, keeping drafts and outbox', async () => {
  await using desktop = await signedIn();
  await desktop.act('draft.save', { conversationId: 'v-1', side: 'note', text: 'rascunho' });
  const resumes = server.resumes.length;
  server.becomeAnotherLog();
  await expect.poll(() => server.resumes.length).toBe(resumes + 1);
  await desktop.online();
  expect(server.resumes.at(-1)?.mode).toBe('snapshot');
  expect(await desktop.query('draft', { conversationId: 'v-1', side: 'note' })).toEqual({ text: 'rascunho' });
});

test('changed permissions bring a snapshot without a loss being shown', async () => {
  await using desktop = await signedIn();
  const states = desktop.record('connection', {});
  const resumes = server.resumes.length;
  server.permissionsChanged();
  await expect.poll(() => server.resumes.length).toBe(resumes + 1);
  expect(server.resumes.at(-1)).toEqual({ cursor: null, logId: null, mode: 'snapshot' });
  await desktop.online();
  expect(states.every((line) => line.state === 'online')).toBe(true);
});

test('what breaks the contract is refused whole: once with a snapshot, then shown as the server’s fault', async () => {
  await using desktop = await signedIn();
  const broken = {
    items: [{ type: 'message', message: { id: 'm-x', text: 'segredo do cliente' } }],
    cursor: 99,
    head: 99,
  };
  const resumes = server.resumes.length;
  server.pushRaw('batch', broken);
  await expect.poll(() => server.resumes.length).toBe(resumes + 1);
  expect(server.resumes.at(-1)?.mode).toBe('snapshot');
  await desktop.online();
  server.pushRaw('batch', broken);
  const line = await desktop.until('connection', {}, ({ state }) => state === 'offline');
  expect(line.cause).toEqual({ kind: 'server' });
  expect(desktop.log.some(({ event }) => event === 'refused-from-server')).toBe(true);
  expect(JSON.stringify(desktop.log)).not.toContain('segredo do cliente');
});

test('a node that stops is left for another one, beside its line, without a loss being shown or an answer missed', async () => {
  await using desktop = await signedIn();
  const states = desktop.record('connection', {});
  const taken = network.taken();
  const resumes = server.resumes.length;
  server.holdReplies(true);
  const asked = desktop.act('server.note.add', { conversationId: 'v-1', text: 'no meio da mudança', mentionIds: [] });
  await expect.poll(() => server.applied.length).toBe(1);
  server.leaving();
  await expect.poll(() => server.resumes.length).toBe(resumes + 1);
  // What was asked on the former line is still answered on it.
  expect(server.connected()).toBe(2);
  server.holdReplies(false);
  expect(await asked).toMatchObject({ ok: true });
  await expect.poll(() => server.connected()).toBe(1);
  await desktop.until('outbox', {}, ({ pending }) => pending.length === 0);
  expect(server.commands).toHaveLength(1);
  expect(network.taken()).toBe(taken + 1);
  say('v-1', 'tudo bem?');
  await desktop.until('conversation.chat', { conversationId: 'v-1', limit: 50 }, ({ items }) =>
    items.some((item) => item.type === 'message' && item.message.text === 'tudo bem?'),
  );
  expect(states.every((line) => line.state === 'online')).toBe(true);
});

test('a node that stops and is the only one is left when it ends, and the loss is shown then', async () => {
  await using desktop = await signedIn();
  const resumes = server.resumes.length;
  server.refuseHandshakes({ reason: 'unavailable' });
  server.leaving();
  await new Promise((done) => setTimeout(done, 600));
  expect((await desktop.see('connection', {})).state).toBe('online');
  network.cut();
  await desktop.until('connection', {}, (line) => line.state === 'offline');
  server.refuseHandshakes(null);
  await desktop.online();
  expect(server.resumes.length).toBe(resumes + 1);
});
