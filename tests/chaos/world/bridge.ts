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

/** What a machine is told besides the bridge's frames. */
export type MachineOrder = { type: 'clock'; offMs: number } | { type: 'end' };

/**
 * The window's side of the bridge, over engines that die: an action whose engine died is `unanswered` (it may have been
 * taken or not), and a watch goes on with the next engine.
 */
export interface Bridge {
  act<Name extends ActionName>(name: Name, args: ActionArgs<Name>): Promise<ActionResults[Name] | 'unanswered'>;
  watch<Name extends WatchName>(name: Name, args: WatchArgs<Name>, heard: (value: WatchResults[Name]) => void): void;
  /** What the window would show now; null when the engine dies meanwhile. */
  look<Name extends WatchName>(name: Name, args: WatchArgs<Name>): Promise<WatchResults[Name] | null>;
  /** A frame of the living engine. */
  receive(frame: EngineFrame): void;
  /** Another engine lives: it is told the watches. */
  connected(): void;
  /** The engine is gone. */
  lost(): void;
}

interface Watching {
  name: WatchName;
  args: unknown;
  value: unknown;
  heard(value: unknown): void;
}

export function createBridge(send: (frame: RendererFrame) => void, onDefect: (words: string) => void): Bridge {
  const asked = new Map<number, (value: unknown) => void>();
  const looks = new Map<number, (value: unknown) => void>();
  const watching: Watching[] = [];
  const calls = new Map<number, Watching>();
  let last = 0;
  let alive = false;

  function open(watch: Watching): void {
    last += 1;
    watch.value = undefined;
    calls.set(last, watch);
    send({ type: 'watch', call: last, name: watch.name, args: watch.args });
  }

  return {
    act(name, args) {
      if (!alive) return Promise.resolve('unanswered');
      last += 1;
      const call = last;
      // The bridge's map gives the type; the engine made the value.
      const answer = new Promise<unknown>((done) => asked.set(call, done)) as Promise<ActionResults[typeof name]>;
      send({ type: 'action', call, name, args });
      return answer;
    },
    watch(name, args, heard) {
      const watch: Watching = { name, args, value: undefined, heard: heard as (value: unknown) => void };
      watching.push(watch);
      if (alive) open(watch);
    },
    look(name, args) {
      if (!alive) return Promise.resolve(null);
      last += 1;
      const call = last;
      const value = new Promise<unknown>((done) => looks.set(call, done)) as Promise<WatchResults[typeof name] | null>;
      send({ type: 'watch', call, name, args });
      return value.finally(() => {
        if (looks.delete(call)) send({ type: 'unwatch', call });
      });
    },
    receive(frame) {
      if (!('call' in frame)) return;
      if (frame.type === 'value') looks.get(frame.call)?.(frame.value);
      const watch = calls.get(frame.call);
      switch (frame.type) {
        case 'result':
          asked.get(frame.call)?.(frame.value);
          asked.delete(frame.call);
          return;
        case 'error':
          // The engine refused the arguments, or has a defect: an expected failure is a result.
          onDefect(`${frame.code}: ${frame.message}`);
          asked.get(frame.call)?.('unanswered');
          asked.delete(frame.call);
          looks.get(frame.call)?.(null);
          return;
        case 'value':
        case 'patch':
          if (watch === undefined) return;
          watch.value = frame.type === 'value' ? frame.value : applyPatch(watch.value, frame.patch);
          watch.heard(watch.value);
      }
    },
    connected() {
      alive = true;
      for (const watch of watching) open(watch);
    },
    lost() {
      alive = false;
      calls.clear();
      for (const done of asked.values()) done('unanswered');
      asked.clear();
      for (const done of looks.values()) done(null);
      looks.clear();
    },
  };
}
