import { TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { readStartAddress } from './start-address.ts';

interface Props {
  text: string;
  /** It is an address we know already. */
  known: boolean;
  change(text: string): void;
}

/** «Para» of an e-mail: said to be wrong only once it was left, for who is writing is not done. */
export function AddressField({ text, known, change }: Props) {
  const { t } = useTranslation('start');
  const [left, setLeft] = useState<string | null>(null);
  const wrong = !known && text.trim() !== '' && readStartAddress(text) === null;
  return (
    <TextInput
      data-autofocus={known ? undefined : true}
      label={t('to')}
      description={t('mail.toHint')}
      placeholder={t('mail.toPlaceholder')}
      inputMode="email"
      autoComplete="off"
      spellCheck={false}
      required
      maxLength={320}
      value={text}
      error={wrong && left === text ? t('mail.invalid') : null}
      errorProps={{ role: 'alert' }}
      onChange={(event) => change(event.currentTarget.value)}
      onBlur={() => setLeft(text)}
    />
  );
}
