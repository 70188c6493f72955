import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { ConversationView } from '../../src-shared/bridge/views.ts';
import styles from './Routing.module.css';

interface Props {
  conversation: ConversationView;
  /** Set for those who may step in. */
  take: (() => void) | null;
  online: boolean;
}

/** The owner's machine is gone: said to everyone who sees the conversation, with the way out for supervisors. */
export function LostOwner({ conversation, take, online }: Props) {
  const { t } = useTranslation(['routing', 'chat']);
  if (!conversation.assigneeOffline || conversation.mine || conversation.assigneeName === null) return null;
  const name = conversation.assigneeName;
  return (
    <section className={styles.bar} data-tone="warn" aria-label={t('routing:owner.offline', { name })}>
      <p role="status">{t(take === null ? 'routing:owner.noticeAgent' : 'routing:owner.notice', { name })}</p>
      {take !== null && (
        <Button disabled={!online} onClick={take}>
          {t('chat:header.take')}
        </Button>
      )}
    </section>
  );
}
