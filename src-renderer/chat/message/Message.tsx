import { ActionIcon } from '@mantine/core';
import { Copy, Reply } from 'lucide-react';
import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import type { MessageView } from '../../../src-shared/bridge/views.ts';
import type { Channel, Person } from '../../../src-shared/protocol/entities.ts';
import { announceDone } from '../outcome/announce.ts';
import { clockTime, dateAndTime } from '../text/times.ts';
import { FailureLine } from './FailureLine.tsx';
import styles from './Message.module.css';
import { MessageBody } from './MessageBody.tsx';
import { Quoted } from './Quoted.tsx';
import { StatusMark } from './StatusMark.tsx';

export interface MessageSurroundings {
  /** The customer's name, as the header shows it. */
  customer: string;
  /** The open conversation and its channel: a message of another one says its own. */
  conversationId: string;
  channel: Channel;
  meId: string | null;
  people: readonly Person[];
  retry: 'allowed' | 'offline' | null;
  canQuote: boolean;
  quote(message: MessageView): void;
  go(messageId: string): void;
}

interface Props {
  message: MessageView;
  joined: boolean;
  /** Was jumped to a moment ago. */
  found: boolean;
  surroundings: MessageSurroundings;
}

/** One message of customer, agent or automation, or a note between colleagues. */
export const Message = memo(function Message({ message, joined, found, surroundings }: Props) {
  const { t, i18n } = useTranslation('chat');
  const { customer, meId } = surroundings;
  const { direction, status } = message;
  const author =
    direction === 'inbound'
      ? customer
      : (message.authorName ?? (message.authorId === null ? t('message.automatic') : ''));
  const time = clockTime(message.at, i18n.language);
  const here = message.conversationId === surroundings.conversationId;
  const shownAuthor = direction !== 'inbound' && message.authorId !== meId && !joined ? author : null;
  const meta = [
    direction === 'note' ? t('message.note') : null,
    message.edited ? t('message.edited') : null,
    message.channel === surroundings.channel ? null : t(`channel.${message.channel}`),
    time,
  ].filter((part) => part !== null);
  const canQuote = surroundings.canQuote && here && direction !== 'note' && message.position > 0 && status !== 'failed';
  const copy = async () => {
    await navigator.clipboard.writeText(message.text ?? '');
    announceDone(t('message.copied'));
  };
  return (
    <article
      className={styles.line}
      data-side={direction === 'inbound' ? 'in' : 'out'}
      data-joined={joined}
      aria-label={t('message.label', { author, time })}
    >
      <div className={styles.row}>
        <div className={styles.bubble} data-direction={direction} data-failed={status === 'failed'} data-found={found}>
          {shownAuthor !== null && shownAuthor !== '' && <b className={styles.author}>{shownAuthor}</b>}
          {message.quoted !== null && <Quoted quoted={message.quoted} customer={customer} go={surroundings.go} />}
          <MessageBody message={message} author={author} people={surroundings.people} />
          <small className={styles.meta}>
            <time dateTime={new Date(message.at).toISOString()} title={dateAndTime(message.at, i18n.language)}>
              {meta.join(' · ')}
            </time>
            {direction !== 'inbound' && <StatusMark message={message} />}
          </small>
        </div>
        <div className={styles.tools}>
          {canQuote && (
            <ActionIcon size={28} aria-label={t('message.quote')} onClick={() => surroundings.quote(message)}>
              <Reply size={16} />
            </ActionIcon>
          )}
          {message.text !== null && message.text !== '' && (
            <ActionIcon size={28} aria-label={t('message.copy')} onClick={() => void copy()}>
              <Copy size={15} />
            </ActionIcon>
          )}
        </div>
      </div>
      {status === 'failed' && <FailureLine message={message} retry={here ? surroundings.retry : null} />}
    </article>
  );
});
