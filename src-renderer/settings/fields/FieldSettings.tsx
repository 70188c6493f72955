import { Button, Select, Skeleton, TextInput } from '@mantine/core';
import { ArrowDown, ArrowUp, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Field, type FieldValue, fieldTypeSchema } from '../../../src-shared/protocol/contacts.ts';
import { useAction, useWatch } from '../../bridge/hooks.tsx';
import styles from '../editing/Editing.module.css';
import { EditorForm } from '../editing/EditorForm.tsx';
import { ListAndForm } from '../editing/ListAndForm.tsx';
import { useLeave } from '../editing/unsaved.tsx';
import { useEditor } from '../editing/use-editor.ts';
import { moved, useListActions } from '../lists/use-list-actions.ts';
import { ChoiceList } from './ChoiceList.tsx';

/** «Campos do contato»: what every customer's record has besides its name (G5). */
export default function FieldSettings() {
  const { t } = useTranslation('record');
  const directory = useWatch('directory', {});
  const leave = useLeave();
  const [chosen, choose] = useState<string | null>(null);
  if (directory === undefined) return <Skeleton height={120} radius={8} />;
  const { fields } = directory;
  const shown = chosen ?? fields[0]?.id ?? null;
  return (
    <ListAndForm
      label={t('settings.list')}
      intro={t('settings.intro')}
      entries={fields.map(({ id, name, type }) => ({ id, name, detail: t(`settings.types.${type}`) }))}
      chosen={shown}
      choose={(id) => leave(() => choose(id))}
      create={{ label: t('settings.new'), run: () => leave(() => choose(crypto.randomUUID())) }}
      empty={t('settings.none')}
    >
      {shown !== null && <FieldForm key={shown} id={shown} fields={fields} gone={() => choose(null)} />}
    </ListAndForm>
  );
}

function FieldForm({ id, fields, gone }: { id: string; fields: readonly Field[]; gone(): void }) {
  const { t } = useTranslation('record');
  const { t: words } = useTranslation('operation');
  const save = useAction('server.field.save');
  const { act } = useListActions();
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
  const move = (by: -1 | 1) =>
    act(
      moved(fields, id, by).map(
        ([one, position]) =>
          () =>
            save({ id: one.id, seen: editable(one), value: { ...editable(one), position } }),
      ),
    );
  const remove = async (known: Field) => {
    const seen = editable(known);
    const removed = () => save({ id, seen, value: { ...seen, active: false } });
    if (await act([removed], words('removed', { name: known.name }))) gone();
  };
  return (
    <EditorForm
      label={value.name || t('settings.new')}
      editor={editor}
      aside={
        field !== undefined && (
          <span className={styles.actions}>
            <Button
              aria-label={words('moveUp')}
              disabled={fields[0]?.id === id || editor.dirty}
              onClick={() => void move(-1)}
            >
              <ArrowUp size={16} />
            </Button>
            <Button
              aria-label={words('moveDown')}
              disabled={fields.at(-1)?.id === id || editor.dirty}
              onClick={() => void move(1)}
            >
              <ArrowDown size={16} />
            </Button>
            <Button leftSection={<Trash2 size={16} />} onClick={() => void remove(field)}>
              {words('remove')}
            </Button>
          </span>
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
