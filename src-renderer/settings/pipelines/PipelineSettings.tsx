import { Button, Skeleton, TextInput } from '@mantine/core';
import { ArrowDown, ArrowUp, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Pipeline, PipelineValue } from '../../../src-shared/protocol/deals.ts';
import { useAction, useWatch } from '../../bridge/hooks.tsx';
import styles from '../editing/Editing.module.css';
import { EditorForm } from '../editing/EditorForm.tsx';
import { ListAndForm } from '../editing/ListAndForm.tsx';
import { useLeave } from '../editing/unsaved.tsx';
import { useEditor } from '../editing/use-editor.ts';
import { moved, useListActions } from '../lists/use-list-actions.ts';
import { StageList } from './StageList.tsx';

/** «Funis»: the ways of deals, stage by stage. */
export default function PipelineSettings() {
  const { t } = useTranslation('deals');
  const directory = useWatch('directory', {});
  const leave = useLeave();
  const [chosen, choose] = useState<string | null>(null);
  if (directory === undefined) return <Skeleton height={120} radius={8} />;
  const { pipelines } = directory;
  const shown = chosen ?? pipelines[0]?.id ?? null;
  return (
    <ListAndForm
      label={t('settings.list')}
      intro={t('settings.intro')}
      entries={pipelines.map(({ id, name, stages }) => ({
        id,
        name,
        detail: t('settings.stageCount', { count: stages.length }),
      }))}
      chosen={shown}
      choose={(id) => leave(() => choose(id))}
      create={{ label: t('settings.new'), run: () => leave(() => choose(crypto.randomUUID())) }}
      empty={t('settings.none')}
    >
      {shown !== null && <PipelineForm key={shown} id={shown} pipelines={pipelines} gone={() => choose(null)} />}
    </ListAndForm>
  );
}

function PipelineForm({ id, pipelines, gone }: { id: string; pipelines: readonly Pipeline[]; gone(): void }) {
  const { t } = useTranslation('deals');
  const { t: words } = useTranslation('operation');
  const save = useAction('server.pipeline.save');
  const { act } = useListActions();
  const pipeline = pipelines.find((one) => one.id === id);
  const [fresh] = useState<PipelineValue>(() => ({
    name: '',
    position: pipelines.length,
    active: true,
    stages: [{ id: crypto.randomUUID(), name: t('settings.firstStage') }],
  }));
  const editor = useEditor({
    kind: 'pipeline',
    current: pipeline === undefined ? null : editable(pipeline),
    fresh,
    save: (seen, value) => save({ id, seen, value }),
  });
  const { value, set } = editor;
  const move = (by: -1 | 1) =>
    act(
      moved(pipelines, id, by).map(
        ([one, position]) =>
          () =>
            save({ id: one.id, seen: editable(one), value: { ...editable(one), position } }),
      ),
    );
  const remove = async (known: Pipeline) => {
    const seen = editable(known);
    const removed = () => save({ id, seen, value: { ...seen, active: false } });
    if (await act([removed], words('removed', { name: known.name }))) gone();
  };
  return (
    <EditorForm
      label={value.name || t('settings.new')}
      editor={editor}
      aside={
        pipeline !== undefined && (
          <span className={styles.actions}>
            <Button
              aria-label={words('moveUp')}
              disabled={pipelines[0]?.id === id || editor.dirty}
              onClick={() => move(-1)}
            >
              <ArrowUp size={16} />
            </Button>
            <Button
              aria-label={words('moveDown')}
              disabled={pipelines.at(-1)?.id === id || editor.dirty}
              onClick={() => move(1)}
            >
              <ArrowDown size={16} />
            </Button>
            <Button leftSection={<Trash2 size={16} />} onClick={() => void remove(pipeline)}>
              {words('remove')}
            </Button>
          </span>
        )
      }
    >
      <TextInput
        label={t('settings.name')}
        value={value.name}
        maxLength={80}
        error={editor.error('name') ?? null}
        onChange={(event) => set({ name: event.currentTarget.value })}
      />
      <StageList stages={value.stages} error={editor.error} change={(stages) => set({ stages })} />
    </EditorForm>
  );
}

const editable = ({ name, position, active, stages }: Pipeline): PipelineValue => ({ name, position, active, stages });
