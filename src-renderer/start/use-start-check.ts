import { useCallback, useEffect, useState } from 'react';
import type { QueryArgs } from '../../src-shared/bridge/contract.ts';
import type { StartCheck, StartTarget } from '../../src-shared/protocol/queries.ts';
import { useBridge } from '../bridge/hooks.tsx';

/** What the server says about beginning this conversation; the rules are its (C10). */
export type CheckState =
  | { state: 'none' }
  | { state: 'checking' }
  | { state: 'answered'; answer: StartCheck }
  | { state: 'failed'; reason: 'offline' | 'other' };

/** Whoever corrects a digit asks once, after the last key (milliseconds). */
const ASK_AFTER_MS = 250;

/**
 * Asks when origin and number are both there. An answer belongs to the question it was given to: one that comes after the
 * number was changed is dropped.
 */
export function useStartCheck(
  connectionId: string | null,
  to: StartTarget | null,
  online: boolean,
): { check: CheckState; again(): void } {
  const bridge = useBridge();
  const question = connectionId === null || to === null ? null : JSON.stringify({ connectionId, to });
  const [round, setRound] = useState(0);
  const [given, setGiven] = useState<{ key: string; check: CheckState } | null>(null);
  const key = question === null ? null : `${round} ${online} ${question}`;

  useEffect(() => {
    if (key === null || question === null) return;
    let current = true;
    const settle = (check: CheckState) => {
      if (current) setGiven({ key, check });
    };
    const ask = async () => {
      const args: QueryArgs<'server.conversation.startCheck'> = JSON.parse(question);
      const answer = await bridge.query('server.conversation.startCheck', args);
      if (answer.ok) settle({ state: 'answered', answer: answer.value });
      else settle({ state: 'failed', reason: answer.reason === 'offline' ? 'offline' : 'other' });
    };
    const timer = setTimeout(() => {
      ask().catch((error: unknown) => {
        console.error(error);
        settle({ state: 'failed', reason: 'other' });
      });
    }, ASK_AFTER_MS);
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [bridge, key, question]);

  const again = useCallback(() => setRound((now) => now + 1), []);
  if (key === null) return { check: { state: 'none' }, again };
  return { check: given?.key === key ? given.check : { state: 'checking' }, again };
}
