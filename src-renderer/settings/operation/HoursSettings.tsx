import { Skeleton, Switch } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Operation, Week } from '../../../src-shared/protocol/operation.ts';
import { useAction, useWatch } from '../../bridge/hooks.tsx';
import styles from '../editing/Editing.module.css';
import { EditorForm } from '../editing/EditorForm.tsx';
import { useEditor } from '../editing/use-editor.ts';
import { WeekEditor } from '../editing/WeekEditor.tsx';
import { Holidays } from './Holidays.tsx';

const workdays: Week = {
  ...{ mon: day(), tue: day(), wed: day(), thu: day(), fri: day() },
  ...{ sat: [], sun: [] },
};

function day() {
  return [{ from: '08:00', to: '18:00' }];
}

/** «Horários»: when the operation is open, and the days that differ. */
export default function HoursSettings() {
  const directory = useWatch('directory', {});
  if (!directory?.operation) return <Skeleton height={120} radius={8} />;
  return <HoursForm operation={directory.operation} />;
}

function HoursForm({ operation }: { operation: Operation }) {
  const { t } = useTranslation('operation');
  const save = useAction('server.operation.save');
  const { businessHours, holidays } = operation;
  const current = { businessHours, holidays };
  const editor = useEditor({
    kind: 'hours',
    current,
    fresh: current,
    save: (seen, value) => save({ section: 'hours', seen: seen ?? value, value }),
  });
  const { value, set } = editor;
  return (
    <div className={styles.page}>
      <p className={styles.intro}>{t('hours.intro', { zone: operation.timeZone })}</p>
      <EditorForm label={t('hours.title')} editor={editor}>
        <Switch
          label={t('hours.always')}
          description={t('hours.alwaysHint')}
          checked={value.businessHours === null}
          onChange={(event) => set({ businessHours: event.currentTarget.checked ? null : workdays })}
        />
        {value.businessHours !== null && (
          <WeekEditor
            label={t('hours.week')}
            week={value.businessHours}
            empty={t('hours.closed')}
            error={(field) => editor.error(`businessHours.${field}`)}
            change={(week) => set({ businessHours: week })}
          />
        )}
        <Holidays
          holidays={value.holidays}
          error={(field) => editor.error(`holidays.${field}`)}
          change={(next) => set({ holidays: next })}
        />
      </EditorForm>
    </div>
  );
}
