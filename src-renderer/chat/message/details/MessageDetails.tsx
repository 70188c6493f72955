import { Button, Group, Modal } from '@mantine/core';
import { Copy } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { MessageView } from '../../../../src-shared/bridge/views.ts';
import { useFocusReturn } from '../../../ui/use-focus-return.ts';
import { preciseTime } from '../../text/times.ts';
import { sentence, useFailureWords } from '../failure-words.ts';
import { shownStatus } from '../StatusMark.tsx';
import { useCopy } from '../use-copy.ts';
import { AttemptList } from './AttemptList.tsx';
import styles from './MessageDetails.module.css';
import { milestones } from './milestones.ts';
import { supportText } from './support-text.ts';

/** Everything known of one message: how far it came and when, each attempt, and the provider's own words (B2). */
export function MessageDetails({ message, close }: { message: MessageView; close(): void }) {
  useFocusReturn();
  const { t } = useTranslation('chat');
  const copy = useCopy();
  const ours = message.direction === 'outbound';
  return (
    <Modal opened onClose={close} size={460} title={t('details.title')}>
      <div className={styles.details}>
        {ours ? <Delivery message={message} /> : <Reception message={message} />}
        <dl className={styles.facts}>
          <dt>{t('details.channel')}</dt>
          <dd>{[t(`channel.${message.channel}`), message.connectionName].filter((part) => part !== '').join(' · ')}</dd>
          <dt>{t('details.id')}</dt>
          <dd className={styles.id}>{message.id}</dd>
        </dl>
      </div>
      <Group justify="flex-end" mt={16}>
        <Button
          leftSection={<Copy size={15} aria-hidden="true" />}
          onClick={() => copy(supportText(message), t('details.copied'))}
        >
          {t('details.copy')}
        </Button>
      </Group>
    </Modal>
  );
}

function Delivery({ message }: { message: MessageView }) {
  const { t, i18n } = useTranslation('chat');
  const words = useFailureWords();
  const status = shownStatus(message);
  const failure = message.failure === null ? null : words(message.failure.code, message.failure.detail);
  return (
    <>
      {status !== null && (
        <p className={styles.state} data-status={status}>
          <b>{t(`status.${status}`)}</b>
          {failure !== null && (
            <span>
              {sentence(failure.why)}
              {failure.advice !== null && `. ${failure.advice}`}
            </span>
          )}
          {status === 'pending' && <span>{t('status.pendingNote')}</span>}
        </p>
      )}
      <dl className={styles.facts}>
        {milestones(message).map(({ milestone, at }) => (
          <div key={milestone}>
            <dt>{t(`details.${milestone}`)}</dt>
            <dd>
              {at === null ? t('details.noTime') : preciseTime(at, i18n.language)}
              {milestone === 'written' && message.authorName !== null && (
                <> {t('status.by', { name: message.authorName })}</>
              )}
            </dd>
          </div>
        ))}
      </dl>
      {message.attempts.length > 0 ? (
        <AttemptList attempts={message.attempts} />
      ) : (
        status !== 'pending' && <p className={styles.quiet}>{t('status.noAttempts')}</p>
      )}
    </>
  );
}

function Reception({ message }: { message: MessageView }) {
  const { t, i18n } = useTranslation('chat');
  return (
    <dl className={styles.facts}>
      <dt>{t(message.direction === 'note' ? 'details.written' : 'details.received')}</dt>
      <dd>{preciseTime(message.at, i18n.language)}</dd>
      {message.providerAt != null && (
        <>
          <dt>{t('details.providerAt')}</dt>
          <dd>{preciseTime(message.providerAt, i18n.language)}</dd>
        </>
      )}
    </dl>
  );
}
