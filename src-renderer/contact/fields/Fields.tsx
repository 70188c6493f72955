import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ContactView } from '../../../src-shared/bridge/views.ts';
import panel from '../ContactPanel.module.css';
import { FieldRow } from './FieldRow.tsx';

/** Empty fields shown without a click; the others are one away, so that a long list does not push everything down. */
const EMPTY_SHOWN = 3;

/** The workspace's own fields of a contact (G5), in its order. */
export function Fields({ contact }: { contact: ContactView }) {
  const { t } = useTranslation('record');
  // Which ones are folded is settled when the record opens, so that no row jumps while others are filled in.
  const [unfolded, unfold] = useState(false);
  const [folded] = useState(() => {
    const empty = contact.fields.filter(({ value }) => value === null).map(({ field }) => field.id);
    return new Set(empty.length > EMPTY_SHOWN + 1 ? empty.slice(EMPTY_SHOWN) : []);
  });
  const hidden = contact.fields.filter(
    ({ field, value, pending }) => folded.has(field.id) && value === null && !pending,
  );
  const shown = unfolded ? contact.fields : contact.fields.filter((one) => !hidden.includes(one));
  return (
    <>
      <dl className={panel.data}>
        {shown.map((view) => (
          <FieldRow key={view.field.id} contactId={contact.id} view={view} />
        ))}
      </dl>
      {!unfolded && hidden.length > 0 && (
        <button type="button" className={panel.more} onClick={() => unfold(true)}>
          {t('fields.more', { count: hidden.length })}
        </button>
      )}
    </>
  );
}
