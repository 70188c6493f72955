import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { TargetPicker, usePickedTarget } from '../../transfer/TargetPicker.tsx';
import { GrowingTextarea } from '../../ui/GrowingTextarea.tsx';
import { BulkDialog, type BulkDialogProps } from './BulkDialog.tsx';

const NOTE_LIMIT = 2_000;

/** They are of many people and departments, so nobody is left out of the list. */
const anywhere = { assigneeId: null, departmentId: '', status: 'open' as const };

/** «Transferir»: all of them to one agent or department. */
export function TransferDialog(form: BulkDialogProps) {
  const { t } = useTranslation(['bulk', 'chat']);
  const picked = usePickedTarget(anywhere);
  const [note, setNote] = useState('');
  const { target } = picked;
  return (
    <BulkDialog
      form={form}
      title={t('transfer.title', { count: form.count })}
      confirm={t('transfer.action')}
      what={
        target === undefined
          ? null
          : {
              kind: 'transfer',
              to: { kind: target.kind, id: target.id },
              note: note.trim() === '' ? null : note.trim(),
            }
      }
    >
      {(submit) => (
        <div>
          <TargetPicker picked={picked} touched={() => {}} submit={submit} />
          <GrowingTextarea
            label={t('chat:transfer.note')}
            placeholder={t('chat:transfer.notePlaceholder')}
            minRows={2}
            maxRows={6}
            maxLength={NOTE_LIMIT}
            value={note}
            onChange={(event) => setNote(event.currentTarget.value)}
          />
        </div>
      )}
    </BulkDialog>
  );
}
