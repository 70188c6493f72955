import { useState } from 'react';
import type { SearchHit } from '../../../src-shared/bridge/views.ts';
import { useBridge, useQuery } from '../../bridge/hooks.tsx';
import { useOnline } from '../../chat/use-online.ts';
import { groupsOf, linesOf, type ResultLine } from './lines.ts';
import { type Older, useOlder } from './use-older.ts';

const LIMIT = 40;
/** The other messages of one conversation that are shown when asked for. */
const INSIDE = 50;

export interface Results {
  /** undefined: not answered yet. */
  sections: { key: 'contacts' | 'messages' | 'older'; lines: readonly ResultLine[] }[] | undefined;
  /** The text these results belong to; null: those of the one before are still shown. */
  searched: string | null;
  older: Older;
  online: boolean;
  /** Older messages on this machine were not all looked at. */
  partial: boolean;
  toggle(line: Extract<ResultLine, { kind: 'others' }>): void;
}

/** The messages of conversations that were opened out, of one search. */
interface OpenedOut {
  text: string;
  open: ReadonlySet<string>;
  inside: ReadonlyMap<string, readonly SearchHit[]>;
}

const noneOpen = (text: string): OpenedOut => ({ text, open: new Set(), inside: new Map() });

/** What is found for the words typed ('': nothing is looked for): on this machine at once, offline too; on the server after a moment. */
export function useResults(text: string): Results {
  const bridge = useBridge();
  const online = useOnline();
  const { data, loading } = useQuery('search', text === '' ? null : { text, limit: LIMIT });
  const older = useOlder(text, online);
  const [kept, keep] = useState(() => noneOpen(text));
  const opened = kept.text === text ? kept : noneOpen(text);

  async function toggle(line: Extract<ResultLine, { kind: 'others' }>): Promise<void> {
    const { conversationId } = line.hit;
    const open = new Set(opened.open);
    if (!open.delete(line.id)) open.add(line.id);
    keep({ ...opened, open });
    if (line.open || line.place === 'server' || opened.inside.has(conversationId)) return;
    const { hits } = await bridge.query('search', { text, limit: INSIDE, conversationId });
    keep((now) => (now.text === text ? { ...now, inside: new Map(now.inside).set(conversationId, hits) } : now));
  }

  const here = (hits: readonly SearchHit[]) =>
    hits.map((best) => ({
      best,
      count: best.count,
      others: (opened.inside.get(best.conversationId) ?? []).filter(({ message }) => message?.id !== best.message?.id),
    }));
  const hits = data?.hits ?? [];
  const more: ResultLine[] =
    older.state === 'failed'
      ? [{ kind: 'more', id: 'older-failed', why: 'failed' }]
      : older.state === 'done' && older.next !== null
        ? [{ kind: 'more', id: 'older-more', why: 'next' }]
        : [];
  return {
    sections:
      data === undefined
        ? undefined
        : [
            {
              key: 'contacts',
              lines: linesOf(here(hits.filter(({ message }) => message === null)), 'here', opened.open),
            },
            {
              key: 'messages',
              lines: linesOf(here(hits.filter(({ message }) => message !== null)), 'here', opened.open),
            },
            { key: 'older', lines: [...linesOf(groupsOf(older.hits), 'server', opened.open), ...more] },
          ],
    searched: loading ? null : text,
    older,
    online,
    partial: data?.partial === true,
    toggle: (line) => void toggle(line),
  };
}
