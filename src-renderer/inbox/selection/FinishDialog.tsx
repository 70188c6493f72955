import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useWatch } from '../../bridge/hooks.tsx';
import { ReasonSelect } from '../../qualification/ReasonSelect.tsx';
import { GrowingTextarea } from '../../ui/GrowingTextarea.tsx';
import { BulkDialog, type BulkDialogProps } from './BulkDialog.tsx';
import styles from './Selection.module.css';

const DESCRIPTION_LIMIT = 4_000;

/** «Finalizar»: one qualification for all of them. */
export function FinishDialog(form: BulkDialogProps) {
  const { t } = useTranslation(['bulk', 'contact']);
  const reasons = useWatch('directory', {})?.reasons ?? [];
  const [reasonId, setReasonId] = useState<string | null>(null);
  const [description, setDescription] = useState('');
  const words = description.trim() === '' ? null : description.trim();
  return (
    <BulkDialog
      form={form}
      title={t('finish.title', { count: form.count })}
      confirm={t('finish.action')}
      what={{ kind: 'finish', reasonId, description: words }}
    >
      {() => (
        <>
          <p className={styles.hint}>{t('finish.hint')}</p>
          <ReasonSelect
            id="bulk-reason"
            reasons={reasons}
            value={reasonId}
            onChange={setReasonId}
            required={false}
            error={null}
            disabled={false}
            first
          />
          <GrowingTextarea
            label={t('contact:qualify.description')}
            minRows={2}
            maxRows={8}
            maxLength={DESCRIPTION_LIMIT}
            spellCheck
            value={description}
            onChange={(event) => setDescription(event.currentTarget.value)}
          />
        </>
      )}
    </BulkDialog>
  );
}
