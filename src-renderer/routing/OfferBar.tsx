import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ConversationView } from '../../src-shared/bridge/views.ts';
import { useRegisterAction } from '../app/actions/registry.tsx';
import { announceProblem } from '../chat/outcome/announce.ts';
import { type Outcome, useRefusalWords, useServerAction } from '../chat/outcome/server-action.ts';
import { useServerNow } from '../ui/now.tsx';
import { stopwatch } from '../ui/times.ts';
import styles from './Routing.module.css';

/** What the distribution offers this agent, with the time left, above the composer; where the department asks for it. */
export function OfferBar({ conversation, online }: { conversation: ConversationView; online: boolean }) {
  const { id: conversationId, mine, offer, status } = conversation;
  if (!mine || offer === null || status !== 'open') return null;
  return <Offer key={conversationId} conversationId={conversationId} until={offer.until} online={online} />;
}

function Offer({ conversationId, until, online }: { conversationId: string; until: number; online: boolean }) {
  const { t } = useTranslation('routing');
  const leftMs = until - useServerNow(1_000);
  const acceptOffer = useServerAction('conversation.accept');
  const declineOffer = useServerAction('conversation.decline');
  const refusalWords = useRefusalWords();
  const [busy, setBusy] = useState(false);
  const answer = (give: (args: { conversationId: string }) => Promise<Outcome>) => {
    setBusy(true);
    void give({ conversationId }).then((outcome) => {
      setBusy(false);
      if (!outcome.ok) announceProblem(refusalWords(outcome.reason));
    });
  };
  const accept = () => answer(acceptOffer);
  const decline = () => answer(declineOffer);
  const group = 'conversation' as const;
  const enabled = () => online && !busy;
  useRegisterAction({
    id: 'conversation.accept',
    label: t('offer.accept'),
    group,
    keys: 'Shift+a',
    run: accept,
    enabled,
  });
  useRegisterAction({
    id: 'conversation.decline',
    label: t('offer.decline'),
    group,
    keys: null,
    run: decline,
    enabled,
  });
  return (
    <section className={styles.bar} aria-label={t('offer.label')}>
      <p role="status">{t('offer.text')}</p>
      <span className={styles.left} data-last={leftMs < 10_000}>
        {leftMs > 0 ? t('offer.left', { time: stopwatch(leftMs) }) : t('offer.over')}
      </span>
      <Button variant="default" disabled={!online || busy} onClick={decline}>
        {t('offer.decline')}
      </Button>
      <Button variant="filled" disabled={!online || busy} onClick={accept}>
        {t('offer.accept')}
      </Button>
    </section>
  );
}
