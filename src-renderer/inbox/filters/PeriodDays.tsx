import '@mantine/dates/styles.css';
import 'dayjs/locale/es.js';
import 'dayjs/locale/pt-br.js';
import { DateInput, DatesProvider } from '@mantine/dates';
import dayjs from 'dayjs';
import customParseFormat from 'dayjs/plugin/customParseFormat.js';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { InboxPeriod } from '../../../src-shared/protocol/inbox-filter.ts';
import styles from './FilterPanel.module.css';

dayjs.extend(customParseFormat);

/** From which day to which; it takes effect when both are there. Days are `YYYY-MM-DD` of the workspace's calendar. */
export function PeriodDays({
  period,
  change,
}: {
  period: InboxPeriod | null;
  change(period: InboxPeriod | null): void;
}) {
  const { t, i18n } = useTranslation(['filters', 'history']);
  const fixed = period?.kind === 'days' ? period : null;
  const [half, setHalf] = useState<{ from: string | null; to: string | null }>({ from: null, to: null });
  const from = fixed?.from ?? half.from;
  const to = fixed?.to ?? half.to;

  const set = (next: { from: string | null; to: string | null }) => {
    setHalf(next);
    if (next.from !== null && next.to !== null) change({ kind: 'days', from: next.from, to: next.to });
    else if (fixed !== null) change(null);
  };
  const field = (end: 'from' | 'to', value: string | null, limits: { minDate?: string; maxDate?: string }) => (
    <DateInput
      label={t(`period.${end}`)}
      valueFormat={i18n.language === 'en' ? 'MM/DD/YYYY' : 'DD/MM/YYYY'}
      placeholder={i18n.language === 'en' ? 'MM/DD/YYYY' : 'DD/MM/AAAA'}
      value={value}
      onChange={(day) => set({ from, to, [end]: day })}
      {...limits}
      clearable
      clearButtonProps={{ 'aria-label': t('history:filter.clearDay') }}
      ariaLabels={{
        previousMonth: t('history:filter.calendar.previousMonth'),
        nextMonth: t('history:filter.calendar.nextMonth'),
        previousYear: t('history:filter.calendar.previousYear'),
        nextYear: t('history:filter.calendar.nextYear'),
        previousDecade: t('history:filter.calendar.previousDecade'),
        nextDecade: t('history:filter.calendar.nextDecade'),
      }}
      highlightToday
      // A click in the calendar is a click in the panel, which would otherwise close.
      popoverProps={{ withinPortal: false, position: 'top-start' }}
    />
  );
  return (
    <DatesProvider settings={{ locale: i18n.language.toLowerCase(), firstDayOfWeek: 0 }}>
      <fieldset className={styles.days} aria-label={t('period.days')}>
        <h3>{t('period.days')}</h3>
        <div className={styles.row}>
          {field('from', from, to === null ? {} : { maxDate: to })}
          {field('to', to, from === null ? {} : { minDate: from })}
        </div>
      </fieldset>
    </DatesProvider>
  );
}
