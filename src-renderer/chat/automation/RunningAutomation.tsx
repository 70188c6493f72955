import { Button } from '@mantine/core';
import { Workflow } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ConversationView } from '../../../src-shared/bridge/views.ts';
import { announceProblem } from '../outcome/announce.ts';
import { useRefusalWords, useServerAction } from '../outcome/server-action.ts';
import styles from './RunningAutomation.module.css';

interface Props {
  conversation: Pick<ConversationView, 'id' | 'automation' | 'assigneeId' | 'mine' | 'status'>;
  /** Whether this person may end it. */
  mayStop: boolean;
  online: boolean;
}

/** An automation runs here: which one, what it waits for, and how to end it (F7). */
export function RunningAutomation({ conversation, mayStop, online }: Props) {
  const { t } = useTranslation('chat');
  const stop = useServerAction('automation.stop');
  const refusalWords = useRefusalWords();
  const [busy, setBusy] = useState(false);
  const { automation } = conversation;
  if (automation === null || conversation.status === 'finished') return null;
  const end = async () => {
    setBusy(true);
    const outcome = await stop({ conversationId: conversation.id });
    setBusy(false);
    if (!outcome.ok) announceProblem(refusalWords(outcome.reason));
  };
  return (
    <section className={styles.bar} aria-label={t('automation.label')}>
      <Workflow size={16} strokeWidth={1.75} aria-hidden="true" />
      <span>
        {t(automation.waitingUntil === null ? 'automation.running' : 'automation.waiting', { name: automation.name })}
      </span>
      {mayStop && (
        <Button
          size="compact-sm"
          loading={busy}
          disabled={!online}
          title={online ? undefined : t('automation.offline')}
          onClick={() => void end()}
        >
          {t('automation.stop')}
        </Button>
      )}
    </section>
  );
}
