import type { WatchArgs, WatchName, WatchResults } from '../../src-shared/bridge/contract.ts';
import { keyOf } from '../early/first-watches.ts';
import type { Bridge } from './contract.ts';

export interface SharedWatches {
  /** The last value of a watch that somebody holds (or let go a moment ago); undefined before its first value. */
  peek<Name extends WatchName>(name: Name, args: WatchArgs<Name>): WatchResults[Name] | undefined;
  /** Holds the watch open and calls `changed` at each new value, until the returned function is called. */
  hold<Name extends WatchName>(name: Name, args: WatchArgs<Name>, changed: () => void): () => void;
  /** The same for a watch that was `held` at an earlier start. */
  holdKept(name: string, args: unknown): () => void;
  /** What is held now, in the order in which it was first asked for. */
  held(): { name: string; args: unknown }[];
}

interface Shared {
  name: string;
  args: unknown;
  value: unknown;
  listeners: Set<() => void>;
  stop(): void;
  lingering: ReturnType<typeof setTimeout> | null;
}

/** A watch outlives its last holder by a moment, so that going back to a view paints at once (milliseconds). */
const LINGER_MS = 1_500;

/** One engine watch for all who look at the same thing. */
export function createSharedWatches(bridge: Bridge): SharedWatches {
  const open = new Map<string, Shared>();

  function holdShared(
    name: string,
    args: unknown,
    changed: () => void,
    watch: (listener: (value: unknown) => void) => () => void,
  ): () => void {
    const key = keyOf(name, args);
    let shared = open.get(key);
    if (shared === undefined) {
      const created: Shared = { name, args, value: undefined, listeners: new Set(), stop: () => {}, lingering: null };
      open.set(key, created);
      created.stop = watch((value) => {
        created.value = value;
        for (const listener of [...created.listeners]) listener();
      });
      shared = created;
    }
    const held = shared;
    if (held.lingering !== null) clearTimeout(held.lingering);
    held.lingering = null;
    held.listeners.add(changed);
    return () => {
      if (!held.listeners.delete(changed) || held.listeners.size > 0) return;
      held.lingering = setTimeout(() => {
        open.delete(key);
        held.stop();
      }, LINGER_MS);
    };
  }

  return {
    peek<Name extends WatchName>(name: Name, args: WatchArgs<Name>) {
      // The map is keyed by name and arguments, so the value under a key is that watch's.
      return open.get(keyOf(name, args))?.value as WatchResults[Name] | undefined;
    },
    hold: (name, args, changed) => holdShared(name, args, changed, (listener) => bridge.watch(name, args, listener)),
    holdKept: (name, args) =>
      holdShared(
        name,
        args,
        () => {},
        (listener) => bridge.watchKept(name, args, listener),
      ),
    held: () => [...open.values()].flatMap(({ name, args, listeners }) => (listeners.size > 0 ? [{ name, args }] : [])),
  };
}
