import { ActionIcon, Button, TextInput } from '@mantine/core';
import { Plus, X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Interval } from '../../../src-shared/protocol/operation.ts';
import { asClock } from './clock.ts';
import styles from './Week.module.css';

interface Props {
  /** Whose hours: «segunda-feira», a holiday. */
  label: string;
  intervals: readonly Interval[];
  change(intervals: Interval[]): void;
  /** What no interval means: «Fechado». */
  empty: string;
  /** The text under the interval of this index. */
  error(index: number): string | undefined;
}

/** An interval is nobody but its place in the day. */
const places = Array.from({ length: 24 }, (_none, place) => `place-${place}`);

/** The periods of one day, as half-open intervals. */
export function IntervalList({ label, intervals, change, empty, error }: Props) {
  const { t } = useTranslation('operation');
  const put = (index: number, part: Partial<Interval>) =>
    change(intervals.map((interval, at) => (at === index ? { ...interval, ...part } : interval)));
  const add = () => {
    const last = intervals.at(-1);
    change([...intervals, last === undefined ? { from: '08:00', to: '18:00' } : { from: last.to, to: '24:00' }]);
  };
  return (
    <div className={styles.intervals}>
      {intervals.length === 0 && <span className={styles.none}>{empty}</span>}
      {intervals.map((interval, index) => {
        const wrong = error(index);
        return (
          <div key={places[index]} className={styles.interval}>
            <span className={styles.times}>
              {(['from', 'to'] as const).map((end) => (
                <TextInput
                  key={end}
                  aria-label={t(`hours.${end}`, { label, number: index + 1 })}
                  className={styles.clock ?? ''}
                  value={interval[end]}
                  maxLength={6}
                  inputMode="numeric"
                  error={wrong !== undefined}
                  onChange={(event) => put(index, { [end]: event.currentTarget.value })}
                  onBlur={(event) => put(index, { [end]: asClock(event.currentTarget.value) })}
                />
              ))}
            </span>
            <ActionIcon
              aria-label={t('hours.remove', { label, number: index + 1 })}
              onClick={() => change(intervals.filter((_one, at) => at !== index))}
            >
              <X size={16} />
            </ActionIcon>
            {wrong !== undefined && (
              <span className={styles.wrong} role="alert">
                {wrong}
              </span>
            )}
          </div>
        );
      })}
      <Button
        variant="subtle"
        size="compact-sm"
        leftSection={<Plus size={14} />}
        aria-label={t('hours.addTo', { label })}
        onClick={add}
        disabled={intervals.length >= 24}
      >
        {t('hours.add')}
      </Button>
    </div>
  );
}
