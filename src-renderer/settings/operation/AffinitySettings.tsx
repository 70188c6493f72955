import { Button, Skeleton, Switch } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { type Operation, operationDefaults } from '../../../src-shared/protocol/operation.ts';
import { useAction, useWatch } from '../../bridge/hooks.tsx';
import styles from '../editing/Editing.module.css';
import { EditorForm } from '../editing/EditorForm.tsx';
import { useEditor } from '../editing/use-editor.ts';
import { WeekEditor } from '../editing/WeekEditor.tsx';

/** «Continuidade»: whether a customer who returns goes to who served them that day, and when not. */
export default function AffinitySettings() {
  const directory = useWatch('directory', {});
  if (!directory?.operation) return <Skeleton height={120} radius={8} />;
  return <AffinityForm operation={directory.operation} />;
}

function AffinityForm({ operation }: { operation: Operation }) {
  const { t } = useTranslation('operation');
  const save = useAction('server.operation.save');
  const current = { affinity: operation.affinity };
  const editor = useEditor({
    kind: 'affinity',
    current,
    fresh: current,
    save: (seen, value) => save({ section: 'affinity', seen: seen ?? value, value }),
  });
  const { affinity } = editor.value;
  const set = (change: Partial<Operation['affinity']>) => editor.set({ affinity: { ...affinity, ...change } });
  return (
    <div className={styles.page}>
      <p className={styles.intro}>{t('affinity.intro')}</p>
      <EditorForm label={t('affinity.title')} amongOthers editor={editor}>
        <Switch
          label={t('affinity.enabled')}
          description={t('affinity.enabledHint')}
          checked={affinity.enabled}
          onChange={(event) => set({ enabled: event.currentTarget.checked })}
        />
        <WeekEditor
          label={t('affinity.special')}
          week={affinity.specialHours}
          empty={t('affinity.none')}
          error={(field) => editor.error(`affinity.specialHours.${field}`)}
          change={(specialHours) => set({ specialHours })}
        />
        <p className={styles.hint}>{t('affinity.halfOpen', { zone: operation.timeZone })}</p>
        <div>
          <Button
            variant="subtle"
            size="compact-sm"
            onClick={() => set({ specialHours: operationDefaults.affinity.specialHours })}
          >
            {t('affinity.defaults')}
          </Button>
        </div>
      </EditorForm>
      <MergingForm operation={operation} />
    </div>
  );
}

/** «Vários canais»: whether what one customer has open on several channels is served as one by itself (G3). */
function MergingForm({ operation }: { operation: Operation }) {
  const { t } = useTranslation('operation');
  const save = useAction('server.operation.save');
  const current = { mergeConversations: operation.mergeConversations };
  const editor = useEditor({
    kind: 'merging',
    current,
    fresh: current,
    save: (seen, value) => save({ section: 'merging', seen: seen ?? value, value }),
  });
  return (
    <EditorForm label={t('merging.title')} amongOthers editor={editor}>
      <h3>{t('merging.title')}</h3>
      <Switch
        label={t('merging.enabled')}
        description={t('merging.enabledHint')}
        checked={editor.value.mergeConversations}
        onChange={(event) => editor.set({ mergeConversations: event.currentTarget.checked })}
      />
    </EditorForm>
  );
}
