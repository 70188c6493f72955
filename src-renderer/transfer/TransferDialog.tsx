import { Button, Modal } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ConversationView } from '../../src-shared/bridge/views.ts';
import { useTakeBack } from '../app/undo/take-back.ts';
import { useRefusalWords, useServerAction } from '../chat/outcome/server-action.ts';
import { GrowingTextarea } from '../ui/GrowingTextarea.tsx';
import { useFocusReturn } from '../ui/use-focus-return.ts';
import { TargetPicker, usePickedTarget } from './TargetPicker.tsx';
import styles from './TransferDialog.module.css';

const NOTE_LIMIT = 2_000;

/** «Transferir»: to an agent or a department, with a note; the receiver sees everything (B9). */
export function TransferDialog({ conversation, close }: { conversation: ConversationView; close(): void }) {
  useFocusReturn();
  const { t } = useTranslation('chat');
  const picked = usePickedTarget(conversation);
  const { target } = picked;
  const transfer = useServerAction('conversation.transfer');
  const takeBack = useTakeBack();
  const refusalWords = useRefusalWords();
  const [note, setNote] = useState('');
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);

  const submit = async () => {
    if (target === undefined) {
      setProblem(t('transfer.choose'));
      return;
    }
    setBusy(true);
    setProblem(null);
    const outcome = await transfer({
      conversationId: conversation.id,
      to: { kind: target.kind, id: target.id },
      note: note.trim() === '' ? null : note.trim(),
    });
    setBusy(false);
    if (outcome.ok) {
      takeBack.transferred(t('transfer.done', { name: target.name }), conversation.id, outcome.id);
      close();
    } else if (outcome.reason === 'target-unavailable') setProblem(t('transfer.unavailable', { name: target.name }));
    else if (outcome.reason === 'at-capacity') setProblem(t('transfer.full', { name: target.name }));
    else setProblem(refusalWords(outcome.reason));
  };

  return (
    <Modal
      opened
      onClose={close}
      title={t('transfer.title')}
      size={480}
      closeButtonProps={{ 'aria-label': t('transfer.cancel') }}
    >
      <TargetPicker picked={picked} touched={() => setProblem(null)} submit={() => void submit()} />
      <GrowingTextarea
        label={t('transfer.note')}
        placeholder={t('transfer.notePlaceholder')}
        minRows={2}
        maxRows={6}
        maxLength={NOTE_LIMIT}
        value={note}
        onChange={(event) => setNote(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) void submit();
        }}
      />
      <div className={styles.end}>
        <p role="alert">{problem}</p>
        <Button onClick={close}>{t('transfer.cancel')}</Button>
        <Button variant="filled" loading={busy} disabled={target === undefined} onClick={() => void submit()}>
          {t('transfer.confirm')}
        </Button>
      </div>
    </Modal>
  );
}
