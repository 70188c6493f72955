import { afterEach, beforeEach, expect, test } from 'vitest';
import { makeConversation, makeMessage } from '../../simulators/backend/entities.ts';
import { createScriptedServer, type ScriptedServer } from '../../simulators/backend/scripted-server.ts';
import { openDesktop } from '../../simulators/desktop.ts';
import { createFaultyProxy, type FaultyProxy } from '../../simulators/network/faulty-proxy.ts';

let server: ScriptedServer;
let network: FaultyProxy;

beforeEach(async () => {
  server = await createScriptedServer({ conversations: 6 });
  network = await createFaultyProxy({ target: server.url });
});
afterEach(async () => {
  await network.close();
  await server.close();
});

const signedIn = async () => {
  const desktop = await openDesktop({ serverUrl: network.url });
  await desktop.signIn(server.password);
  await desktop.online();
  return desktop;
};

let unread = 0;
const say = (conversationId: string, text: string) =>
  server.append((seq) => {
    unread += 1;
    return [
      { type: 'message', message: makeMessage({ id: `m-${seq}`, position: seq, conversationId, text }) },
      {
        type: 'conversation',
        conversation: makeConversation({
          id: conversationId,
          contactId: conversationId.replace('v-', 'k-'),
          unread,
          version: seq,
        }),
      },
    ];
  });

beforeEach(() => {
  unread = 0;
});

test('a customer’s message shows who and what, rings, and opens its conversation when clicked', async () => {
  await using desktop = await signedIn();
  say('v-2', 'Alguém\naí?');
  await expect.poll(() => desktop.shell.notifications.length).toBe(1);
  expect(desktop.shell.notifications[0]).toMatchObject({
    title: 'Maria Conceição',
    body: 'Alguém aí?',
    conversationId: 'v-2',
  });
  expect(desktop.events).toContainEqual({ name: 'sound', sound: 'message' });
  expect(desktop.log.find(({ event }) => event === 'notification')?.fields).toMatchObject({ result: 'shown' });
  desktop.shell.tell({ type: 'notification-click', conversationId: 'v-2' });
  await expect.poll(() => desktop.events).toContainEqual({ name: 'open-conversation', conversationId: 'v-2' });
  expect(desktop.shell.windows).toBe(1);
});

test('what is read on the screen does not call, and is marked as read by itself, once', async () => {
  await using desktop = await signedIn();
  await desktop.act('attention.set', { conversationId: 'v-1', focused: true });
  say('v-1', 'uma');
  say('v-1', 'duas');
  await expect.poll(() => server.applied.filter(({ name }) => name === 'conversation.read').length).toBeGreaterThan(0);
  await new Promise((done) => setTimeout(done, 200));
  const reads = server.applied.filter(({ name }) => name === 'conversation.read');
  expect(reads.length).toBeLessThanOrEqual(2);
  const last = server.events.flat().findLast((item) => item.type === 'message');
  expect(reads.at(-1)?.args).toEqual({
    conversationId: 'v-1',
    position: last?.type === 'message' ? last.message.position : -1,
  });
  expect(desktop.shell.notifications).toEqual([]);
});

test('the badge counts what is unread', async () => {
  await using desktop = await signedIn();
  say('v-1', 'oi');
  await expect.poll(() => desktop.shell.badges.at(-1)).toBe(1);
});

test('after an absence many conversations call with one voice', async () => {
  await using desktop = await signedIn();
  network.down();
  await desktop.until('connection', {}, ({ state }) => state === 'offline');
  for (const id of ['v-1', 'v-2', 'v-3', 'v-4', 'v-5']) say(id, 'cadê vocês?');
  network.up();
  await desktop.online();
  await expect.poll(() => desktop.shell.notifications.length).toBe(1);
  expect(desktop.shell.notifications[0]?.body).toBe('5 atendimentos têm novidades');
});

test('a first synchronisation calls nobody', async () => {
  for (const id of ['v-1', 'v-2']) say(id, 'de ontem');
  await using desktop = await signedIn();
  await desktop.until('conversation', { conversationId: 'v-2' }, (view) => view !== null);
  await new Promise((done) => setTimeout(done, 200));
  expect(desktop.shell.notifications).toEqual([]);
});

test('a shell that leaves notifications to the page has them sent there', async () => {
  await using desktop = await signedIn();
  desktop.shell.answerNotifications({ result: 'not-shown', reason: 'use-window' });
  say('v-3', 'pela página');
  await expect
    .poll(() => desktop.events)
    .toContainEqual({
      name: 'notify',
      notification: {
        tag: 'conversation-v-3',
        title: 'Maria Conceição',
        body: 'pela página',
        conversationId: 'v-3',
        silent: true,
      },
    });
});

test('a deep link that came before the window opens with it', async () => {
  await using desktop = await signedIn();
  desktop.engine.openConversation('v-4');
  await expect.poll(() => desktop.events).toContainEqual({ name: 'open-conversation', conversationId: 'v-4' });
});

test('links leave through the allow-list only', async () => {
  await using desktop = await signedIn();
  for (const url of ['https://loja.example/p?a=1', 'mailto:a@b.example', 'tel:+551140000000']) {
    expect(await desktop.act('link.open', { url })).toEqual({ ok: true });
  }
  for (const url of ['javascript:alert(1)', 'file:///etc/passwd', 'ms-word:x', 'data:text/html,x', 'not a link']) {
    expect(await desktop.act('link.open', { url })).toEqual({ ok: false, reason: 'not-allowed' });
  }
  expect(desktop.shell.opened).toHaveLength(3);
});

test('preferences are kept, each change leaving the others alone', async () => {
  await using desktop = await signedIn();
  await desktop.act('preferences.set', { theme: 'dark' });
  await desktop.act('preferences.set', { density: 'compact' });
  expect(await desktop.see('preferences', {})).toMatchObject({ theme: 'dark', density: 'compact', language: 'pt-BR' });
});
