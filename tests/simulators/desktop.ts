import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createEngine, type Engine } from '../../src-main/engine/engine.ts';
import type { Log, LogFields } from '../../src-main/engine/log.ts';
import type {
  ActionArgs,
  ActionName,
  ActionResults,
  QueryArgs,
  QueryName,
  QueryResults,
  WatchArgs,
  WatchName,
  WatchResults,
} from '../../src-shared/bridge/contract.ts';
import type { EngineEvent, EngineFrame, RendererFrame } from '../../src-shared/bridge/messages.ts';
import { applyPatch } from '../../src-shared/bridge/patch.ts';
import { createTestClock, type TestClock } from './clock.ts';
import { createPort } from './port.ts';
import { createFakeShell, type FakeShell } from './shell.ts';

/**
 * A whole desktop without a window: engine, machine and a port, spoken to by the names of the bridge contract.
 * `await using desktop = await openDesktop({ serverUrl })` closes it and removes its folder.
 */
export interface Desktop extends AsyncDisposable {
  engine: Engine;
  shell: FakeShell;
  clock: TestClock;
  folder: string;
  log: { level: 'info' | 'warn' | 'error'; event: string; fields: LogFields }[];
  events: EngineEvent[];
  signIn(password: string, email?: string): Promise<ActionResults['session.signIn']>;
  act<Name extends ActionName>(name: Name, args: ActionArgs<Name>): Promise<ActionResults[Name]>;
  query<Name extends QueryName>(name: Name, args: QueryArgs<Name>): Promise<QueryResults[Name]>;
  /** What a window shows now. Opens a watch, takes its first value and closes it. */
  see<Name extends WatchName>(name: Name, args: WatchArgs<Name>): Promise<WatchResults[Name]>;
  /** Watches until the value is as wanted; fails after `withinMs` telling the last value. */
  until<Name extends WatchName>(
    name: Name,
    args: WatchArgs<Name>,
    wanted: (value: WatchResults[Name]) => boolean,
    withinMs?: number,
  ): Promise<WatchResults[Name]>;
  /** Every value of a watch from now on. */
  record<Name extends WatchName>(name: Name, args: WatchArgs<Name>): WatchResults[Name][];
  online(withinMs?: number): Promise<void>;
  close(): Promise<void>;
}

export async function openDesktop(options: {
  serverUrl: string | null;
  /** Kept when given; else made, and removed at the end. */
  folder?: string;
  keyring?: boolean;
  shell?: FakeShell;
  clock?: TestClock;
  /** As when its shell shows a window at once: the line waits for the window's first list. */
  windowComing?: boolean;
}): Promise<Desktop> {
  const folder = options.folder ?? (await mkdtemp(join(tmpdir(), 'turno-desktop-')));
  const shell = options.shell ?? createFakeShell({ keyring: options.keyring ?? true });
  const clock = options.clock ?? createTestClock();
  const log: Desktop['log'] = [];
  const level =
    (name: 'info' | 'warn' | 'error') =>
    (event: string, fields: LogFields = {}) => {
      log.push({ level: name, event, fields });
      if (process.env.TURNO_TEST_LOG) console.error(name, event, JSON.stringify(fields));
    };
  const engineLog: Log = { info: level('info'), warn: level('warn'), error: level('error') };
  const engine = createEngine({
    folder,
    serverUrl: options.serverUrl,
    shell,
    log: engineLog,
    clock,
    windowComing: options.windowComing ?? false,
  });
  const events: EngineEvent[] = [];
  const waiting = new Map<number, { done(value: unknown): void; fail(error: Error): void }>();
  const watching = new Map<number, { value: unknown; heard(value: unknown): void }>();
  let lastCall = 0;

  const { renderer, engine: enginePort } = createPort<RendererFrame, EngineFrame>();
  renderer.onFrame((frame) => {
    switch (frame.type) {
      case 'result':
        waiting.get(frame.call)?.done(frame.value);
        waiting.delete(frame.call);
        break;
      case 'error':
        waiting.get(frame.call)?.fail(new Error(`${frame.code}: ${frame.message}`));
        waiting.delete(frame.call);
        break;
      case 'event':
        events.push(frame.event);
        break;
      case 'value':
      case 'patch': {
        const watch = watching.get(frame.call);
        if (watch === undefined) break;
        watch.value = frame.type === 'value' ? frame.value : applyPatch(watch.value, frame.patch);
        watch.heard(watch.value);
        break;
      }
    }
  });
  engine.attach(enginePort);
  await engine.start();

  function ask<Value>(type: 'query' | 'action', name: string, args: unknown): Promise<Value> {
    lastCall += 1;
    const call = lastCall;
    const answer = new Promise<unknown>((done, fail) => waiting.set(call, { done, fail }));
    renderer.send({ type, call, name, args });
    // The bridge's map gives the type; the engine made the value.
    return answer as Promise<Value>;
  }

  function watch(name: string, args: unknown, heard: (value: never) => void): () => void {
    lastCall += 1;
    const call = lastCall;
    watching.set(call, { value: undefined, heard: heard as (value: unknown) => void });
    renderer.send({ type: 'watch', call, name, args });
    return () => {
      watching.delete(call);
      renderer.send({ type: 'unwatch', call });
    };
  }

  let closed = false;
  const desktop: Desktop = {
    engine,
    shell,
    clock,
    folder,
    log,
    events,
    signIn: (password, email = 'ana@aurora.example') => desktop.act('session.signIn', { email, password }),
    act: (name, args) => ask('action', name, args),
    query: (name, args) => ask('query', name, args),
    see: (name, args) => desktop.until(name, args, () => true, 5_000),
    until(name, args, wanted, withinMs = 10_000) {
      return new Promise((done, fail) => {
        let last: unknown;
        const timer = setTimeout(() => {
          stop();
          fail(new Error(`«${name}» did not become as wanted within ${withinMs} ms; last: ${JSON.stringify(last)}`));
        }, withinMs);
        let ended = false;
        const stop = watch(name, args, (value) => {
          last = value;
          if (ended || !wanted(value)) return;
          ended = true;
          clearTimeout(timer);
          // Not inside the frame that told it: the watch may just be opening.
          queueMicrotask(() => stop());
          done(value);
        });
      });
    },
    record(name, args) {
      const values: never[] = [];
      watch(name, args, (value) => values.push(value));
      return values;
    },
    async online(withinMs) {
      await desktop.until('connection', {}, (line) => line.state === 'online' && line.catchingUp === null, withinMs);
    },
    async close() {
      if (closed) return;
      closed = true;
      await engine.stop();
    },
    async [Symbol.asyncDispose]() {
      await desktop.close();
      if (options.folder === undefined) await rm(folder, { recursive: true, force: true });
    },
  };
  return desktop;
}

export const newFolder = (): Promise<string> => mkdtemp(join(tmpdir(), `turno-desktop-${randomUUID().slice(0, 8)}-`));
