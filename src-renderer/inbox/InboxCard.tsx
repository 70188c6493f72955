import { Check, CheckCheck, CircleAlert, Clock } from 'lucide-react';
import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import type { InboxRow } from '../../src-shared/bridge/views.ts';
import { OfferLeft } from '../routing/OfferLeft.tsx';
import { Avatar } from '../ui/Avatar.tsx';
import { Hidden } from '../ui/Hidden.tsx';
import { KindGlyph } from '../ui/KindGlyph.tsx';
import { cardTime, fullTime } from '../ui/times.ts';
import { cardTexts, windowShown } from './card-texts.ts';
import styles from './InboxCard.module.css';
import { WindowLeft } from './WindowLeft.tsx';

interface Props {
  row: InboxRow;
  index: number;
  total: number;
  /** Open in the chat pane. */
  open: boolean;
  /** Where the keyboard stands. */
  active: boolean;
  /** Ticked or not, while rows are being selected; null: they are not. */
  picked: boolean | null;
  now: number;
  myId: string;
}

/** More tags than these would push the rest of the line out. */
const TAGS_SHOWN = 2;

export const cardId = (conversationId: string) => `card-${conversationId}`;

/** One conversation of the list (A7). Its height is the token `--row`, whatever it holds. */
export const InboxCard = memo(function InboxCard({ row, index, total, open, active, picked, now, myId }: Props) {
  const { t, i18n } = useTranslation('inbox');
  const time = cardTime(row.at, now, i18n.language, t('yesterday'));
  const windowEndsAt = windowShown(row);
  const texts = cardTexts(t, row, now, myId, time);
  const className = [
    styles.card,
    open ? styles.open : '',
    picked === true ? styles.picked : '',
    active ? styles.active : '',
    row.unread > 0 ? styles.unread : '',
  ].join(' ');
  return (
    <div
      id={cardId(row.id)}
      className={className}
      role="option"
      aria-selected={picked ?? open}
      aria-current={picked !== null && open ? 'true' : undefined}
      aria-posinset={index + 1}
      aria-setsize={total}
      data-index={index}
      tabIndex={-1}
    >
      <Hidden>{texts.spoken}</Hidden>
      <span className={styles.avatar} aria-hidden="true">
        <Avatar name={row.title} channel={row.channel} />
        {picked !== null && (
          <span className={styles.tick} data-picked={picked}>
            {picked && <Check size={14} strokeWidth={3} />}
          </span>
        )}
      </span>
      <div className={styles.body} aria-hidden="true">
        <div className={styles.line1}>
          <span className={styles.title} title={row.title}>
            {row.title}
          </span>
          <time
            className={styles.time}
            dateTime={new Date(row.at).toISOString()}
            title={fullTime(row.at, i18n.language)}
          >
            {time}
          </time>
        </div>
        <div className={styles.line2}>
          {row.hasDraft && <span className={styles.draft}>{t('card.draft')}</span>}
          <DeliveryGlyph preview={row.preview} />
          {row.preview !== null && <KindGlyph kind={row.preview.kind} nature={row.preview.nature ?? null} />}
          <span className={styles.preview}>{texts.preview}</span>
          {row.pending && <Clock size={14} strokeWidth={1.75} aria-hidden="true" />}
          {row.unread > 0 && <span className={styles.count}>{row.unread > 99 ? '99+' : row.unread}</span>}
        </div>
        <div className={styles.line3}>
          {row.failed && <span className={styles.fail}>{t('card.failed')}</span>}
          {row.offerUntil !== null && row.assigneeId === myId && (
            <OfferLeft until={row.offerUntil} className={styles.offer} />
          )}
          {windowEndsAt !== null && <WindowLeft endsAt={windowEndsAt} now={now} />}
          {texts.awaiting !== null && (
            <span className={styles.waiting} title={t('card.awaiting', { span: texts.awaiting })}>
              {t('card.waits', { span: texts.awaiting })}
            </span>
          )}
          {row.tags.slice(0, TAGS_SHOWN).map((tag) => (
            <span key={tag.id} className={styles.tag}>
              {tag.name}
            </span>
          ))}
          {row.tags.length > TAGS_SHOWN && <span className={styles.tag}>+{row.tags.length - TAGS_SHOWN}</span>}
          <span className={styles.place}>
            <span title={texts.place}>{texts.place}</span>
            {texts.holder !== null && <span title={texts.holder}>{texts.holder}</span>}
          </span>
        </div>
      </div>
    </div>
  );
});

/** How far our last message came. The card's spoken text leaves it out: a failure is said in words of its own. */
function DeliveryGlyph({ preview }: { preview: InboxRow['preview'] }) {
  if (preview === null || preview.direction !== 'outbound' || preview.status === null) return null;
  const shared = { size: 15, strokeWidth: 2, 'aria-hidden': true } as const;
  switch (preview.status) {
    case 'queued':
      return <Clock {...shared} />;
    case 'sent':
      return <Check {...shared} />;
    case 'delivered':
      return <CheckCheck {...shared} />;
    case 'read':
      return <CheckCheck {...shared} className={styles.read ?? ''} />;
    case 'failed':
      return <CircleAlert {...shared} className={styles.fail ?? ''} />;
  }
}
