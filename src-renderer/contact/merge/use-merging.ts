import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import type { MergeChoices } from '../../../src-shared/protocol/contacts.ts';
import { useOfferUndo } from '../../app/undo/offer.tsx';
import { useBridge } from '../../bridge/hooks.tsx';
import { once } from '../../bridge/once.ts';
import { useRefusalWords, useServerAction } from '../../chat/outcome/server-action.ts';
import { useSeparating } from '../../chat/outcome/use-separating.ts';

/** Merging and separating; each answers with what went wrong, in words, null: nothing did. */
export function useMerging() {
  const { t } = useTranslation('record');
  const bridge = useBridge();
  const offerUndo = useOfferUndo();
  const merge = useServerAction('contact.merge');
  const refusalWords = useRefusalWords();
  const separate = useSeparating('contact.unmerge');
  return {
    separate,
    merge: useCallback(
      async (intoId: string, from: { id: string; title: string }, choices: MergeChoices): Promise<string | null> => {
        const outcome = await merge({ intoId, fromId: from.id, choices });
        if (!outcome.ok) return outcome.reason === 'stale' ? t('merge.stale') : refusalWords(outcome.reason);
        offerUndo(
          t('merge.done', { name: from.title }),
          async () => {
            // The server names a merge; it comes with the record itself.
            const partOf = (parts: readonly { id: string }[] = []) => parts.find(({ id }) => id === from.id);
            const wanted = (view: { parts: readonly { id: string }[] } | null) => partOf(view?.parts) !== undefined;
            const record = await once(bridge, 'contact', { contactId: intoId }, wanted);
            const part = record?.parts.find(({ id }) => id === from.id);
            return part === undefined ? t('merge.notUndone') : separate(part.mergeId);
          },
          from.id,
        );
        return null;
      },
      [merge, bridge, offerUndo, separate, refusalWords, t],
    ),
  };
}
