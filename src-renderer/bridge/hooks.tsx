import {
  createContext,
  type ReactNode,
  useCallback,
  useContext,
  useEffect,
  useMemo,
  useState,
  useSyncExternalStore,
} from 'react';
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
import type { EngineEvent } from '../../src-shared/bridge/messages.ts';
import type { Bridge, EngineLink } from './contract.ts';
import { createSharedWatches, type SharedWatches } from './shared-watches.ts';

const BridgeContext = createContext<{ bridge: Bridge; watches: SharedWatches } | null>(null);

/** `watches`: already made, when some were opened before anything is drawn. */
export function BridgeProvider(props: { bridge: Bridge; watches?: SharedWatches | undefined; children: ReactNode }) {
  const { bridge, watches, children } = props;
  const value = useMemo(() => ({ bridge, watches: watches ?? createSharedWatches(bridge) }), [bridge, watches]);
  return <BridgeContext value={value}>{children}</BridgeContext>;
}

function useBridgeContext() {
  const value = useContext(BridgeContext);
  if (value === null) throw new Error('a component that asks the engine needs a BridgeProvider above it');
  return value;
}

export const useBridge = (): Bridge => useBridgeContext().bridge;
export const useSharedWatches = (): SharedWatches => useBridgeContext().watches;

/** The live value of a watch; undefined until the engine's first answer. Components with equal arguments share one. */
export function useWatch<Name extends WatchName>(name: Name, args: WatchArgs<Name>): WatchResults[Name] | undefined {
  const { watches } = useBridgeContext();
  const key = JSON.stringify(args);
  const stableArgs = useStable(args, key);
  const subscribe = useCallback(
    (changed: () => void) => watches.hold(name, stableArgs, changed),
    [watches, name, stableArgs],
  );
  return useSyncExternalStore(subscribe, () => watches.peek(name, stableArgs));
}

/** Keeps the first of several equal values, so that effects depend on what a value says and not on which object it is. */
function useStable<Value>(value: Value, key: string): Value {
  const [kept, keep] = useState({ value, key });
  if (kept.key === key) return kept.value;
  keep({ value, key });
  return value;
}

/** The answer to a query, asked again when its arguments change; null asks nothing. The last answer stays meanwhile. */
export function useQuery<Name extends QueryName>(
  name: Name,
  args: QueryArgs<Name> | null,
): { data: QueryResults[Name] | undefined; loading: boolean } {
  const { bridge } = useBridgeContext();
  const key = JSON.stringify(args);
  const stableArgs = useStable(args, key);
  const [answer, setAnswer] = useState<{ args: QueryArgs<Name> | null; data: QueryResults[Name] | undefined }>({
    args: null,
    data: undefined,
  });
  useEffect(() => {
    if (stableArgs === null) {
      setAnswer({ args: null, data: undefined });
      return;
    }
    let current = true;
    bridge.query(name, stableArgs).then(
      (data) => {
        if (current) setAnswer({ args: stableArgs, data });
      },
      (error: unknown) => {
        if (current) setAnswer({ args: stableArgs, data: undefined });
        console.error(error);
      },
    );
    return () => {
      current = false;
    };
  }, [bridge, name, stableArgs]);
  return { data: stableArgs === null ? undefined : answer.data, loading: answer.args !== stableArgs };
}

/** A function that performs the action. It resolves with refusals as values and rejects on defects only. */
export function useAction<Name extends ActionName>(
  name: Name,
): (args: ActionArgs<Name>) => Promise<ActionResults[Name]> {
  const { bridge } = useBridgeContext();
  return useCallback((args: ActionArgs<Name>) => bridge.action(name, args), [bridge, name]);
}

/** Calls `listener` for each event of the engine. The listener must keep its identity (`useCallback`). */
export function useEngineEvent(listener: (event: EngineEvent) => void): void {
  const { bridge } = useBridgeContext();
  useEffect(() => bridge.onEvent(listener), [bridge, listener]);
}

export function useEngineLink(): EngineLink {
  const { bridge } = useBridgeContext();
  const [link, setLink] = useState<EngineLink>('connecting');
  useEffect(() => bridge.onLink(setLink), [bridge]);
  return link;
}
