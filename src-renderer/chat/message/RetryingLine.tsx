import { useTranslation } from 'react-i18next';
import type { MessageView } from '../../../src-shared/bridge/views.ts';
import styles from './FailureLine.module.css';
import { sentence, useFailureWords } from './failure-words.ts';

/** The channel asked to wait, and the system tries again by itself: said, so that nobody thinks the message is stuck. */
export function RetryingLine({ message: { attempts } }: { message: Pick<MessageView, 'attempts'> }) {
  const { t } = useTranslation('chat');
  const words = useFailureWords();
  const last = attempts.at(-1);
  if (last === undefined) return null;
  const { why } = words(last.code ?? '', last.detail);
  return (
    <div className={styles.failure} data-retrying="true">
      <p>
        {attempts.length === 1
          ? t('failed.retryingOnce', { why: sentence(why) })
          : t('failed.retrying', { why: sentence(why), count: attempts.length })}
      </p>
    </div>
  );
}
