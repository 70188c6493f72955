import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ContactPartView, ContactSuggestionView, ContactView } from '../../src-shared/bridge/views.ts';
import { useWatch } from '../bridge/hooks.tsx';
import { QualificationSection } from '../qualification/QualificationSection.tsx';
import styles from './ContactPanel.module.css';
import { CompareDialog } from './merge/CompareDialog.tsx';
import { MergeDialog } from './merge/MergeDialog.tsx';
import { SeparateDialog } from './merge/SeparateDialog.tsx';
import { Record } from './Record.tsx';

/** The right column: who the customer is, what was before, and how this conversation ends. */
export default function ContactPanel({ conversationId }: { conversationId: string }) {
  const { t } = useTranslation('contact');
  const conversation = useWatch('conversation', { conversationId });
  if (conversation === undefined)
    return <section className={styles.panel} aria-busy="true" aria-label={t('loading')} />;
  if (conversation === null) return null;
  return (
    <div className={styles.panel}>
      <KnownContact contactId={conversation.contactId} conversationId={conversationId} />
      <section className={`${styles.section} ${styles.end}`} aria-labelledby="contact-qualify">
        <h2 id="contact-qualify">{t(conversation.status === 'finished' ? 'qualify.doneTitle' : 'qualify.title')}</h2>
        <QualificationSection conversation={conversation} />
      </section>
    </div>
  );
}

/** What is being decided about who the customer is. */
type Dialog =
  | { type: 'merge'; otherId: string | null; otherTitle?: string }
  | { type: 'compare'; suggestion: ContactSuggestionView }
  | { type: 'separate'; part: ContactPartView };

function KnownContact({ contactId, conversationId }: { contactId: string; conversationId: string }) {
  const { t } = useTranslation('contact');
  const contact = useWatch('contact', { contactId });
  const [dialog, setDialog] = useState<Dialog | null>(null);
  if (contact === undefined || contact === null) {
    return <section className={styles.scrolled} aria-busy={contact === undefined} aria-label={t('loading')} />;
  }
  const merge = ({ otherId, otherTitle }: ContactSuggestionView) => setDialog({ type: 'merge', otherId, otherTitle });
  return (
    <>
      <div className={styles.scrolled}>
        <Record
          contact={contact}
          conversationId={conversationId}
          mergeSuggested={merge}
          merge={(otherId) => setDialog({ type: 'merge', otherId })}
          compare={(suggestion) => setDialog({ type: 'compare', suggestion })}
          separate={(part) => setDialog({ type: 'separate', part })}
        />
      </div>
      {dialog !== null && <DialogOf dialog={dialog} contact={contact} merge={merge} close={() => setDialog(null)} />}
    </>
  );
}

interface DialogProps {
  dialog: Dialog;
  contact: ContactView;
  merge(suggestion: ContactSuggestionView): void;
  close(): void;
}

function DialogOf({ dialog, contact, merge, close }: DialogProps) {
  switch (dialog.type) {
    case 'merge':
      return <MergeDialog contact={contact} otherId={dialog.otherId} otherTitle={dialog.otherTitle} close={close} />;
    case 'compare':
      return (
        <CompareDialog
          contact={contact}
          suggestion={dialog.suggestion}
          merge={() => merge(dialog.suggestion)}
          close={close}
        />
      );
    case 'separate':
      return <SeparateDialog contact={contact} part={dialog.part} close={close} />;
  }
}
