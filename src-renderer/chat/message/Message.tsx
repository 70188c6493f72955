import { Forward } from 'lucide-react';
import { memo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { MessageView } from '../../../src-shared/bridge/views.ts';
import type { Channel, Person } from '../../../src-shared/protocol/entities.ts';
import { isRetriedBySystem } from '../../../src-shared/rules/failure-reasons.ts';
import { isWrittenElsewhere } from '../../../src-shared/rules/written-elsewhere.ts';
import { clockTime, dateAndTime } from '../text/times.ts';
import type { Places } from '../way/places.ts';
import { MessageDetails } from './details/MessageDetails.tsx';
import { EditedMark } from './EditedMark.tsx';
import { FailureLine } from './FailureLine.tsx';
import kinds from './kinds/Kinds.module.css';
import styles from './Message.module.css';
import { MessageBody } from './MessageBody.tsx';
import { MessageTools } from './MessageTools.tsx';
import { Quoted } from './Quoted.tsx';
import { ReferralCard } from './ReferralCard.tsx';
import { RetryingLine } from './RetryingLine.tsx';
import { ReactionChips } from './reactions/ReactionChips.tsx';
import { useReaction } from './reactions/use-reaction.ts';
import { StatusMark, shownStatus } from './StatusMark.tsx';

export interface MessageSurroundings {
  /** The customer's name, as the header shows it. */
  customer: string;
  /** What may be done with messages of the conversations that are open here. */
  places: Places;
  /** The open conversation's: a message of another one says its own. null: several meet, so each says its own. */
  channel: Channel | null;
  meId: string | null;
  people: readonly Person[];
  retry: 'allowed' | 'offline' | null;
  quote(message: MessageView): void;
  /** Opens the dialog in which a template is chosen for this conversation; null where the channel has none. */
  chooseTemplate: (() => void) | null;
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
  const { customer, meId, people } = surroundings;
  const { direction, status } = message;
  const [details, setDetails] = useState(false);
  const reacting = useReaction(message, meId);
  const inbound = direction === 'inbound';
  const withoutAuthor = (one: MessageView) => t(isWrittenElsewhere(one) ? 'message.elsewhere' : 'message.automatic');
  const author = inbound ? customer : (message.authorName ?? (message.authorId === null ? withoutAuthor(message) : ''));
  const time = clockTime(message.at, i18n.language);
  const place = surroundings.places.get(message.conversationId);
  const stands = message.position > 0 && !message.deleted;
  const shownAuthor = !inbound && message.authorId !== meId && !joined ? author : null;
  const meta = [
    direction === 'note' ? t('message.note') : null,
    message.channel === surroundings.channel ? null : t(`channel.${message.channel}`),
    surroundings.channel === null && message.connectionName !== '' ? message.connectionName : null,
    time,
  ].filter((part) => part !== null);
  const canQuote = place?.canQuote === true && direction !== 'note' && stands && status !== 'failed';
  const canReact = place !== undefined && inbound && stands;
  return (
    <article
      className={styles.line}
      data-side={inbound ? 'in' : 'out'}
      data-joined={joined}
      aria-label={t('message.label', { author, time })}
    >
      <div className={styles.row}>
        <div
          className={styles.bubble}
          data-direction={direction}
          data-status={shownStatus(message)}
          data-found={found}
          data-kind={message.deleted ? 'deleted' : message.kind}
        >
          {shownAuthor !== null && shownAuthor !== '' && <b className={styles.author}>{shownAuthor}</b>}
          {message.forwarded !== null && !message.deleted && (
            <small className={kinds.label}>
              <Forward size={14} strokeWidth={1.75} aria-hidden="true" />
              <span>{t(`message.forwarded.${message.forwarded}`)}</span>
            </small>
          )}
          {message.referral !== null && <ReferralCard referral={message.referral} />}
          {message.quoted !== null && <Quoted quoted={message.quoted} customer={customer} go={surroundings.go} />}
          <MessageBody message={message} author={author} people={people} />
          <small className={styles.meta}>
            {message.edited && !message.deleted && (
              <>
                <EditedMark edits={message.edits} />
                <span aria-hidden="true">·</span>
              </>
            )}
            <time dateTime={new Date(message.at).toISOString()} title={dateAndTime(message.at, i18n.language)}>
              {meta.join(' · ')}
            </time>
            {!inbound && <StatusMark message={message} open={() => setDetails(true)} />}
          </small>
        </div>
        <MessageTools
          message={message}
          react={canReact ? { may: place.mayReact, only: place.reactions, reacting } : null}
          quote={canQuote ? () => surroundings.quote(message) : null}
          showDetails={() => setDetails(true)}
        />
      </div>
      {!message.deleted && (
        <ReactionChips
          reactions={reacting.reactions}
          customer={customer}
          meId={meId}
          people={people}
          toggle={canReact && place.mayReact === 'allowed' ? reacting.toggle : null}
        />
      )}
      {status === 'failed' && (
        <FailureLine
          message={message}
          retry={place !== undefined ? surroundings.retry : null}
          chooseTemplate={surroundings.chooseTemplate}
        />
      )}
      {isRetriedBySystem(status, message.attempts) && <RetryingLine message={message} />}
      {details && <MessageDetails message={message} close={() => setDetails(false)} />}
    </article>
  );
});
