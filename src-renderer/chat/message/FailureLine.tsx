import { Button } from '@mantine/core';
import { RotateCw } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { MessageView } from '../../../src-shared/bridge/views.ts';
import { failureCause, worthRetrying } from '../../../src-shared/rules/failure-reasons.ts';
import { neutralise } from '../../../src-shared/rules/safe-text.ts';
import { useRefusalWords, useServerAction } from '../outcome/server-action.ts';
import styles from './FailureLine.module.css';

interface Props {
  message: MessageView;
  /** Whether this person may try again here and now; null hides the button. */
  retry: 'allowed' | 'offline' | null;
}

/** Why a message was not delivered, what to do about it, and a real new attempt. */
export function FailureLine({ message, retry }: Props) {
  const { t } = useTranslation('chat');
  const retryMessage = useServerAction('message.retry');
  const refusalWords = useRefusalWords();
  const [trying, setTrying] = useState(false);
  const [refused, setRefused] = useState<string | null>(null);
  const code = message.failure?.code ?? '';
  const cause = failureCause(code);

  const tryAgain = async () => {
    setTrying(true);
    setRefused(null);
    const outcome = await retryMessage({ messageId: message.id });
    setTrying(false);
    if (!outcome.ok) setRefused(refusalWords(outcome.reason));
  };

  const provider = message.failure?.detail;
  const why =
    cause !== null
      ? t(`failure.${cause}.why`)
      : provider != null && provider !== ''
        ? neutralise(provider)
        : t('failed.unknown', { code: code === '' ? '?' : code });
  return (
    <div className={styles.failure}>
      <p>
        <b>{t('failed.line', { why })}</b>
        {cause !== null && <span className={styles.advice}> {t(`failure.${cause}.advice`)}</span>}
      </p>
      {retry !== null && worthRetrying(cause) && (
        <Button
          size="compact-sm"
          variant="subtle"
          color="red"
          leftSection={<RotateCw size={14} strokeWidth={2.25} />}
          loading={trying}
          disabled={retry === 'offline'}
          title={retry === 'offline' ? t('failed.retryOffline') : undefined}
          onClick={() => void tryAgain()}
        >
          {t('failed.retry')}
        </Button>
      )}
      {refused !== null && <p role="alert">{refused}</p>}
    </div>
  );
}
