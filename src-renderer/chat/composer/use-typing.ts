import { useCallback, useRef } from 'react';
import { useAction } from '../../bridge/hooks.tsx';

/** The customer's side forgets the sign after a few seconds, so it is repeated this often while the agent types. */
const EVERY_MS = 3_000;

/** A function to call at each key press; tells the customer that an answer is being written, where the channel can. */
export function useTyping(conversationId: string, enabled: boolean): () => void {
  const typing = useAction('typing');
  const last = useRef(Number.NEGATIVE_INFINITY);
  return useCallback(() => {
    const now = performance.now();
    if (!enabled || now - last.current < EVERY_MS) return;
    last.current = now;
    // Only a hint: when it is lost nothing is.
    typing({ conversationId }).catch(() => undefined);
  }, [typing, conversationId, enabled]);
}
