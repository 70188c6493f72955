import { useTranslation } from 'react-i18next';
import { useServerNow } from '../ui/now.tsx';
import { stopwatch } from '../ui/times.ts';

/** The time left to accept an offer, on its card. It counts by itself, so that the list need not. */
export function OfferLeft({ until, className }: { until: number; className: string | undefined }) {
  const { t } = useTranslation('routing');
  const leftMs = until - useServerNow(1_000);
  return (
    <span className={className}>{leftMs > 0 ? t('offer.card', { time: stopwatch(leftMs) }) : t('offer.over')}</span>
  );
}
