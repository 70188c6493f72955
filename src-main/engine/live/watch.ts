import type { z } from 'zod';
import { type WatchArgs, type WatchName, type WatchResults, watchArgs } from '../../../src-shared/bridge/contract.ts';
import type { Touched } from '../cache/api.ts';
import { relevance } from './relevance.ts';
import type { WatchSources } from './watch-sources.ts';

/** One open watch, its name and types already bound. */
export interface Watch {
  name: WatchName;
  /** Runs it. The value is remembered for `concernedBy`. */
  run(): unknown;
  concernedBy(touched: Touched): boolean;
}

const schemas: { [Name in WatchName]: z.ZodType<WatchArgs<Name>> } = watchArgs;

/** null when the arguments are not what the contract says. */
export function bindWatch<Name extends WatchName>(name: Name, args: unknown, sources: WatchSources): Watch | null {
  const parsed = schemas[name].safeParse(args);
  if (!parsed.success) return null;
  const bound = parsed.data;
  let last: WatchResults[Name] | undefined;
  return {
    name,
    run() {
      last = sources[name](bound);
      return last;
    },
    concernedBy: (touched) => touched.everything === true || relevance[name](touched, bound, last),
  };
}

export const isWatchName = (name: string): name is WatchName => Object.hasOwn(watchArgs, name);
