import { ActionIcon, Button, TextInput } from '@mantine/core';
import { Plus, X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Operation } from '../../../src-shared/protocol/operation.ts';
import styles from '../editing/Editing.module.css';
import { IntervalList } from '../editing/IntervalList.tsx';
import week from '../editing/Week.module.css';

type Holiday = Operation['holidays'][number];

interface Props {
  holidays: readonly Holiday[];
  change(holidays: Holiday[]): void;
  error(field: string): string | undefined;
}

/** Days whose hours are their own: closed, or open for a while. */
export function Holidays({ holidays, change, error }: Props) {
  const { t, i18n } = useTranslation('operation');
  const put = (index: number, part: Partial<Holiday>) =>
    change(holidays.map((holiday, at) => (at === index ? { ...holiday, ...part } : holiday)));
  return (
    <fieldset className={styles.group}>
      <legend>{t('holiday.title')}</legend>
      {holidays.length === 0 && <p className={styles.hint}>{t('holiday.none')}</p>}
      {holidays.map((holiday, index) => {
        const name = holiday.name || dateWords(holiday.date, i18n.language);
        return (
          <div key={places[index]} className={week.holiday}>
            <TextInput
              type="date"
              aria-label={t('holiday.date', { number: index + 1 })}
              value={holiday.date}
              error={error(`${index}.date`) ?? null}
              onChange={(event) => put(index, { date: event.currentTarget.value })}
            />
            <TextInput
              aria-label={t('holiday.name', { number: index + 1 })}
              placeholder={t('holiday.namePlaceholder')}
              value={holiday.name}
              maxLength={80}
              error={error(`${index}.name`) ?? null}
              onChange={(event) => put(index, { name: event.currentTarget.value })}
            />
            <ActionIcon
              aria-label={t('holiday.remove', { name })}
              onClick={() => change(holidays.filter((_one, at) => at !== index))}
            >
              <X size={16} />
            </ActionIcon>
            <div className={week.holidayHours}>
              <IntervalList
                label={name}
                intervals={holiday.hours}
                empty={t('holiday.closed')}
                error={(at) => error(`${index}.hours.${at}`)}
                change={(hours) => put(index, { hours })}
              />
            </div>
          </div>
        );
      })}
      <div>
        <Button
          leftSection={<Plus size={16} />}
          disabled={holidays.length >= places.length}
          onClick={() => change([...holidays, { date: '', name: '', hours: [] }])}
        >
          {t('holiday.add')}
        </Button>
      </div>
    </fieldset>
  );
}

/** A line is nobody but its place in the list, as long as it is edited. */
const places = Array.from({ length: 400 }, (_none, place) => `holiday-${place}`);

function dateWords(date: string, language: string): string {
  const parsed = new Date(`${date}T12:00:00`);
  return Number.isNaN(parsed.getTime()) ? date : parsed.toLocaleDateString(language);
}
