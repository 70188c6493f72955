import { useTranslation } from 'react-i18next';
import type { ContactFieldView } from '../../../src-shared/bridge/views.ts';
import type { Contact } from '../../../src-shared/protocol/entities.ts';
import { formatFieldValue } from '../../../src-shared/rules/field-value.ts';
import { identityWords } from '../../../src-shared/rules/identity-words.ts';
import { neutralise } from '../../../src-shared/rules/safe-text.ts';
import styles from './Merge.module.css';

/** The one record that comes of two, before anything is done. */
export function Outcome({ record, fields }: { record: Contact; fields: readonly ContactFieldView[] }) {
  const { t, i18n } = useTranslation('record');
  const { t: contact } = useTranslation('contact');
  const values = fields.flatMap(({ field }) => {
    const value = record.fields[field.id];
    return value === undefined
      ? []
      : [`${field.name}: ${neutralise(formatFieldValue(field.type, value, i18n.language))}`];
  });
  const addresses = record.identities.map((identity) => {
    const words = identityWords(identity);
    return words === null ? contact('identity.visitor') : neutralise(words);
  });
  return (
    <section className={styles.outcome} aria-label={t('merge.result')}>
      <h3>{t('merge.result')}</h3>
      <b>{record.name === null ? contact('noName') : neutralise(record.name)}</b>
      {values.length > 0 && <p>{values.join(' · ')}</p>}
      <p>{addresses.join(' · ')}</p>
      <small>
        {t('merge.resultFacts', {
          addresses: record.identities.length,
          tags: record.tagIds.length,
          notes: record.notes.length,
          deals: record.deals.length,
        })}
      </small>
    </section>
  );
}
