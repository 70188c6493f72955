import { useTranslation } from 'react-i18next';
import type { ContactView } from '../../src-shared/bridge/views.ts';
import { neutralise } from '../../src-shared/rules/safe-text.ts';
import { useRefusalWords, useServerAction } from '../chat/outcome/server-action.ts';
import { EditableValue } from './edit/EditableValue.tsx';

/** The customer's name, as it should be called; emptied, the address stands for it again. */
export function RecordName({ contact }: { contact: ContactView }) {
  const { t } = useTranslation('contact');
  const rename = useServerAction('contact.rename');
  const refusalWords = useRefusalWords();
  const { name } = contact;
  return (
    <EditableValue
      name={t('name')}
      shown={name === null ? null : neutralise(name)}
      empty={t('noName')}
      typed={name ?? ''}
      pending={contact.namePending}
      maxLength={120}
      read={(text) => ({ value: text.trim() === '' ? null : text.trim() })}
      save={async (next) => {
        const outcome = await rename({ contactId: contact.id, name: next });
        return outcome.ok ? null : refusalWords(outcome.reason);
      }}
    />
  );
}
