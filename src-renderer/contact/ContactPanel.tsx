import { useState } from 'react';
import { flushSync } from 'react-dom';
import { useTranslation } from 'react-i18next';
import type {
  ContactPartView,
  ContactSuggestionView,
  ContactView,
  TimelineEntry,
} from '../../src-shared/bridge/views.ts';
import { useRegisterAction } from '../app/actions/registry.tsx';
import { useRoute } from '../app/route.tsx';
import { useWatch } from '../bridge/hooks.tsx';
import { QualificationSection } from '../qualification/QualificationSection.tsx';
import styles from './ContactPanel.module.css';
import { CompareDialog } from './merge/CompareDialog.tsx';
import { MergeDialog } from './merge/MergeDialog.tsx';
import { SeparateDialog } from './merge/SeparateDialog.tsx';
import { PanelTabs, type Tab } from './PanelTabs.tsx';
import { Record } from './Record.tsx';
import { placeOf } from './timeline/place.ts';
import { Timeline } from './timeline/Timeline.tsx';

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
  const { t } = useTranslation(['contact', 'record']);
  const contact = useWatch('contact', { contactId });
  const [dialog, setDialog] = useState<Dialog | null>(null);
  const [tab, setTab] = useState<Tab>('record');
  const openConversation = useRoute((route) => route.openConversation);
  useRegisterAction({
    id: 'contact.timeline',
    label: t('record:timeline.title'),
    group: 'conversation',
    keys: 'h',
    run: () => {
      flushSync(() => setTab('timeline'));
      document.querySelector<HTMLElement>('[role="tabpanel"] [role="listbox"]')?.focus();
    },
  });
  if (contact === undefined || contact === null) {
    return <section className={styles.scrolled} aria-busy={contact === undefined} aria-label={t('loading')} />;
  }
  const merge = ({ otherId, otherTitle }: ContactSuggestionView) => setDialog({ type: 'merge', otherId, otherTitle });
  const separate = (part: ContactPartView) => setDialog({ type: 'separate', part });
  const openEntry = (entry: TimelineEntry) => {
    const place = placeOf(entry, contact);
    if (place.type === 'conversation') openConversation(place.conversationId, place.messageId);
    else if (place.type === 'separate') separate(place.part);
    else {
      flushSync(() => setTab('record'));
      const heading = document.getElementById(place.headingId);
      heading?.scrollIntoView({ block: 'start' });
      heading?.parentElement?.querySelector<HTMLElement>('button, input')?.focus({ preventScroll: true });
    }
  };
  return (
    <>
      <PanelTabs tab={tab} choose={setTab}>
        {tab === 'timeline' ? (
          <Timeline key={contact.id} contact={contact} open={openEntry} />
        ) : (
          <div className={styles.scrolled}>
            <Record
              key={contact.id}
              contact={contact}
              conversationId={conversationId}
              mergeSuggested={merge}
              merge={(otherId) => setDialog({ type: 'merge', otherId })}
              compare={(suggestion) => setDialog({ type: 'compare', suggestion })}
              separate={separate}
            />
          </div>
        )}
      </PanelTabs>
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
