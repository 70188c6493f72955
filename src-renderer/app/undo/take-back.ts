import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { type Outcome, useRefusalWords, useServerAction } from '../../chat/outcome/server-action.ts';
import { useOfferUndo } from './offer.tsx';

/** Offers to take back what was just done to one conversation: its finishing, or the transfer that a command made. */
export function useTakeBack() {
  const { t } = useTranslation('frame');
  const offerUndo = useOfferUndo();
  const reopen = useServerAction('conversation.reopen');
  const untransfer = useServerAction('conversation.untransfer');
  const words = useRefusalWords();
  const problemOf = useCallback(
    (outcome: Outcome) => {
      if (outcome.ok) return null;
      return outcome.reason === 'stale' ? t('undo.stale') : words(outcome.reason);
    },
    [t, words],
  );
  return {
    finished: useCallback(
      (message: string, conversationId: string, finishedAt: number) =>
        offerUndo(message, async () => problemOf(await reopen({ conversationId, finishedAt }))),
      [offerUndo, reopen, problemOf],
    ),
    transferred: useCallback(
      (message: string, conversationId: string, commandId: string) =>
        offerUndo(message, async () => problemOf(await untransfer({ conversationId, commandId }))),
      [offerUndo, untransfer, problemOf],
    ),
  };
}
