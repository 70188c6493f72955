import { useCallback, useEffect, useState } from 'react';
import type { ArchiveRefusal } from '../../src-shared/bridge/archive.ts';
import { useAction } from '../bridge/hooks.tsx';
import { useOnline } from '../chat/use-online.ts';

export type Arrival = { state: 'coming' } | { state: 'refused'; reason: ArchiveRefusal; again(): void };

/**
 * Brings a conversation that is not on this machine while it is looked at, and lets it go when the reader leaves before it
 * came. It is tried again by itself when the connection returns.
 */
export function useArchived(conversationId: string, missing: boolean): Arrival {
  const open = useAction('archive.open');
  const leave = useAction('archive.leave');
  const online = useOnline();
  const [tries, setTries] = useState(0);
  const [refused, setRefused] = useState<ArchiveRefusal | null>(null);
  const again = useCallback(() => setTries((now) => now + 1), []);
  useEffect(() => {
    if (online && refused === 'offline') again();
  }, [online, refused, again]);
  useEffect(() => {
    // biome's rule cannot know that a wish of the reader is a reason to try again.
    if (!missing || tries < 0) return;
    let current = true;
    setRefused(null);
    open({ conversationId, position: null }).then(
      (result) => {
        if (current && !result.ok) setRefused(result.reason);
      },
      () => {
        if (current) setRefused('server-error');
      },
    );
    return () => {
      current = false;
      leave({ conversationId }).catch(() => undefined);
    };
  }, [conversationId, missing, open, leave, tries]);
  return refused === null ? { state: 'coming' } : { state: 'refused', reason: refused, again };
}
