import { Hourglass } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { urgencyOf, useWindowClock, windowSpan } from '../ui/window-clock.ts';
import styles from './InboxCard.module.css';

/** The list's own clock is exact enough for minutes; from here on a card counts by itself (milliseconds). */
const COUNTS_BY_ITSELF_MS = 90_000;

/** How long the customer of a card may still be written to freely (A7). */
export function WindowLeft({ endsAt, now }: { endsAt: number; now: number }) {
  const left = endsAt - now;
  return left > 0 && left < COUNTS_BY_ITSELF_MS ? <LastMinute endsAt={endsAt} /> : <Words endsAt={endsAt} now={now} />;
}

function LastMinute({ endsAt }: { endsAt: number }) {
  return <Words endsAt={endsAt} now={useWindowClock(endsAt, 'shown')} />;
}

function Words({ endsAt, now }: { endsAt: number; now: number }) {
  const { t } = useTranslation('inbox');
  const span = windowSpan(endsAt, now);
  const urgency = urgencyOf(endsAt, now);
  const words = span === null ? t('card.windowOver') : t('card.windowLeft', { span });
  // While there is plenty of time the number alone leaves room for tags; the card's own words say it whole.
  const isCalm = span !== null && urgency === 'calm';
  return (
    <span className={styles.left} data-urgency={urgency} title={words}>
      {isCalm && <Hourglass size={11} strokeWidth={2} aria-hidden="true" />}
      {isCalm ? span : words}
    </span>
  );
}
