import { Button, Select, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { formatAsTyped, readFieldValue } from '../../../src-shared/rules/field-value.ts';
import { useRefusalWords, useServerAction } from '../../chat/outcome/server-action.ts';
import { InlineForm } from '../../ui/InlineForm.tsx';
import styles from './Identities.module.css';

/** Those that people write down; a visitor's id and a form's come from the channel itself. */
const channels = ['whatsapp', 'email', 'instagram', 'messenger'] as const;
type Addable = (typeof channels)[number];

interface Props {
  contactId: string;
  merge(otherId: string): void;
  done(): void;
}

/** One more address of the customer. Where somebody else has it, that is who they may be. */
export function AddIdentity({ contactId, merge, done }: Props) {
  const { t } = useTranslation('record');
  const { t: contact } = useTranslation('contact');
  const add = useServerAction('contact.identityAdd');
  const refusalWords = useRefusalWords();
  const [id] = useState(() => crypto.randomUUID());
  const [channel, setChannel] = useState<Addable>('whatsapp');
  const [text, setText] = useState('');
  const [problem, setProblem] = useState<string | null>(null);
  const [holderId, setHolderId] = useState<string | null>(null);
  const [saving, setSaving] = useState(false);
  const submit = async () => {
    const address = addressOf(channel, text);
    if (address === null) {
      setProblem(t(`identity.invalid.${channel}`));
      return;
    }
    setSaving(true);
    const outcome = await add({ contactId, id, channel, address });
    setSaving(false);
    if (outcome.ok) done();
    else if (outcome.reason === 'name-taken' && outcome.detail != null) setHolderId(outcome.detail);
    else if (outcome.reason === 'invalid') setProblem(t(`identity.invalid.${channel}`));
    else setProblem(refusalWords(outcome.reason));
  };
  const change = (next: string) => {
    setText(channel === 'whatsapp' ? formatAsTyped('phone', next) : next);
    setProblem(null);
    setHolderId(null);
  };
  const label = channel === 'whatsapp' ? 'number' : channel === 'email' ? 'address' : 'user';
  return (
    <InlineForm
      className={styles.form}
      label={t('identity.add')}
      words={{ cancel: t('identity.cancel'), save: t('identity.save') }}
      saving={saving}
      submit={submit}
      cancel={done}
    >
      <Select
        size="xs"
        label={t('identity.channel')}
        allowDeselect={false}
        data={channels.map((value) => ({ value, label: contact(`identity.${value}`) }))}
        value={channel}
        onChange={(value) => {
          const chosen = channels.find((one) => one === value);
          if (chosen === undefined) return;
          setChannel(chosen);
          setText('');
          setProblem(null);
          setHolderId(null);
        }}
      />
      <TextInput
        size="xs"
        autoFocus
        label={t(`identity.${label}`)}
        maxLength={254}
        value={text}
        error={problem}
        onChange={(event) => change(event.currentTarget.value)}
      />
      {holderId !== null && (
        <div className={styles.taken} role="alert">
          <span>{t('identity.taken')}</span>
          <Button
            size="compact-sm"
            onClick={() => {
              merge(holderId);
              done();
            }}
          >
            {t('identity.takenOpen')}
          </Button>
        </div>
      )}
    </InlineForm>
  );
}

/** As the server takes it; null: none of the channel's. */
function addressOf(channel: Addable, text: string): string | null {
  if (channel === 'whatsapp') return readFieldValue({ type: 'phone' }, text);
  if (channel === 'email') return readFieldValue({ type: 'email' }, text);
  return /^[\w.@-]{1,100}$/.test(text.trim()) ? text.trim() : null;
}
