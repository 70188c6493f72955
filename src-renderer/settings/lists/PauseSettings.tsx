import { Select, Skeleton, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Operation, PauseReason } from '../../../src-shared/protocol/operation.ts';
import { useAction, useWatch } from '../../bridge/hooks.tsx';
import styles from '../editing/Editing.module.css';
import { EditorForm } from '../editing/EditorForm.tsx';
import { NumberField, OptionalNumber } from '../editing/fields.tsx';
import { ListAndForm } from '../editing/ListAndForm.tsx';
import { useChosen } from '../editing/use-chosen.ts';
import { useEditor } from '../editing/use-editor.ts';
import { EntryTools } from './EntryTools.tsx';

/** «Pausas»: which may be taken, and how a working day is divided. */
export default function PauseSettings() {
  const { t } = useTranslation('operation');
  const directory = useWatch('directory', {});
  const chosen = useChosen();
  if (!directory?.operation) return <Skeleton height={120} radius={8} />;
  const reasons = directory.pauseReasons;
  const entries = reasons.map((reason) => ({
    id: reason.id,
    name: reason.name,
    detail:
      reason.limitMinutes === null
        ? t(`pause.kind.${reason.kind}`)
        : `${t(`pause.kind.${reason.kind}`)} · ${t('pause.upTo', { minutes: reason.limitMinutes })}`,
  }));
  const shown = chosen.among(reasons);
  return (
    <div className={styles.page}>
      <ListAndForm
        label={t('pause.list')}
        intro={t('pause.intro')}
        entries={entries}
        chosen={shown}
        choose={chosen.choose}
        create={{ label: t('pause.new'), run: chosen.begin }}
        empty={t('pause.none')}
      >
        {shown !== null && <PauseForm key={shown} id={shown} reasons={reasons} gone={chosen.gone} />}
      </ListAndForm>
      <PlanForm operation={directory.operation} />
    </div>
  );
}

function PauseForm({ id, reasons, gone }: { id: string; reasons: readonly PauseReason[]; gone(): void }) {
  const { t } = useTranslation('operation');
  const save = useAction('server.pauseReason.save');
  const remove = useAction('server.pauseReason.remove');
  const reason = reasons.find((one) => one.id === id);
  const editor = useEditor({
    kind: 'pauseReason',
    current: reason === undefined ? null : editable(reason),
    fresh: { name: '', kind: 'other', limitMinutes: null, position: reasons.length, active: true },
    save: (seen, value) => save({ id, seen, value }),
  });
  const { value, set } = editor;
  return (
    <EditorForm
      label={value.name || t('pause.new')}
      editor={editor}
      aside={
        reason !== undefined && (
          <EntryTools
            entry={reason}
            among={reasons}
            dirty={editor.dirty}
            put={(one, position) => save({ id: one.id, seen: editable(one), value: { ...editable(one), position } })}
            remove={() => remove({ id })}
            gone={gone}
          />
        )
      }
    >
      <TextInput
        label={t('pause.name')}
        value={value.name}
        maxLength={80}
        error={editor.error('name') ?? null}
        onChange={(event) => set({ name: event.currentTarget.value })}
      />
      <Select
        label={t('pause.kindLabel')}
        description={t(`pause.kindHint.${value.kind}`)}
        allowDeselect={false}
        data={(['rest', 'meal', 'other'] as const).map((kind) => ({ value: kind, label: t(`pause.kind.${kind}`) }))}
        value={value.kind}
        onChange={(kind) => {
          if (kind !== null) set({ kind });
        }}
      />
      <OptionalNumber
        switchLabel={t('pause.limit')}
        description={t('pause.limitHint')}
        label={t('pause.limitMinutes')}
        suffix="min"
        value={value.limitMinutes}
        initial={10}
        min={1}
        max={480}
        error={editor.error('limitMinutes')}
        change={(limitMinutes) => set({ limitMinutes })}
      />
    </EditorForm>
  );
}

const editable = ({ name, kind, limitMinutes, position, active }: PauseReason) => ({
  name,
  kind,
  limitMinutes,
  position,
  active,
});

const planFields = [
  ['dayMinutes', 60, 720, 'min'],
  ['edgeMinutes', 0, 120, 'min'],
  ['restTimes', 0, 6, ''],
  ['restMinutes', 0, 60, 'min'],
  ['mealMinutes', 0, 120, 'min'],
] as const;

function PlanForm({ operation }: { operation: Operation }) {
  const { t } = useTranslation('operation');
  const save = useAction('server.operation.save');
  const current = { pausePlan: operation.pausePlan };
  const editor = useEditor({
    kind: 'pausePlan',
    current,
    fresh: current,
    save: (seen, value) => save({ section: 'pausePlan', seen: seen ?? value, value }),
  });
  const { pausePlan } = editor.value;
  return (
    <EditorForm label={t('plan.title')} amongOthers editor={editor}>
      <h3>{t('plan.title')}</h3>
      <p className={styles.hint}>{t('plan.hint')}</p>
      <div className={styles.pair}>
        {planFields.map(([field, min, max, unit]) => (
          <NumberField
            key={field}
            label={t(`plan.${field}`)}
            value={pausePlan[field]}
            min={min}
            max={max}
            {...(unit === '' ? {} : { suffix: unit })}
            error={editor.error(`pausePlan.${field}`)}
            change={(value) => editor.set({ pausePlan: { ...pausePlan, [field]: value } })}
          />
        ))}
      </div>
    </EditorForm>
  );
}
