import { Button, Modal } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useRoute } from '../app/route.tsx';
import { announceDone, announceProblem } from '../chat/outcome/announce.ts';
import { useRefusalWords, useServerAction } from '../chat/outcome/server-action.ts';
import { useFocusReturn } from '../ui/use-focus-return.ts';
import styles from './StartDialog.module.css';
import type { Attention, Holder } from './use-start.ts';

/** «Atenção!»: why the conversation did not begin, and what can be done about it (C7). */
export function AttentionDialog({ attention, close }: { attention: Attention; close(): void }) {
  useFocusReturn();
  const { t } = useTranslation('start');
  const holder = attention.reason === 'served-by-other' ? attention.holder : null;
  return (
    <Modal
      opened
      onClose={close}
      title={t('attention.title')}
      size={440}
      zIndex={300}
      closeButtonProps={{ 'aria-label': t('attention.ok') }}
    >
      <p className={styles.words}>
        {t(attention.reason === 'at-capacity' ? 'attention.atCapacity' : 'attention.servedByOther')}
      </p>
      {holder !== null && (
        <p className={styles.holder}>
          {t('attention.holder', { agent: holder.agentName, department: holder.departmentName })}
        </p>
      )}
      <div className={styles.end}>
        {holder !== null && <AskTransfer holder={holder} close={close} />}
        <Button variant="filled" data-autofocus onClick={close}>
          {t('attention.ok')}
        </Button>
      </div>
    </Modal>
  );
}

/** A note in the colleague's conversation that mentions them: they are told, and it stays readable why. */
function AskTransfer({ holder, close }: { holder: NonNullable<Holder>; close(): void }) {
  const { t } = useTranslation('start');
  const addNote = useServerAction('note.add');
  const refusalWords = useRefusalWords();
  const open = useRoute((route) => route.openConversation);
  const [busy, setBusy] = useState(false);
  const request = async () => {
    setBusy(true);
    const text = t('transferNote', { agent: holder.agentName });
    const outcome = await addNote({ conversationId: holder.conversationId, text, mentionIds: [holder.agentId] });
    setBusy(false);
    if (outcome.ok) {
      announceDone(t('attention.asked', { agent: holder.agentName }));
      close();
    } else announceProblem(refusalWords(outcome.reason));
  };
  return (
    <>
      <Button variant="subtle" onClick={() => open(holder.conversationId)}>
        {t('attention.openHeld')}
      </Button>
      <Button loading={busy} onClick={() => void request()}>
        {t('attention.askTransfer')}
      </Button>
    </>
  );
}
