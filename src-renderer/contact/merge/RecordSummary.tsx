import { type ReactNode, useId } from 'react';
import { useTranslation } from 'react-i18next';
import type { ContactView } from '../../../src-shared/bridge/views.ts';
import { formatFieldValue } from '../../../src-shared/rules/field-value.ts';
import { identityWords } from '../../../src-shared/rules/identity-words.ts';
import { neutralise } from '../../../src-shared/rules/safe-text.ts';
import { useRoute } from '../../app/route.tsx';
import { useWatch } from '../../bridge/hooks.tsx';
import { dayAndMonth } from '../../chat/text/times.ts';
import { amountWords } from '../deals/amount.ts';
import { entryWords } from '../timeline/entry-words.ts';
import { useWording } from '../timeline/use-wording.ts';
import styles from './Summary.module.css';

/** One record in short, to be held against another. `leave`: a conversation is opened from it. */
export function RecordSummary({ contact, side, leave }: { contact: ContactView; side: string; leave(): void }) {
  const { t, i18n } = useTranslation('record');
  const { t: words } = useTranslation('contact');
  const open = useRoute((route) => route.openConversation);
  const id = useId();
  const fields = contact.fields.filter(({ value }) => value !== null);
  const deals = contact.deals.filter(({ state }) => state === 'open');
  return (
    <section className={styles.summary} aria-labelledby={id}>
      <h3 id={id}>
        {contact.title}
        <small>{side}</small>
      </h3>
      <Group title={t('compare.addresses')} empty={contact.identities.length === 0}>
        {contact.identities.map((identity) => {
          const address = identityWords(identity);
          return (
            <li key={identity.id}>
              <span>{words(`identity.${identity.channel}`)}</span>{' '}
              {address === null ? words('identity.visitor') : neutralise(address)}
            </li>
          );
        })}
      </Group>
      <Group title={t('compare.fields')} empty={fields.length === 0}>
        {fields.map(({ field, value }) => (
          <li key={field.id}>
            <span>{field.name}</span> {value !== null && neutralise(formatFieldValue(field.type, value, i18n.language))}
          </li>
        ))}
      </Group>
      <Group title={t('compare.tags')} empty={contact.tags.length === 0}>
        <li>{contact.tags.map(({ name }) => name).join(', ')}</li>
      </Group>
      <Group title={t('compare.notes')} empty={contact.notes.length === 0}>
        {contact.notes.slice(0, 3).map((note) => (
          <li key={note.id}>{neutralise(note.text)}</li>
        ))}
      </Group>
      <Group title={t('compare.deals')} empty={deals.length === 0}>
        {deals.map((deal) => (
          <li key={deal.id}>
            <span>{deal.stageName}</span> {deal.title} {amountWords(deal.amount, i18n.language)}
          </li>
        ))}
      </Group>
      <Group title={t('compare.recent')} empty={contact.recent.length === 0}>
        {contact.recent.slice(0, 5).map((one) => (
          <li key={one.id}>
            <button
              type="button"
              title={words('recent.open', { protocol: one.protocol })}
              onClick={() => {
                leave();
                open(one.id);
              }}
            >
              <span>{dayAndMonth(one.at, i18n.language)}</span> {words(`identity.${one.channel}`)} ·{' '}
              {one.reasonName ?? words(`recent.status.${one.status}`)}
            </button>
          </li>
        ))}
      </Group>
      <LastMessages contactId={contact.id} />
    </section>
  );
}

const MESSAGES = 6;

/** What was said last, whichever way; newest first. */
function LastMessages({ contactId }: { contactId: string }) {
  const { t } = useTranslation('record');
  const wording = useWording();
  const view = useWatch('contact.timeline', { contactId, kinds: ['message'], channels: [], limit: MESSAGES });
  const items = view?.items ?? [];
  return (
    <Group title={t('compare.messages')} empty={items.length === 0}>
      {items.map((entry) => (
        <li key={entry.id} dir="auto">
          <span>{entry.byName ?? t('timeline.customer')}:</span> {entryWords(entry, wording)}
        </li>
      ))}
    </Group>
  );
}

function Group({ title, empty, children }: { title: string; empty: boolean; children: ReactNode }) {
  const { t } = useTranslation('record');
  return (
    <>
      <h4>{title}</h4>
      <ul>{empty ? <li className={styles.none}>{t('compare.none')}</li> : children}</ul>
    </>
  );
}
