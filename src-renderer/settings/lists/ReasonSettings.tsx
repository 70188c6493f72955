import { Button, Select, Skeleton, TextInput } from '@mantine/core';
import { CornerDownRight } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Reason } from '../../../src-shared/protocol/entities.ts';
import { useAction, useWatch } from '../../bridge/hooks.tsx';
import { reasonOptions } from '../../qualification/reason-tree.ts';
import { EditorForm } from '../editing/EditorForm.tsx';
import { ListAndForm } from '../editing/ListAndForm.tsx';
import { useLeave } from '../editing/unsaved.tsx';
import { useEditor } from '../editing/use-editor.ts';
import { EntryTools } from './EntryTools.tsx';

/** «Motivos de contato»: the tree from which a conversation is qualified. */
export default function ReasonSettings() {
  const { t } = useTranslation('operation');
  const directory = useWatch('directory', {});
  const leave = useLeave();
  const [chosen, choose] = useState<{ id: string; parentId: string | null } | null>(null);
  if (directory === undefined) return <Skeleton height={120} radius={8} />;
  const options = reasonOptions(directory.reasons);
  const shown = chosen ?? (options[0] === undefined ? null : { id: options[0].id, parentId: null });
  const begin = (parentId: string | null) => leave(() => choose({ id: crypto.randomUUID(), parentId }));
  return (
    <ListAndForm
      label={t('reason.list')}
      intro={t('reason.intro')}
      entries={options.map(({ id, name, depth }) => ({ id, name, depth }))}
      chosen={shown?.id ?? null}
      choose={(id) => leave(() => choose({ id, parentId: null }))}
      create={{ label: t('reason.new'), run: () => begin(null) }}
      empty={t('reason.none')}
      search={t('reason.search')}
    >
      {shown !== null && (
        <ReasonForm
          key={shown.id}
          id={shown.id}
          parentId={shown.parentId}
          reasons={directory.reasons}
          gone={() => choose(null)}
          addBelow={() => begin(shown.id)}
        />
      )}
    </ListAndForm>
  );
}

interface FormProps {
  id: string;
  /** Where a new one hangs. */
  parentId: string | null;
  reasons: readonly Reason[];
  gone(): void;
  addBelow(): void;
}

function ReasonForm({ id, parentId, reasons, gone, addBelow }: FormProps) {
  const { t } = useTranslation('operation');
  const save = useAction('server.reason.save');
  const remove = useAction('server.reason.remove');
  const reason = reasons.find((one) => one.id === id);
  const siblingsOf = (parent: string | null) =>
    reasons
      .filter((one) => one.active && one.parentId === parent)
      .toSorted((a, b) => a.position - b.position || a.name.localeCompare(b.name, 'pt-BR'));
  const editor = useEditor({
    kind: 'reason',
    current: reason === undefined ? null : editable(reason),
    fresh: { parentId, name: '', position: siblingsOf(parentId).length, active: true },
    save: (seen, value) => save({ id, seen, value }),
  });
  const { value, set } = editor;
  const siblings = reason === undefined ? [] : siblingsOf(reason.parentId);
  // A reason hangs under none of its own branch.
  const places = reasonOptions(reasons.filter((one) => one.id !== id));
  return (
    <EditorForm
      label={value.name || t('reason.new')}
      editor={editor}
      aside={
        reason !== undefined && (
          <EntryTools
            entry={reason}
            among={siblings}
            dirty={editor.dirty}
            put={(one, position) => save({ id: one.id, seen: editable(one), value: { ...editable(one), position } })}
            remove={() => remove({ id })}
            gone={gone}
          />
        )
      }
    >
      <TextInput
        label={t('reason.name')}
        value={value.name}
        maxLength={80}
        error={editor.error('name') ?? null}
        onChange={(event) => set({ name: event.currentTarget.value })}
      />
      <Select
        label={t('reason.parent')}
        placeholder={t('reason.root')}
        clearable
        searchable
        data={places.map((option) => ({ value: option.id, label: option.path }))}
        value={value.parentId}
        error={editor.error('parentId') ?? null}
        onChange={(parent) => set({ parentId: parent, position: siblingsOf(parent).length })}
      />
      {reason !== undefined && (
        <div>
          <Button leftSection={<CornerDownRight size={16} />} onClick={addBelow}>
            {t('reason.addBelow', { name: reason.name })}
          </Button>
        </div>
      )}
    </EditorForm>
  );
}

const editable = ({ parentId, name, position, active }: Reason) => ({ parentId, name, position, active });
