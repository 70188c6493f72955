import { Button, Skeleton, TextInput } from '@mantine/core';
import { Trash2 } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Tag } from '../../../src-shared/protocol/entities.ts';
import { useAction, useWatch } from '../../bridge/hooks.tsx';
import styles from '../editing/Editing.module.css';
import { EditorForm } from '../editing/EditorForm.tsx';
import { ListAndForm } from '../editing/ListAndForm.tsx';
import { useChosen } from '../editing/use-chosen.ts';
import { useEditor } from '../editing/use-editor.ts';
import { ColorChoice } from './ColorChoice.tsx';
import tag from './Tag.module.css';
import { useListActions } from './use-list-actions.ts';

/** «Tags»: what contacts are marked with. */
export default function TagSettings() {
  const { t } = useTranslation('operation');
  const directory = useWatch('directory', {});
  const chosen = useChosen();
  if (directory === undefined) return <Skeleton height={120} radius={8} />;
  const { tags } = directory;
  const shown = chosen.among(tags);
  return (
    <ListAndForm
      label={t('tag.list')}
      intro={t('tag.intro')}
      entries={tags.map(({ id, name, color }) => ({
        id,
        name,
        mark: <i className={tag.dot} style={{ background: color }} aria-hidden="true" />,
      }))}
      chosen={shown}
      choose={chosen.choose}
      create={{ label: t('tag.new'), run: chosen.begin }}
      empty={t('tag.none')}
      search={t('tag.search')}
    >
      {shown !== null && (
        <TagForm key={shown} id={shown} tag={tags.find((one) => one.id === shown)} gone={chosen.gone} />
      )}
    </ListAndForm>
  );
}

function TagForm({ id, tag: known, gone }: { id: string; tag: Tag | undefined; gone(): void }) {
  const { t } = useTranslation('operation');
  const save = useAction('server.tag.save');
  const remove = useAction('server.tag.remove');
  const { act } = useListActions();
  const editor = useEditor({
    kind: 'tag',
    current: known === undefined ? null : { name: known.name, color: known.color, active: true },
    fresh: { name: '', color: '#2f6fb0', active: true },
    save: (seen, value) => save({ id, seen, value }),
  });
  const { value, set } = editor;
  return (
    <EditorForm
      label={value.name || t('tag.new')}
      editor={editor}
      aside={
        known !== undefined && (
          <Button
            leftSection={<Trash2 size={16} />}
            onClick={async () => {
              if (await act([() => remove({ id })], t('removed', { name: known.name }))) gone();
            }}
          >
            {t('remove')}
          </Button>
        )
      }
    >
      <TextInput
        label={t('tag.name')}
        value={value.name}
        maxLength={80}
        error={editor.error('name') ?? null}
        onChange={(event) => set({ name: event.currentTarget.value })}
      />
      <ColorChoice value={value.color} error={editor.error('color')} change={(color) => set({ color })} />
      <p className={styles.hint}>{t('tag.removeHint')}</p>
    </EditorForm>
  );
}
