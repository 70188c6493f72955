import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { useOfferUndo } from '../../app/undo/offer.tsx';
import { useBridge } from '../../bridge/hooks.tsx';
import { once } from '../../bridge/once.ts';
import { useRefusalWords, useServerAction } from '../outcome/server-action.ts';
import { useSeparating } from '../outcome/use-separating.ts';

/** Serving two conversations as one, and separating them; each answers with what went wrong, in words, null: nothing did. */
export function useJoining() {
  const { t } = useTranslation('record');
  const bridge = useBridge();
  const offerUndo = useOfferUndo();
  const merge = useServerAction('conversation.merge');
  const refusalWords = useRefusalWords();
  const separate = useSeparating('conversation.unmerge');
  const join = useCallback(
    async (intoId: string, fromId: string): Promise<string | null> => {
      const outcome = await merge({ intoId, fromId });
      if (!outcome.ok) return refusalWords(outcome.reason);
      offerUndo(
        t('group.done'),
        async () => {
          // The server names a merge; it comes with the conversation itself.
          const wanted = (view: { group: readonly { id: string }[] } | null) =>
            view?.group.some(({ id }) => id === fromId) === true;
          const view = await once(bridge, 'conversation', { conversationId: intoId }, wanted);
          const member = view?.group.find(({ id }) => id === fromId);
          return member === undefined ? refusalWords('not-found') : separate(member.mergeId);
        },
        fromId,
      );
      return null;
    },
    [merge, bridge, offerUndo, separate, refusalWords, t],
  );
  return { join, separate };
}
