import { Button, Modal } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { announceDone } from '../../chat/outcome/announce.ts';
import { useRefusalWords, useServerAction } from '../../chat/outcome/server-action.ts';
import { useFocusReturn } from '../../ui/use-focus-return.ts';
import styles from './AutomationEditor.module.css';

export function RemoveAutomation(props: { id: string; name: string; close(): void; removed(): void }) {
  useFocusReturn();
  const { t } = useTranslation('automations');
  const remove = useServerAction('automation.remove');
  const refusalWords = useRefusalWords();
  const [problem, setProblem] = useState<string | null>(null);
  const confirm = async () => {
    const outcome = await remove({ id: props.id });
    if (!outcome.ok) {
      setProblem(refusalWords(outcome.reason));
      return;
    }
    announceDone(t('removed'));
    props.removed();
  };
  return (
    <Modal
      opened
      onClose={props.close}
      title={t('removeAutomation')}
      size={440}
      closeButtonProps={{ 'aria-label': t('cancel') }}
    >
      <p>{t('removeAsk', { name: props.name })}</p>
      <div className={styles.end}>
        <p role="alert">{problem}</p>
        <Button onClick={props.close}>{t('cancel')}</Button>
        <Button variant="filled" color="red" onClick={() => void confirm()}>
          {t('removeYes')}
        </Button>
      </div>
    </Modal>
  );
}
