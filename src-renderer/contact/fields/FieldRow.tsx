import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { ContactFieldView } from '../../../src-shared/bridge/views.ts';
import type { FieldType } from '../../../src-shared/protocol/contacts.ts';
import { formatAsTyped, formatFieldValue, readFieldValue } from '../../../src-shared/rules/field-value.ts';
import { neutralise } from '../../../src-shared/rules/safe-text.ts';
import { useRefusalWords, useServerAction } from '../../chat/outcome/server-action.ts';
import { useLatest } from '../../ui/latest.ts';
import { EditableValue, type Read } from '../edit/EditableValue.tsx';

const inputModes: Partial<Record<FieldType, 'numeric' | 'decimal' | 'tel' | 'email'>> = {
  ...{ cpf: 'numeric', date: 'numeric', number: 'decimal', phone: 'tel', email: 'email' },
};

/** One field: shown as people read it, checked and formatted as it is typed. */
export function FieldRow({ contactId, view }: { contactId: string; view: ContactFieldView }) {
  const { t, i18n } = useTranslation('record');
  const { field, value, pending } = view;
  const change = useServerAction('contact.field');
  const refusalWords = useRefusalWords();
  const seen = useRef(value);
  const words = (kept: string) => neutralise(formatFieldValue(field.type, kept, i18n.language));
  const read = (text: string): Read => {
    if (text.trim() === '') return { value: null };
    const kept = readFieldValue(field, text);
    return kept === null ? { problem: t(`fields.invalid.${field.type}`) } : { value: kept };
  };
  const latest = useLatest(value);
  const save = async (next: string | null): Promise<string | null> => {
    const outcome = await change({ contactId, fieldId: field.id, seen: seen.current, value: next });
    if (outcome.ok) return null;
    if (outcome.reason !== 'stale') return refusalWords(outcome.reason);
    // Whoever saves again has read what stands there now.
    seen.current = latest.current;
    return latest.current === null ? t('edit.staleEmpty') : t('edit.stale', { value: words(latest.current) });
  };
  return (
    <>
      <dt title={field.name}>{field.name}</dt>
      <dd>
        <EditableValue
          name={field.name}
          shown={value === null ? null : words(value)}
          typed={typedOf(field.type, value)}
          pending={pending}
          {...(field.type === 'choice' && { choices: field.choices })}
          maxLength={1_000}
          inputMode={inputModes[field.type] ?? 'text'}
          format={(text) => formatAsTyped(field.type, text)}
          read={read}
          begin={() => {
            seen.current = value;
          }}
          save={save}
        />
      </dd>
    </>
  );
}

/** A date and a number as they are typed here, whatever the language shows them as: reading them back gives the same. */
function typedOf(type: FieldType, value: string | null): string {
  if (value === null) return '';
  if (type === 'number') return value.replace('.', ',');
  return formatFieldValue(type, value);
}
