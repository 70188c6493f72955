import type { WatchArgs, WatchName, WatchResults } from '../../src-shared/bridge/contract.ts';
import type { Bridge } from './contract.ts';

/** The first value of a watch that is as wanted; null when none came within `ms` (milliseconds). */
export function once<Name extends WatchName>(
  bridge: Bridge,
  name: Name,
  args: WatchArgs<Name>,
  wanted: (value: WatchResults[Name]) => boolean = () => true,
  ms = 3_000,
): Promise<WatchResults[Name] | null> {
  return new Promise((resolve) => {
    let end: (() => void) | null = null;
    let answered = false;
    const answer = (value: WatchResults[Name] | null) => {
      if (answered) return;
      answered = true;
      clearTimeout(timer);
      end?.();
      resolve(value);
    };
    const timer = setTimeout(() => answer(null), ms);
    end = bridge.watch(name, args, (value) => {
      if (wanted(value)) answer(value);
    });
    // The first value may have come while the watch was being opened.
    if (answered) end();
  });
}
