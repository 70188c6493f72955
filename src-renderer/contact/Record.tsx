import { Merge } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { ContactPartView, ContactSuggestionView, ContactView } from '../../src-shared/bridge/views.ts';
import styles from './ContactPanel.module.css';
import { Deals } from './deals/Deals.tsx';
import { Fields } from './fields/Fields.tsx';
import { Identities } from './identities/Identities.tsx';
import { Parts } from './merge/Parts.tsx';
import { Suggestions } from './merge/Suggestions.tsx';
import { Notes } from './notes/Notes.tsx';
import { Orders } from './orders/Orders.tsx';
import { RecentConversations } from './RecentConversations.tsx';
import { Tags } from './Tags.tsx';

interface Props {
  contact: ContactView;
  conversationId: string;
  mergeSuggested(suggestion: ContactSuggestionView): void;
  /** null: with whom is searched for. */
  merge(otherId: string | null): void;
  compare(suggestion: ContactSuggestionView): void;
  separate(part: ContactPartView): void;
}

/**
 * «Ficha»: what is known of the customer without a click. Deals and recent conversations come before the fields, or a low
 * screen would show a form instead of them (G6).
 */
export function Record({ contact, conversationId, mergeSuggested, merge, compare, separate }: Props) {
  const { t } = useTranslation(['contact', 'deals', 'record']);
  return (
    <>
      {contact.suggestions.length > 0 && (
        <section className={styles.section} aria-labelledby="contact-suggestions">
          <h2 id="contact-suggestions">{t('record:suggestion.title')}</h2>
          <Suggestions contact={contact} merge={mergeSuggested} compare={compare} />
        </section>
      )}
      <section className={styles.section} aria-labelledby="contact-data">
        <h2 id="contact-data">{t('section')}</h2>
        <Identities contact={contact} merge={merge} />
      </section>
      <section className={styles.section} aria-labelledby="contact-tags">
        <h2 id="contact-tags">{t('tags.title')}</h2>
        <Tags contact={contact} />
      </section>
      <section className={styles.section} aria-labelledby="contact-deals">
        <h2 id="contact-deals">{t('deals:title')}</h2>
        <Deals contact={contact} />
      </section>
      <section className={styles.section} aria-labelledby="contact-recent">
        <h2 id="contact-recent">{t('recent.title')}</h2>
        <RecentConversations contact={contact} currentId={conversationId} />
      </section>
      <Orders contact={contact} />
      {contact.fields.length > 0 && (
        <section className={styles.section} aria-labelledby="contact-fields">
          <h2 id="contact-fields">{t('record:fields.title')}</h2>
          <Fields contact={contact} />
        </section>
      )}
      <section className={styles.section} aria-labelledby="contact-notes">
        <h2 id="contact-notes">{t('record:notes.title')}</h2>
        <Notes contact={contact} />
      </section>
      <section className={styles.section} aria-labelledby="contact-parts">
        <h2 id="contact-parts">{t('record:parts.title')}</h2>
        {contact.parts.length > 0 && <Parts contact={contact} separate={separate} />}
        <button type="button" className={styles.more} onClick={() => merge(null)}>
          <Merge size={14} aria-hidden="true" />
          {t('record:merge.open')}
        </button>
      </section>
    </>
  );
}
