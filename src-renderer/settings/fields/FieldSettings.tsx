import { Select, Skeleton, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Field, type FieldValue, fieldTypeSchema } from '../../../src-shared/protocol/contacts.ts';
import { useAction, useWatch } from '../../bridge/hooks.tsx';
import { EditorForm } from '../editing/EditorForm.tsx';
import { ListAndForm } from '../editing/ListAndForm.tsx';
import { useChosen } from '../editing/use-chosen.ts';
import { useEditor } from '../editing/use-editor.ts';
import { EntryTools } from '../lists/EntryTools.tsx';
import { ChoiceList } from './ChoiceList.tsx';

/** «Campos do contato»: what every customer's record has besides its name (G5). */
export default function FieldSettings() {
  const { t } = useTranslation('record');
  const directory = useWatch('directory', {});
  const chosen = useChosen();
  if (directory === undefined) return <Skeleton height={120} radius={8} />;
  const { fields } = directory;
  const shown = chosen.among(fields);
  return (
    <ListAndForm
      label={t('settings.list')}
      intro={t('settings.intro')}
      entries={fields.map(({ id, name, type }) => ({ id, name, detail: t(`settings.types.${type}`) }))}
      chosen={shown}
      choose={chosen.choose}
      create={{ label: t('settings.new'), run: chosen.begin }}
      empty={t('settings.none')}
    >
      {shown !== null && <FieldForm key={shown} id={shown} fields={fields} gone={chosen.gone} />}
    </ListAndForm>
  );
}

function FieldForm({ id, fields, gone }: { id: string; fields: readonly Field[]; gone(): void }) {
  const { t } = useTranslation('record');
  const save = useAction('server.field.save');
  const field = fields.find((one) => one.id === id);
  const [fresh] = useState<FieldValue>(() => ({
    ...{ name: '', type: 'text', choices: [], active: true },
    position: Math.max(-1, ...fields.map(({ position }) => position)) + 1,
  }));
  const editor = useEditor({
    kind: 'field',
    current: field === undefined ? null : editable(field),
    fresh,
    save: (seen, value) => save({ id, seen, value }),
  });
  const { value, set } = editor;
  return (
    <EditorForm
      label={value.name || t('settings.new')}
      editor={editor}
      aside={
        field !== undefined && (
          <EntryTools
            entry={field}
            among={fields}
            dirty={editor.dirty}
            put={(one, position) => save({ id: one.id, seen: editable(one), value: { ...editable(one), position } })}
            remove={() => save({ id, seen: editable(field), value: { ...editable(field), active: false } })}
            gone={gone}
          />
        )
      }
    >
      <TextInput
        label={t('settings.name')}
        value={value.name}
        maxLength={60}
        error={editor.error('name') ?? null}
        onChange={(event) => set({ name: event.currentTarget.value })}
      />
      <Select
        label={t('settings.type')}
        description={field === undefined ? null : t('settings.typeFixed')}
        disabled={field !== undefined}
        allowDeselect={false}
        data={fieldTypeSchema.options.map((type) => ({ value: type, label: t(`settings.types.${type}`) }))}
        value={value.type}
        error={editor.error('type') ?? null}
        onChange={(chosen) => {
          const type = fieldTypeSchema.options.find((one) => one === chosen);
          if (type === undefined) return;
          set({ type, choices: type === 'choice' ? (value.choices.length > 0 ? value.choices : ['']) : [] });
        }}
      />
      {value.type === 'choice' && (
        <ChoiceList choices={value.choices} error={editor.error} change={(choices) => set({ choices })} />
      )}
    </EditorForm>
  );
}

const editable = ({ name, type, choices, position, active }: Field): FieldValue => ({
  ...{ name, type, choices, position, active },
});
