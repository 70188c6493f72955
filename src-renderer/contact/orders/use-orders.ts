import { useCallback, useEffect, useState } from 'react';
import type { ContactOrders } from '../../../src-shared/protocol/shop.ts';
import type { Bridge } from '../../bridge/contract.ts';
import { useBridge } from '../../bridge/hooks.tsx';
import { useOnline } from '../../chat/use-online.ts';

/** `offline`: never asked since, for want of a connection. `asking`: an answer may be there all the same, of before. */
export interface Orders {
  answer: ContactOrders | 'failed' | null;
  asking: boolean;
  online: boolean;
  again(): void;
}

/** What this window was told: a customer looked at again shows at once what was known, and is asked about anew. */
interface Known {
  /** null: never told. */
  hasShop: boolean | null;
  answers: Map<string, ContactOrders>;
}

const MOST_KNOWN = 100;
const knownBy = new WeakMap<Bridge, Known>();

function knownOf(bridge: Bridge): Known {
  const known = knownBy.get(bridge) ?? { hasShop: null, answers: new Map() };
  knownBy.set(bridge, known);
  return known;
}

/** null: the workspace has no shop, or nobody knows yet that it has one. */
export function useOrders(contactId: string): Orders | null {
  const bridge = useBridge();
  const online = useOnline();
  const known = knownOf(bridge);
  const [answer, setAnswer] = useState<Orders['answer']>(known.answers.get(contactId) ?? null);
  const [asking, setAsking] = useState(false);

  const ask = useCallback(
    async (again: boolean, isWanted: () => boolean) => {
      setAsking(true);
      const reply = await bridge
        .query('server.contact.orders', { contactId, ...(again && { again }) })
        .catch(() => ({ ok: false as const, reason: 'offline' as const }));
      if (!isWanted()) return;
      setAsking(false);
      if (!reply.ok) {
        // Without a connection what is known stays; it is asked again when there is one.
        if (reply.reason !== 'offline') setAnswer('failed');
        return;
      }
      remember(knownOf(bridge), contactId, reply.value);
      setAnswer(reply.value);
    },
    [bridge, contactId],
  );

  useEffect(() => {
    let wanted = true;
    if (online) void ask(false, () => wanted);
    return () => {
      wanted = false;
    };
  }, [ask, online]);

  const again = useCallback(() => void ask(true, () => true), [ask]);
  const isShown = answer === null || answer === 'failed' ? known.hasShop === true : answer.state !== 'no-shop';
  return isShown ? { answer, asking, online, again } : null;
}

function remember(known: Known, contactId: string, answer: ContactOrders): void {
  known.hasShop = answer.state !== 'no-shop';
  if (answer.state === 'failed') return;
  known.answers.delete(contactId);
  known.answers.set(contactId, answer);
  for (const oldest of known.answers.keys()) {
    if (known.answers.size <= MOST_KNOWN) break;
    known.answers.delete(oldest);
  }
}
