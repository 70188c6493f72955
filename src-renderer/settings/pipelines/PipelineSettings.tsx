import { Skeleton, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Pipeline, PipelineValue } from '../../../src-shared/protocol/deals.ts';
import { useAction, useWatch } from '../../bridge/hooks.tsx';
import { EditorForm } from '../editing/EditorForm.tsx';
import { ListAndForm } from '../editing/ListAndForm.tsx';
import { useChosen } from '../editing/use-chosen.ts';
import { useEditor } from '../editing/use-editor.ts';
import { EntryTools } from '../lists/EntryTools.tsx';
import { StageList } from './StageList.tsx';

/** «Funis»: the ways of deals, stage by stage. */
export default function PipelineSettings() {
  const { t } = useTranslation('deals');
  const directory = useWatch('directory', {});
  const chosen = useChosen();
  if (directory === undefined) return <Skeleton height={120} radius={8} />;
  const { pipelines } = directory;
  const shown = chosen.among(pipelines);
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
      choose={chosen.choose}
      create={{ label: t('settings.new'), run: chosen.begin }}
      empty={t('settings.none')}
    >
      {shown !== null && <PipelineForm key={shown} id={shown} pipelines={pipelines} gone={chosen.gone} />}
    </ListAndForm>
  );
}

function PipelineForm({ id, pipelines, gone }: { id: string; pipelines: readonly Pipeline[]; gone(): void }) {
  const { t } = useTranslation('deals');
  const save = useAction('server.pipeline.save');
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
  return (
    <EditorForm
      label={value.name || t('settings.new')}
      editor={editor}
      aside={
        pipeline !== undefined && (
          <EntryTools
            entry={pipeline}
            among={pipelines}
            dirty={editor.dirty}
            put={(one, position) => save({ id: one.id, seen: editable(one), value: { ...editable(one), position } })}
            remove={() => save({ id, seen: editable(pipeline), value: { ...editable(pipeline), active: false } })}
            gone={gone}
          />
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
