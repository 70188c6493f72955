import { Select, Skeleton } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Operation } from '../../../src-shared/protocol/operation.ts';
import { useAction, useWatch } from '../../bridge/hooks.tsx';
import styles from '../editing/Editing.module.css';
import { EditorForm } from '../editing/EditorForm.tsx';
import { NumberField, OptionalNumber } from '../editing/fields.tsx';
import { useEditor } from '../editing/use-editor.ts';

/** «Ausência»: who touches nothing for a while, and whose machine is gone. */
export default function AbsenceSettings() {
  const { t } = useTranslation('operation');
  const directory = useWatch('directory', {});
  if (!directory?.operation) return <Skeleton height={120} radius={8} />;
  return (
    <div className={styles.page}>
      <p className={styles.intro}>{t('absence.intro')}</p>
      <IdleForm operation={directory.operation} />
      <LostForm operation={directory.operation} />
    </div>
  );
}

function IdleForm({ operation }: { operation: Operation }) {
  const { t } = useTranslation('operation');
  const save = useAction('server.operation.save');
  const current = { idleMinutes: operation.idleMinutes };
  const editor = useEditor({
    kind: 'idle',
    current,
    fresh: current,
    save: (seen, value) => save({ section: 'idle', seen: seen ?? value, value }),
  });
  return (
    <EditorForm label={t('idle.title')} amongOthers editor={editor}>
      <h3>{t('idle.title')}</h3>
      <OptionalNumber
        switchLabel={t('idle.enabled')}
        description={t('idle.hint')}
        label={t('idle.minutes')}
        suffix="min"
        value={editor.value.idleMinutes}
        initial={10}
        min={1}
        max={240}
        error={editor.error('idleMinutes')}
        change={(idleMinutes) => editor.set({ idleMinutes })}
      />
    </EditorForm>
  );
}

function LostForm({ operation }: { operation: Operation }) {
  const { t } = useTranslation('operation');
  const save = useAction('server.operation.save');
  const current = { lostAgent: operation.lostAgent };
  const editor = useEditor({
    kind: 'lostAgent',
    current,
    fresh: current,
    save: (seen, value) => save({ section: 'lostAgent', seen: seen ?? value, value }),
  });
  const { lostAgent } = editor.value;
  const set = (change: Partial<Operation['lostAgent']>) => editor.set({ lostAgent: { ...lostAgent, ...change } });
  return (
    <EditorForm label={t('lost.title')} amongOthers editor={editor}>
      <h3>{t('lost.title')}</h3>
      <NumberField
        label={t('lost.grace')}
        description={t('lost.graceHint')}
        suffix="s"
        value={lostAgent.graceSeconds}
        min={15}
        max={3_600}
        error={editor.error('lostAgent.graceSeconds')}
        change={(graceSeconds) => set({ graceSeconds })}
      />
      <div className={styles.pair}>
        <Select
          label={t('lost.action')}
          description={t(`lost.${lostAgent.action}Hint`)}
          allowDeselect={false}
          data={(['keep', 'requeue'] as const).map((action) => ({ value: action, label: t(`lost.${action}`) }))}
          value={lostAgent.action}
          onChange={(action) => {
            if (action !== null) set({ action });
          }}
        />
        <NumberField
          label={t('lost.after')}
          description={t('lost.afterHint')}
          suffix="min"
          value={lostAgent.requeueAfterMinutes}
          min={0}
          max={1_440}
          disabled={lostAgent.action === 'keep'}
          error={editor.error('lostAgent.requeueAfterMinutes')}
          change={(requeueAfterMinutes) => set({ requeueAfterMinutes })}
        />
      </div>
    </EditorForm>
  );
}
