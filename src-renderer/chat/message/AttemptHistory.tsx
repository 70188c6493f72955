import { useTranslation } from 'react-i18next';
import type { MessageView } from '../../../src-shared/bridge/views.ts';
import type { Attempt } from '../../../src-shared/protocol/entities.ts';
import { failureCause } from '../../../src-shared/rules/failure-reasons.ts';
import { neutralise } from '../../../src-shared/rules/safe-text.ts';
import { clockTime, dateAndTime } from '../text/times.ts';
import styles from './AttemptHistory.module.css';

/** Every real try at delivering a message, oldest first; earlier ones stay when it is tried again (B2). */
export function AttemptHistory({ message, word }: { message: MessageView; word: string }) {
  const { t, i18n } = useTranslation('chat');
  const written = t('status.written', { date: dateAndTime(message.at, i18n.language) });
  return (
    <div className={styles.history}>
      <b>{word}</b>
      <p>{message.authorName === null ? written : `${written} ${t('status.by', { name: message.authorName })}`}</p>
      {message.status === 'pending' && <p>{t('status.pendingNote')}</p>}
      {message.status !== 'pending' && message.attempts.length === 0 && <p>{t('status.noAttempts')}</p>}
      {message.attempts.length > 0 && (
        <ol>
          {message.attempts.map((attempt, index) => (
            <li key={`${attempt.at} ${attempt.outcome} ${attempt.code}`} data-outcome={attempt.outcome}>
              <span className={styles.number}>
                {t('status.attempt', { number: index + 1 })} · {clockTime(attempt.at, i18n.language)}
              </span>
              <AttemptWords attempt={attempt} />
            </li>
          ))}
        </ol>
      )}
    </div>
  );
}

function AttemptWords({ attempt }: { attempt: Attempt }) {
  const { t } = useTranslation('chat');
  const cause = attempt.code === null ? null : failureCause(attempt.code);
  const why =
    cause === null ? (attempt.detail === null ? null : neutralise(attempt.detail)) : t(`failure.${cause}.why`);
  return (
    <>
      <span>{t(`status.outcome.${attempt.outcome}`)}</span>
      {why !== null && <span>{why}</span>}
      {attempt.code !== null && <small>{t('status.code', { code: attempt.code })}</small>}
    </>
  );
}
