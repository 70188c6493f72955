import { useTranslation } from 'react-i18next';
import type { MessageView } from '../../../src-shared/bridge/views.ts';
import type { DirectoryNames } from '../directory-names.ts';
import { activityWords } from '../message/activity-words.ts';
import { clockTime, longDate, relativeDay, shortDate } from '../text/times.ts';
import type { ConversationStart } from './lines.ts';
import styles from './Separators.module.css';

/** Where a conversation begins: how an earlier one was served and ended, or that the present one starts here (B3). */
export function ConversationSeparator({ start }: { start: ConversationStart }) {
  const { t, i18n } = useTranslation('chat');
  if (start.current) {
    return <Separator>{t('log.current', { connection: start.connectionName, protocol: start.protocol })}</Separator>;
  }
  const date = start.finishedAt === null ? null : shortDate(start.finishedAt, i18n.language);
  const parts = [
    t('log.earlier', { channel: t(`channel.${start.channel}`), protocol: start.protocol }),
    date === null
      ? null
      : start.finishedByName === null
        ? t('log.earlierFinished', { date })
        : t('log.earlierFinishedBy', { name: start.finishedByName, date }),
    start.reasonName === null ? null : t('log.earlierReason', { reason: start.reasonName }),
  ].filter((part) => part !== null);
  return <Separator>{parts.join(' · ')}</Separator>;
}

function Separator({ children }: { children: string }) {
  return (
    <div className={styles.conversation}>
      <span>{children}</span>
    </div>
  );
}

export function DaySeparator({ at, now }: { at: number; now: number }) {
  const { t, i18n } = useTranslation('chat');
  const day = relativeDay(at, now);
  return (
    <div className={styles.day}>
      <span>{day === 'other' ? longDate(at, i18n.language) : t(`log.${day}`)}</span>
    </div>
  );
}

export function ActivityLine({ message, names }: { message: MessageView; names: DirectoryNames }) {
  const { t, i18n } = useTranslation('chat');
  return (
    <div className={styles.activity}>
      {activityWords(message, names, t)} · {clockTime(message.at, i18n.language)}
    </div>
  );
}
