import { Button } from '@mantine/core';
import { Clock } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { ConversationView } from '../../../src-shared/bridge/views.ts';
import { useRoute } from '../../app/route.tsx';
import { urgencyOf, useWindowClock, windowSpan } from '../../ui/window-clock.ts';
import styles from './Composer.module.css';

const DAY_MS = 24 * 60 * 60_000;

/** Why nothing free can be written, for as long as that is so, with the way that is left: a template (C6). */
export function WindowNotice({ conversation, neverWrote }: { conversation: ConversationView; neverWrote: boolean }) {
  const { t } = useTranslation(['chat', 'start']);
  const openStart = useRoute((route) => route.openStart);
  const templates = conversation.connection?.capabilities.templates ?? false;
  const days = Math.round((conversation.connection?.capabilities.windowMs ?? 0) / DAY_MS);
  const alone = neverWrote
    ? 'composer.neverWroteAlone'
    : days > 1
      ? 'composer.windowOverDays'
      : 'composer.windowOverAlone';
  return (
    <div className={styles.notice} data-tone="warn" role="status">
      <Clock size={16} strokeWidth={1.75} aria-hidden="true" />
      <span>{t(templates ? (neverWrote ? 'composer.windowNever' : 'composer.windowOver') : alone)}</span>
      {templates && (
        <Button
          size="compact-sm"
          variant="filled"
          onClick={() => {
            const { id, connectionId, identityId } = conversation;
            openStart({ kind: 'conversation', conversationId: id, through: { connectionId, identityId } });
          }}
        >
          {t('start:selectTemplate')}
        </Button>
      )}
    </div>
  );
}

/** How long may still be written freely, counting down. `peopleFrom`: since when only people may, not automations. */
export function WindowCountdown({ endsAt, peopleFrom }: { endsAt: number; peopleFrom: number | null }) {
  const { t } = useTranslation('chat');
  const now = useWindowClock(endsAt, 'shown');
  const time = windowSpan(endsAt, now);
  const explain = peopleFrom === null ? 'window.explainLeft' : 'window.explainPeople';
  const label = peopleFrom !== null && now >= peopleFrom ? 'window.leftPeople' : 'window.left';
  return time === null ? null : (
    <span
      className={styles.countdown}
      data-urgency={urgencyOf(endsAt, now)}
      role="timer"
      aria-label={t(explain, { time })}
      title={t(explain, { time })}
    >
      {t(label, { time })}
    </span>
  );
}
