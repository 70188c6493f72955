import '@mantine/dates/styles.css';
import 'dayjs/locale/es.js';
import 'dayjs/locale/pt-br.js';
import { DateInput, DatesProvider } from '@mantine/dates';
import dayjs from 'dayjs';
import customParseFormat from 'dayjs/plugin/customParseFormat.js';
import { useTranslation } from 'react-i18next';
import styles from './HistorySection.module.css';

// What is typed is read in the language's own order of day and month.
dayjs.extend(customParseFormat);

/** Days as `YYYY-MM-DD`; empty: open. */
export interface Period {
  from: string;
  to: string;
}

interface Props {
  period: Period;
  backwards: boolean;
  change(end: keyof Period, day: string): void;
}

/** From which day to which; typed or picked, as the chosen language writes dates (the system's may be another). */
export function PeriodFilter({ period, backwards, change }: Props) {
  const { t, i18n } = useTranslation('history');
  const field = (end: keyof Period) => (
    <DateInput
      className={styles.day ?? ''}
      aria-label={t(`filter.${end}`)}
      title={t(`filter.${end}`)}
      placeholder={t(`filter.${end}Short`)}
      valueFormat={i18n.language === 'en' ? 'MM/DD/YYYY' : 'DD/MM/YYYY'}
      value={period[end] === '' ? null : period[end]}
      onChange={(day) => change(end, day ?? '')}
      {...(end === 'to' && period.from !== '' ? { minDate: period.from } : {})}
      {...(end === 'from' && period.to !== '' ? { maxDate: period.to } : {})}
      error={backwards}
      clearable
      clearButtonProps={{ 'aria-label': t('filter.clearDay') }}
      ariaLabels={{
        previousMonth: t('filter.calendar.previousMonth'),
        nextMonth: t('filter.calendar.nextMonth'),
        previousYear: t('filter.calendar.previousYear'),
        nextYear: t('filter.calendar.nextYear'),
        previousDecade: t('filter.calendar.previousDecade'),
        nextDecade: t('filter.calendar.nextDecade'),
      }}
      highlightToday
      popoverProps={{ withinPortal: true }}
    />
  );
  return (
    <DatesProvider settings={{ locale: i18n.language.toLowerCase(), firstDayOfWeek: 0 }}>
      <fieldset className={styles.period} aria-label={t('filter.period')}>
        {field('from')}
        <span aria-hidden="true">–</span>
        {field('to')}
      </fieldset>
    </DatesProvider>
  );
}
