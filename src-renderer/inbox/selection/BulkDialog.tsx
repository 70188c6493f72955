import { Button, Modal } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { BulkRows, BulkWhat } from '../../../src-shared/bridge/bulk.ts';
import { useAction } from '../../bridge/hooks.tsx';
import { useFocusReturn } from '../../ui/use-focus-return.ts';
import styles from './Selection.module.css';

/** What every dialog of a bulk action is given. */
export interface BulkDialogProps {
  /** Said before anything is done. */
  count: number;
  rows: BulkRows;
  close(): void;
  started(): void;
}

/** The question with the count, the fields of the action, and the button that begins it. */
export function BulkDialog({
  title,
  confirm,
  what,
  form,
  children,
}: {
  title: string;
  confirm: string;
  /** null: something is missing yet. */
  what: BulkWhat | null;
  form: BulkDialogProps;
  children: (submit: () => void) => ReactNode;
}) {
  useFocusReturn();
  const { t } = useTranslation('bulk');
  const start = useAction('bulk.start');
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);

  const submit = async () => {
    if (what === null || busy) return;
    setBusy(true);
    setProblem(null);
    try {
      const outcome = await start({ what, rows: form.rows });
      if (outcome.ok) form.started();
      else setProblem(t(`refused.${outcome.reason}`));
    } catch (error) {
      console.error(error);
      setProblem(t('refused.failed'));
    }
    setBusy(false);
  };

  return (
    <Modal opened onClose={form.close} title={title} size={480} closeButtonProps={{ 'aria-label': t('cancel') }}>
      <form
        className={styles.form}
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        {children(() => void submit())}
        <div className={styles.end}>
          <p role="alert">{problem}</p>
          <Button onClick={form.close}>{t('cancel')}</Button>
          <Button type="submit" variant="filled" loading={busy} disabled={what === null}>
            {confirm}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
