import { Button, Modal } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SavedText } from '../../../src-shared/protocol/entities.ts';
import { announceDone } from '../../chat/outcome/announce.ts';
import { useRefusalWords, useServerAction } from '../../chat/outcome/server-action.ts';
import { useFocusReturn } from '../../ui/use-focus-return.ts';
import styles from './SavedTextForm.module.css';

export function RemoveSavedText({ saved, close }: { saved: SavedText; close(): void }) {
  useFocusReturn();
  const { t } = useTranslation('content');
  const remove = useServerAction('savedText.remove');
  const refusalWords = useRefusalWords();
  const [problem, setProblem] = useState<string | null>(null);
  const [removing, setRemoving] = useState(false);
  const confirm = async () => {
    setRemoving(true);
    const outcome = await remove({ id: saved.id });
    setRemoving(false);
    if (!outcome.ok) return setProblem(refusalWords(outcome.reason));
    announceDone(t('savedTexts.removed'));
    close();
  };
  return (
    <Modal
      opened
      onClose={close}
      title={t('savedTexts.removeTitle')}
      size={440}
      closeButtonProps={{ 'aria-label': t('cancel') }}
    >
      <p>{t('savedTexts.removeAsk', { shortcut: saved.shortcut })}</p>
      <div className={styles.end}>
        <p role="alert">{problem}</p>
        <Button onClick={close} data-autofocus>
          {t('cancel')}
        </Button>
        <Button variant="filled" color="red" loading={removing} onClick={() => void confirm()}>
          {t('savedTexts.removeYes')}
        </Button>
      </div>
    </Modal>
  );
}
