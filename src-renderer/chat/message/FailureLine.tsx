import { Button } from '@mantine/core';
import { LayoutTemplate, RotateCw } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { MessageView } from '../../../src-shared/bridge/views.ts';
import { failureCause, remedyOf } from '../../../src-shared/rules/failure-reasons.ts';
import { useRefusalWords, useServerAction } from '../outcome/server-action.ts';
import styles from './FailureLine.module.css';
import { useFailureWords } from './failure-words.ts';
import { SendAgain } from './SendAgain.tsx';

interface Props {
  message: MessageView;
  /** Whether this person may try again here and now; null hides the button. */
  retry: 'allowed' | 'offline' | null;
  /** Opens the dialog in which a template is chosen; null where none can be sent. */
  chooseTemplate: (() => void) | null;
}

/** Why a message was not delivered, what to do about it, and the way to do it: a real new attempt, or a template. */
export function FailureLine({ message, retry, chooseTemplate }: Props) {
  const { t } = useTranslation('chat');
  const retryMessage = useServerAction('message.retry');
  const refusalWords = useRefusalWords();
  const { why, advice } = useFailureWords()(message.failure?.code ?? '', message.failure?.detail ?? null);
  const [trying, setTrying] = useState(false);
  const [asking, setAsking] = useState(false);
  const [refused, setRefused] = useState<string | null>(null);
  const remedy = remedyOf(failureCause(message.failure?.code ?? ''));
  const uncertain = remedy === 'retry-knowingly';

  const tryAgain = async () => {
    setTrying(true);
    setRefused(null);
    const outcome = await retryMessage({ messageId: message.id });
    setTrying(false);
    if (!outcome.ok) setRefused(refusalWords(outcome.reason));
  };

  return (
    <div className={styles.failure} data-uncertain={uncertain}>
      <p>
        <b>{t(uncertain ? 'failed.uncertain' : 'failed.line', { why })}</b>
        {advice !== null && <span className={styles.advice}>. {advice}</span>}
      </p>
      {retry !== null && (remedy === 'retry' || uncertain) && (
        <Button
          size="compact-sm"
          variant="subtle"
          color={uncertain ? 'gray' : 'red'}
          leftSection={<RotateCw size={14} strokeWidth={2.25} />}
          loading={trying}
          disabled={retry === 'offline'}
          title={retry === 'offline' ? t('failed.retryOffline') : undefined}
          onClick={() => (uncertain ? setAsking(true) : void tryAgain())}
        >
          {t('failed.retry')}
        </Button>
      )}
      {retry !== null && remedy === 'template' && chooseTemplate !== null && (
        <Button
          size="compact-sm"
          variant="subtle"
          leftSection={<LayoutTemplate size={14} strokeWidth={2} />}
          disabled={retry === 'offline'}
          title={retry === 'offline' ? t('failed.retryOffline') : undefined}
          onClick={chooseTemplate}
        >
          {t('failed.template')}
        </Button>
      )}
      {refused !== null && <p role="alert">{refused}</p>}
      {asking && <SendAgain close={() => setAsking(false)} send={() => void tryAgain()} />}
    </div>
  );
}
