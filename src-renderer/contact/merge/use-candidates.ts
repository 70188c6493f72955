import { useEffect, useMemo, useState } from 'react';
import type { SearchHit } from '../../../src-shared/bridge/views.ts';
import { useBridge, useQuery } from '../../bridge/hooks.tsx';
import { once } from '../../bridge/once.ts';

/** A contact that was searched for, named by one of its conversations. */
export interface Candidate {
  contactId: string;
  hit: SearchHit;
}

const MOST = 20;

/** Other contacts by name, number, e-mail or protocol; undefined while they are looked for. */
export function useCandidates(text: string, ownIds: readonly string[]): Candidate[] | undefined {
  const bridge = useBridge();
  const sought = text.trim();
  const { data, loading } = useQuery('search', sought === '' ? null : { text: sought, limit: MOST });
  const hits = useMemo(() => data?.hits.filter(({ message }) => message === null) ?? [], [data]);
  const own = ownIds.join(' ');
  const [found, setFound] = useState<{ of: readonly SearchHit[]; candidates: Candidate[] }>({ of: [], candidates: [] });
  useEffect(() => {
    let current = true;
    const owners = hits.map(async (hit) => {
      const conversation = await once(bridge, 'conversation', { conversationId: hit.conversationId });
      return conversation === null ? [] : [{ contactId: conversation.contactId, hit }];
    });
    void Promise.all(owners).then((all) => {
      if (!current) return;
      const seen = new Set(own.split(' '));
      const candidates = all.flat().filter(({ contactId }) => !seen.has(contactId) && seen.add(contactId));
      setFound({ of: hits, candidates });
    });
    return () => {
      current = false;
    };
  }, [bridge, hits, own]);
  if (sought === '') return [];
  return loading || found.of !== hits ? undefined : found.candidates;
}
