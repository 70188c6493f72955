import { useTranslation } from 'react-i18next';
import { useWatch } from '../bridge/hooks.tsx';
import { QualificationSection } from '../qualification/QualificationSection.tsx';
import styles from './ContactPanel.module.css';
import { Deals } from './deals/Deals.tsx';
import { Fields } from './fields/Fields.tsx';
import { Identities } from './identities/Identities.tsx';
import { Notes } from './notes/Notes.tsx';
import { RecentConversations } from './RecentConversations.tsx';
import { Tags } from './Tags.tsx';

/** The right column: who the customer is, what was before, and how this conversation ends. */
export default function ContactPanel({ conversationId }: { conversationId: string }) {
  const { t } = useTranslation('contact');
  const conversation = useWatch('conversation', { conversationId });
  if (conversation === undefined)
    return <section className={styles.panel} aria-busy="true" aria-label={t('loading')} />;
  if (conversation === null) return null;
  return (
    <div className={styles.panel}>
      <div className={styles.scrolled}>
        <ContactSections contactId={conversation.contactId} conversationId={conversationId} />
      </div>
      <section className={`${styles.section} ${styles.end}`} aria-labelledby="contact-qualify">
        <h2 id="contact-qualify">{t(conversation.status === 'finished' ? 'qualify.doneTitle' : 'qualify.title')}</h2>
        <QualificationSection conversation={conversation} />
      </section>
    </div>
  );
}

function ContactSections({ contactId, conversationId }: { contactId: string; conversationId: string }) {
  const { t } = useTranslation(['contact', 'deals', 'record']);
  const contact = useWatch('contact', { contactId });
  if (contact === undefined || contact === null) {
    return <section className={styles.section} aria-busy={contact === undefined} aria-label={t('loading')} />;
  }
  return (
    <>
      <section className={styles.section} aria-labelledby="contact-data">
        <h2 id="contact-data">{t('section')}</h2>
        <Identities contact={contact} merge={() => undefined} />
      </section>
      {contact.fields.length > 0 && (
        <section className={styles.section} aria-labelledby="contact-fields">
          <h2 id="contact-fields">{t('record:fields.title')}</h2>
          <Fields contact={contact} />
        </section>
      )}
      <section className={styles.section} aria-labelledby="contact-tags">
        <h2 id="contact-tags">{t('tags.title')}</h2>
        <Tags contact={contact} />
      </section>
      <section className={styles.section} aria-labelledby="contact-deals">
        <h2 id="contact-deals">{t('deals:title')}</h2>
        <Deals contact={contact} />
      </section>
      <section className={styles.section} aria-labelledby="contact-notes">
        <h2 id="contact-notes">{t('record:notes.title')}</h2>
        <Notes contact={contact} />
      </section>
      <section className={styles.section} aria-labelledby="contact-recent">
        <h2 id="contact-recent">{t('recent.title')}</h2>
        <RecentConversations contact={contact} currentId={conversationId} />
      </section>
    </>
  );
}
