import { useCallback, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ConversationView } from '../../src-shared/bridge/views.ts';
import { type Qualified, useRouteStore } from '../app/route.tsx';
import { useTakeBack } from '../app/undo/take-back.ts';
import { announceDone } from '../chat/outcome/announce.ts';

/**
 * A finish goes through the outbox, so «com sucesso» is said when the server has confirmed it and not when it was asked
 * for: the conversation is then finished and no longer pending, and it can be taken back. A refusal ends the wait without
 * a word here; the conflict says it.
 */
export function useFinishConfirmations(
  conversation: Pick<ConversationView, 'id' | 'status' | 'pendingFinish' | 'finishedAt'>,
): (what: Qualified) => void {
  const { t } = useTranslation('contact');
  const [asked, ask] = useState<Qualified | null>(null);
  const route = useRouteStore();
  const { id, status, pendingFinish, finishedAt } = conversation;
  const { finished: offerReopen } = useTakeBack();
  const confirmed = status === 'finished' && !pendingFinish;
  useEffect(() => {
    if (!confirmed || asked === null) return;
    ask(null);
    if (asked.reasonId !== null) announceDone(t('qualify.reasonDone'));
    if (asked.description !== null) announceDone(t('qualify.descriptionDone'));
    if (finishedAt !== null) offerReopen(t('qualify.finished'), id, finishedAt);
  }, [confirmed, asked, id, finishedAt, offerReopen, t]);
  return useCallback(
    (what) => {
      ask(what);
      route.getState().setQualified(what);
    },
    [route],
  );
}
