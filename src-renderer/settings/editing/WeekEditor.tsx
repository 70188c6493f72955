import { ActionIcon } from '@mantine/core';
import { Copy } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { everyDay, type Interval, type Week, weekdays } from '../../../src-shared/protocol/operation.ts';
import { IntervalList } from './IntervalList.tsx';
import styles from './Week.module.css';

interface Props {
  label: string;
  week: Week;
  change(week: Week): void;
  empty: string;
  error(field: string): string | undefined;
}

/** The hours of a week, day by day, each with its day drawn beside it. */
export function WeekEditor({ label, week, change, empty, error }: Props) {
  const { t } = useTranslation('operation');
  return (
    <fieldset className={styles.week} data-week>
      <legend className={styles.legend}>{label}</legend>
      {weekdays.map((day) => {
        const name = t(`weekday.${day}`);
        return (
          <div key={day} className={styles.day}>
            <span className={styles.dayName}>{name}</span>
            <IntervalList
              label={name}
              intervals={week[day]}
              empty={empty}
              error={(index) => error(`${day}.${index}`)}
              change={(intervals) => change({ ...week, [day]: intervals })}
            />
            <DayBar intervals={week[day]} />
            <ActionIcon
              aria-label={t('hours.copy', { day: name })}
              title={t('hours.copy', { day: name })}
              onClick={() => change(everyDay(week[day]))}
            >
              <Copy size={16} />
            </ActionIcon>
          </div>
        );
      })}
    </fieldset>
  );
}

function DayBar({ intervals }: { intervals: readonly Interval[] }) {
  return (
    <span className={styles.bar} aria-hidden="true">
      {intervals.map(({ from, to }) => {
        const [start, end] = [share(from), share(to)];
        if (start === null || end === null || end <= start) return null;
        return <i key={`${from}-${to}`} style={{ left: `${start * 100}%`, width: `${(end - start) * 100}%` }} />;
      })}
    </span>
  );
}

/** The part of the day before a clock time; null while it is no time. */
function share(clock: string): number | null {
  const match = /^(\d{2}):(\d{2})$/.exec(clock);
  return match === null ? null : Math.min(1, (Number(match[1]) * 60 + Number(match[2])) / 1440);
}
