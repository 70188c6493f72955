import { Button, Modal } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { ContactSuggestionView, ContactView } from '../../../src-shared/bridge/views.ts';
import { useWatch } from '../../bridge/hooks.tsx';
import { useFocusReturn } from '../../ui/use-focus-return.ts';
import styles from './Merge.module.css';
import { RecordSummary } from './RecordSummary.tsx';
import { reasonWords } from './reason-words.ts';
import summary from './Summary.module.css';

interface Props {
  contact: ContactView;
  suggestion: ContactSuggestionView;
  merge(): void;
  close(): void;
}

/** «Ver lado a lado»: both records with what was said last, so that a person can judge. */
export function CompareDialog({ contact, suggestion, merge, close }: Props) {
  useFocusReturn();
  const { t, i18n } = useTranslation('record');
  const other = useWatch('contact', { contactId: suggestion.otherId });
  return (
    <Modal
      opened
      onClose={close}
      title={t('compare.title')}
      size={920}
      closeButtonProps={{ 'aria-label': t('compare.close') }}
    >
      <p className={styles.lead}>{reasonWords(t, suggestion.reasons, i18n.language)}</p>
      <div className={summary.sides}>
        <RecordSummary contact={contact} side={t('compare.this')} leave={close} />
        {other != null ? (
          <RecordSummary contact={other} side={t('compare.other')} leave={close} />
        ) : (
          <p className={styles.hint}>{other === null && t('compare.unknown')}</p>
        )}
      </div>
      <div className={styles.end}>
        <p />
        <Button onClick={close}>{t('compare.close')}</Button>
        <Button variant="filled" data-autofocus onClick={merge}>
          {t('suggestion.accept')}
        </Button>
      </div>
    </Modal>
  );
}
