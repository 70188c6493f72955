import { execFileSync, fork } from 'node:child_process';
import { rm } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type {
  ActionArgs,
  ActionName,
  ActionResults,
  WatchArgs,
  WatchName,
  WatchResults,
} from '../../../src-shared/bridge/contract.ts';
import type { EngineFrame, RendererFrame } from '../../../src-shared/bridge/messages.ts';
import { applyPatch } from '../../../src-shared/bridge/patch.ts';
import { makeMessage } from '../../simulators/backend/entities.ts';
import { createScriptedServer, type ScriptedServer } from '../../simulators/backend/scripted-server.ts';
import { newFolder } from '../../simulators/desktop.ts';

/**
 * The system itself refuses the engine's writes: no file of its process may grow beyond a limit (`RLIMIT_FSIZE`, which
 * any user may set for their own processes), as none may on a disk without room. Raising it is freeing room.
 */
const script = fileURLToPath(new URL('./engine-process.ts', import.meta.url));

let server: ScriptedServer;
let folder: string;

beforeEach(async () => {
  server = await createScriptedServer();
  folder = await newFolder();
});
afterEach(async () => {
  await server.close();
  await rm(folder, { recursive: true, force: true });
});

interface EngineProcess extends Disposable {
  act<Name extends ActionName>(name: Name, args: ActionArgs<Name>): Promise<ActionResults[Name]>;
  until<Name extends WatchName>(
    name: Name,
    args: WatchArgs<Name>,
    wanted: (value: WatchResults[Name]) => boolean,
  ): Promise<WatchResults[Name]>;
  /** Bytes that a file may have; null: any number. */
  allow(bytes: number | null): void;
}

async function startEngine(): Promise<EngineProcess> {
  const child = fork(script, [folder, server.url], { serialization: 'advanced' });
  const { promise: started, resolve: start } = Promise.withResolvers<void>();
  const answers = new Map<number, (value: never) => void>();
  const values = new Map<number, unknown>();
  child.on('message', (frame: EngineFrame | { type: 'started' }) => {
    if (frame.type === 'started') return start();
    if (!('call' in frame)) return;
    if (frame.type === 'patch') values.set(frame.call, applyPatch(values.get(frame.call), frame.patch));
    else if (frame.type === 'value') values.set(frame.call, frame.value);
    const value: unknown = frame.type === 'result' ? frame.value : values.get(frame.call);
    answers.get(frame.call)?.(value as never);
  });
  let last = 0;
  const ask = (
    frame: Pick<RendererFrame & { name: string }, 'type' | 'name'> & { args: unknown },
    heard: (value: never) => void,
  ) => {
    last += 1;
    answers.set(last, heard);
    child.send({ ...frame, call: last });
  };
  await started;
  return {
    act: (name, args) => new Promise((done) => ask({ type: 'action', name, args }, done)),
    until: (name, args, wanted) =>
      new Promise((done, fail) => {
        let seen: unknown;
        const late = setTimeout(() => fail(new Error(`«${name}» stayed ${JSON.stringify(seen)}`)), 20_000);
        ask({ type: 'watch', name, args }, (value: WatchResults[typeof name]) => {
          seen = value;
          if (!wanted(value)) return;
          clearTimeout(late);
          done(value);
        });
      }),
    allow(bytes) {
      execFileSync('prlimit', [`--pid=${child.pid}`, `--fsize=${bytes ?? 'unlimited'}:`]);
    },
    [Symbol.dispose]: () => void child.kill('SIGKILL'),
  };
}

const chat = { conversationId: 'v-1', limit: 1_000 };
const textsIn = ({ items }: WatchResults['conversation.chat']) =>
  items.flatMap((item) => (item.type === 'message' ? [item.message.text] : []));

const say = (text: string) =>
  server.append((seq) => [
    { type: 'message', message: makeMessage({ id: `m-${seq}`, position: seq, conversationId: 'v-1', text }) },
  ]);

test('a full disk is told, refuses what it cannot keep, acknowledges nothing, and with room again nothing is missing', async () => {
  using engine = await startEngine();
  await engine.act('session.signIn', { email: 'ana@aurora.example', password: server.password });
  await engine.act('session.protect', { way: 'file', password: null });
  await engine.until('connection', {}, (line) => line.state === 'online' && line.catchingUp === null);
  await engine.act('draft.save', { conversationId: 'v-1', side: 'reply', text: 'de antes' });

  say('chegou antes');
  await engine.until('conversation.chat', chat, (value) => textsIn(value).includes('chegou antes'));

  engine.allow(32_768);
  const arrived = Array.from({ length: 60 }, (_, index) => `mensagem ${index} ${'longa '.repeat(300)}`);
  for (const text of arrived) say(text);
  await engine.until('connection', {}, (line) => line.localProblem === 'disk-full');
  expect(server.acknowledged.at(-1)).toBeLessThan(server.head());
  // Reading goes on, and what cannot be kept is refused aloud instead of being lost later.
  await engine.until('conversation.chat', chat, (value) => textsIn(value).includes('chegou antes'));
  const refused = { ok: false, reason: 'disk-full' };
  const long = 'x'.repeat(20_000);
  const drafts = [];
  for (let n = 0; n < 4; n += 1) {
    drafts.push(await engine.act('draft.save', { conversationId: `v-${n}`, side: 'note', text: long }));
  }
  expect(drafts).toContainEqual(refused);
  const notes = [];
  for (let n = 0; n < 10; n += 1) {
    const note = { conversationId: 'v-1', text: `anotação ${n} ${'y'.repeat(4_000)}`, mentionIds: [] };
    notes.push(await engine.act('server.note.add', note));
  }
  expect(notes.at(-1)).toMatchObject(refused);

  engine.allow(null);
  const whole = await engine.until('conversation.chat', chat, (value) =>
    arrived.every((text) => textsIn(value).includes(text)),
  );
  const texts = textsIn(whole);
  expect(texts.filter((text) => text?.startsWith('mensagem'))).toEqual(arrived);
  await engine.until('connection', {}, (line) => line.localProblem === null && line.state === 'online');
  expect(
    await engine.act('server.note.add', { conversationId: 'v-1', text: 'agora cabe', mentionIds: [] }),
  ).toMatchObject({
    ok: true,
  });
  await engine.until('outbox', {}, ({ pending }) => pending.length === 0);
  const taken = notes.filter(({ ok }) => ok).length;
  expect(server.applied.filter(({ name }) => name === 'note.add')).toHaveLength(taken + 1);
}, 60_000);
