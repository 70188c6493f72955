import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { OlderListArgs } from '../../src-shared/bridge/archive.ts';
import type { HistoryRow } from '../../src-shared/bridge/views.ts';
import type { ListCursor } from '../../src-shared/protocol/inbox-filter.ts';
import { useBridge, useWatch } from '../bridge/hooks.tsx';
import { useOnline } from '../chat/use-online.ts';

export type OlderFilter = Omit<OlderListArgs, 'after'>;

export interface Older {
  /** Finished conversations of the server that are not on this machine now. */
  rows: readonly HistoryRow[];
  state: 'coming' | 'more' | 'end' | 'offline' | 'failed';
  more(): void;
}

interface Pages {
  key: string;
  rows: HistoryRow[];
  next: ListCursor | null;
  state: 'begin' | 'coming' | 'more' | 'end' | 'failed';
}

/** Waits for the typing to pause (milliseconds). */
const PAUSE_MS = 250;

/** The list's older rows, a page at a time; the first by itself, the next ones when the reader asks. */
export function useOlder(filter: OlderFilter): Older {
  const bridge = useBridge();
  const online = useOnline();
  const key = JSON.stringify(filter);
  const begun = useMemo((): Pages => ({ key, rows: [], next: null, state: 'begin' }), [key]);
  const [kept, keep] = useState(begun);
  const pages = kept.key === key ? kept : begun;
  const asked = useRef<object | null>(null);

  const ask = useCallback(
    (from: Pages) => {
      const wish = {};
      asked.current = wish;
      keep({ ...from, state: 'coming' });
      const answered = (change: Partial<Pages>) => {
        if (asked.current === wish) keep({ ...from, ...change });
      };
      const args: OlderListArgs = { ...JSON.parse(from.key), after: from.next };
      bridge.query('archive.list', args).then(
        (answer) => {
          if (!answer.ok) return answered({ state: answer.reason === 'offline' ? from.state : 'failed' });
          const { rows, next } = answer.value;
          answered({ rows: [...from.rows, ...rows], next, state: next === null ? 'end' : 'more' });
        },
        () => answered({ state: 'failed' }),
      );
    },
    [bridge],
  );

  useEffect(() => {
    if (!online || pages.state !== 'begin') return;
    const timer = setTimeout(() => ask(pages), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [online, pages, ask]);

  const ids = useMemo(() => pages.rows.slice(-1_000).map(({ id }) => id), [pages.rows]);
  // What was opened meanwhile is on this machine, and in its list.
  const held = useWatch('archive.held', { conversationIds: ids });
  const rows = useMemo(() => pages.rows.filter(({ id }) => held?.includes(id) !== true), [pages.rows, held]);
  const more = useCallback(() => {
    if (online && (pages.state === 'more' || pages.state === 'failed')) ask(pages);
  }, [online, pages, ask]);

  if (!online && pages.state !== 'end') return { rows, state: 'offline', more };
  return { rows, state: pages.state === 'begin' ? 'coming' : pages.state, more };
}
