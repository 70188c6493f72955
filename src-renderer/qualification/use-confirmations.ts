import { useCallback, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ConversationView } from '../../src-shared/bridge/views.ts';
import { announceDone } from '../chat/outcome/announce.ts';

/**
 * A finish goes through the outbox, so «com sucesso» is said when the server has confirmed it and not when it was asked
 * for: the conversation is then finished and no longer pending. A refusal ends the wait without a word here; the
 * conflict says it.
 */
export function useFinishConfirmations(
  conversation: Pick<ConversationView, 'status' | 'pendingFinish'>,
): (what: { reason: boolean; description: boolean }) => void {
  const { t } = useTranslation('contact');
  const [asked, ask] = useState<{ reason: boolean; description: boolean } | null>(null);
  const confirmed = conversation.status === 'finished' && !conversation.pendingFinish;
  useEffect(() => {
    if (!confirmed || asked === null) return;
    ask(null);
    if (asked.reason) announceDone(t('qualify.reasonDone'));
    if (asked.description) announceDone(t('qualify.descriptionDone'));
    if (!asked.reason && !asked.description) announceDone(t('qualify.finished'));
  }, [confirmed, asked, t]);
  return useCallback((what) => ask(what), []);
}
