import { Select } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useWatch } from '../../bridge/hooks.tsx';
import { BulkDialog, type BulkDialogProps } from './BulkDialog.tsx';
import styles from './Selection.module.css';

/** «Adicionar tag»: to the contact of each of them. */
export function TagDialog(form: BulkDialogProps) {
  const { t } = useTranslation('bulk');
  const [tagId, setTagId] = useState<string | null>(null);
  const tags = useWatch('directory', {})?.tags ?? [];
  return (
    <BulkDialog
      form={form}
      title={t('tag.title', { count: form.count })}
      confirm={t('tag.action')}
      what={tagId === null ? null : { kind: 'tag', tagId }}
    >
      {() =>
        tags.length === 0 ? (
          <p className={styles.hint}>{t('tag.none')}</p>
        ) : (
          <Select
            data-autofocus
            label={t('tag.field')}
            placeholder={t('tag.choose')}
            data={tags.map(({ id, name }) => ({ value: id, label: name }))}
            value={tagId}
            onChange={setTagId}
            searchable
          />
        )
      }
    </BulkDialog>
  );
}
