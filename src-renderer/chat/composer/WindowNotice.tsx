import { Button } from '@mantine/core';
import { Clock } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { ConversationView } from '../../../src-shared/bridge/views.ts';
import { useRoute } from '../../app/route.tsx';
import { urgencyOf, useWindowClock, windowSpan } from '../../ui/window-clock.ts';
import styles from './Composer.module.css';

/** Why nothing free can be written, for as long as that is so, with the way that is left: a template (C6). */
export function WindowNotice({ conversation, neverWrote }: { conversation: ConversationView; neverWrote: boolean }) {
  const { t } = useTranslation(['chat', 'start']);
  const openStart = useRoute((route) => route.openStart);
  const templates = conversation.connection?.capabilities.templates ?? false;
  return (
    <div className={styles.notice} data-tone="warn" role="status">
      <Clock size={16} strokeWidth={1.75} aria-hidden="true" />
      <span>{t(neverWrote ? 'composer.windowNever' : 'composer.windowOver')}</span>
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

/** How long may still be written freely, counting down. */
export function WindowCountdown({ endsAt }: { endsAt: number }) {
  const { t } = useTranslation('chat');
  const now = useWindowClock(endsAt, 'shown');
  const time = windowSpan(endsAt, now);
  return time === null ? null : (
    <span
      className={styles.countdown}
      data-urgency={urgencyOf(endsAt, now)}
      role="timer"
      aria-label={t('window.explainLeft', { time })}
      title={t('window.explainLeft', { time })}
    >
      {t('window.left', { time })}
    </span>
  );
}
