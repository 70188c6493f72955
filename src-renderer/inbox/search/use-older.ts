import { useCallback, useEffect, useState } from 'react';
import type { SearchHit } from '../../../src-shared/bridge/views.ts';
import { useBridge } from '../../bridge/hooks.tsx';

/** The server is asked when the agent paused this long (milliseconds). */
const PAUSE_MS = 350;
/** Less than this finds half of all there is. */
const SHORTEST = 3;

export interface Older {
  /** `none`: nothing is asked (too short, or offline). */
  state: 'none' | 'asking' | 'failed' | 'done';
  hits: readonly SearchHit[];
  /** null: there is nothing older. */
  next: number | null;
  /** The next page, or the same again after a failure. */
  more(): void;
}

interface Answer {
  text: string;
  hits: readonly SearchHit[];
  next: number | null;
  state: 'asking' | 'failed' | 'done';
}

const nothing: readonly SearchHit[] = [];

/** What the server finds in conversations that are not on this machine: after a pause in typing, page by page. */
export function useOlder(text: string, online: boolean): Older {
  const bridge = useBridge();
  const asks = online && text.length >= SHORTEST;
  const [answer, setAnswer] = useState<Answer | null>(null);
  const current = answer?.text === text ? answer : null;

  const ask = useCallback(
    async (before: number | null, isWanted: () => boolean) => {
      setAnswer((known) => ({
        text,
        hits: before === null || known?.text !== text ? nothing : known.hits,
        next: before,
        state: 'asking',
      }));
      const found = await bridge.query('search.older', { text, before });
      if (!isWanted()) return;
      setAnswer((known) => {
        if (known === null || known.text !== text) return known;
        if (!found.ok) return { ...known, state: 'failed' };
        return { text, hits: [...known.hits, ...found.value.hits], next: found.value.next, state: 'done' };
      });
    },
    [bridge, text],
  );

  useEffect(() => {
    if (!asks) return;
    let wanted = true;
    const timer = setTimeout(() => void ask(null, () => wanted), PAUSE_MS);
    return () => {
      wanted = false;
      clearTimeout(timer);
    };
  }, [asks, ask]);

  const more = () => {
    if (asks && current !== null && current.state !== 'asking') void ask(current.next, () => true);
  };
  if (!asks) return { state: 'none', hits: current?.hits ?? nothing, next: null, more };
  if (current === null) return { state: 'asking', hits: nothing, next: null, more };
  return { ...current, more };
}
