import type { SearchHit } from '../../../src-shared/bridge/views.ts';

/** What the results list shows, line by line: every one can be reached and chosen by the keyboard. */
export type ResultLine =
  | { kind: 'hit'; id: string; hit: SearchHit; place: Place; inside: boolean }
  /** Shows the other messages of a conversation, or hides them again. */
  | { kind: 'others'; id: string; hit: SearchHit; place: Place; count: number; open: boolean }
  /** Asks the server for the next page, or again. */
  | { kind: 'more'; id: string; why: 'next' | 'failed' };

/** `here`: on this machine. `server`: only there. */
export type Place = 'here' | 'server';

/** One conversation's messages, newest first; `hits` holds those that are known here, `count` says how many there are. */
export interface ResultGroup {
  best: SearchHit;
  count: number;
  others: readonly SearchHit[];
}

const keyOf = (hit: SearchHit): string => hit.message?.id ?? hit.conversationId;

export function linesOf(groups: readonly ResultGroup[], place: Place, open: ReadonlySet<string>): ResultLine[] {
  return groups.flatMap(({ best, count, others }): ResultLine[] => {
    const first: ResultLine = { kind: 'hit', id: `${place}-${keyOf(best)}`, hit: best, place, inside: false };
    if (best.message === null || count < 2) return [first];
    const id = `${place}-others-${best.conversationId}`;
    const isOpen = open.has(id);
    const inside = isOpen
      ? others.map((hit): ResultLine => ({ kind: 'hit', id: `${place}-${keyOf(hit)}`, hit, place, inside: true }))
      : [];
    return [first, ...inside, { kind: 'others', id, hit: best, place, count: count - 1, open: isOpen }];
  });
}

/** The server's hits by conversation, in the order of their newest message; its contacts and protocols stand alone. */
export function groupsOf(hits: readonly SearchHit[]): ResultGroup[] {
  const groups = new Map<string, { best: SearchHit; others: SearchHit[] }>();
  for (const hit of hits) {
    const key = hit.message === null ? `subject ${hit.conversationId}` : hit.conversationId;
    const known = groups.get(key);
    if (known === undefined) groups.set(key, { best: hit, others: [] });
    else if (hit.message !== null) known.others.push(hit);
  }
  return [...groups.values()].map(({ best, others }) => ({ best, others, count: others.length + 1 }));
}
