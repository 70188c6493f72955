import { useTranslation } from 'react-i18next';
import type { MessageView } from '../../../../src-shared/bridge/views.ts';
import type { Attempt } from '../../../../src-shared/protocol/entities.ts';
import { neutralise } from '../../../../src-shared/rules/safe-text.ts';
import { preciseTime } from '../../text/times.ts';
import { useFailureWords } from '../failure-words.ts';
import styles from './MessageDetails.module.css';

/** Every real try at delivering a message, oldest first; earlier ones stay when it is tried again (B2). */
export function AttemptList({ attempts }: Pick<MessageView, 'attempts'>) {
  const { t, i18n } = useTranslation('chat');
  return (
    <ol className={styles.attempts} aria-label={t('details.attempts')}>
      {attempts.map((attempt, index) => (
        <li key={`${attempt.at} ${attempt.outcome} ${attempt.code}`} data-outcome={attempt.outcome}>
          <span className={styles.attempt}>
            {t('status.attempt', { number: index + 1 })} · {preciseTime(attempt.at, i18n.language)}
          </span>
          <AttemptWords attempt={attempt} />
        </li>
      ))}
    </ol>
  );
}

/** Our words, and beside them what the provider said: support needs its own. */
function AttemptWords({ attempt: { outcome, code, detail } }: { attempt: Attempt }) {
  const { t } = useTranslation('chat');
  const words = useFailureWords();
  const said = detail === null || detail.trim() === '' ? null : neutralise(detail);
  const provider = [code === null ? null : t('status.code', { code }), said].filter((part) => part !== null);
  return (
    <>
      <span>
        {t(`status.outcome.${outcome}`)}
        {outcome !== 'accepted' && `: ${words(code ?? '', detail).why}`}
      </span>
      {provider.length > 0 && <small>{provider.join(' · ')}</small>}
    </>
  );
}
