import { Select } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useWatch } from '../../bridge/hooks.tsx';
import { BulkDialog, type BulkDialogProps } from './BulkDialog.tsx';
import styles from './Selection.module.css';

/** «Executar automação»: one of those that are started by hand. */
export function AutomationDialog(form: BulkDialogProps) {
  const { t } = useTranslation('bulk');
  const [automationId, setAutomationId] = useState<string | null>(null);
  const automations = useWatch('directory', {})?.automations ?? [];
  const manual = automations.filter(({ active, trigger }) => active && trigger.type === 'manual');
  return (
    <BulkDialog
      form={form}
      title={t('automation.title', { count: form.count })}
      confirm={t('automation.confirm')}
      what={automationId === null ? null : { kind: 'automation', automationId }}
    >
      {() =>
        manual.length === 0 ? (
          <p className={styles.hint}>{t('automation.none')}</p>
        ) : (
          <Select
            data-autofocus
            label={t('automation.field')}
            placeholder={t('automation.choose')}
            data={manual.map(({ id, name }) => ({ value: id, label: name }))}
            value={automationId}
            onChange={setAutomationId}
            searchable
          />
        )
      }
    </BulkDialog>
  );
}
