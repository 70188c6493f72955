import { Button, TextInput } from '@mantine/core';
import { useEffect, useLayoutEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { formatStartNumber, readStartNumber } from '../../src-shared/rules/start-number.ts';
import styles from './StartDialog.module.css';

interface Props {
  text: string;
  /** It is an address we know already, so the rules of typing do not apply to it. */
  known: boolean;
  /** What the server said about it; it comes before our own rules. */
  refused: boolean;
  change(text: string): void;
}

/** Somebody on the way to the eleventh digit is not wrong yet (milliseconds after the last key). */
const PATIENCE_MS = 700;

/** «Para»: formatted and checked while it is typed, with the ninth digit offered where only that is missing (C2, C3). */
export function NumberField({ text, known, refused, change }: Props) {
  const { t } = useTranslation('start');
  const field = useRef<HTMLInputElement>(null);
  const caret = useRef<number | null>(null);
  const [settled, setSettled] = useState<string | null>(null);
  const read = readStartNumber(text);
  const wrong = !known && (read.state === 'invalid' || (read.state === 'incomplete' && read.digits !== ''));
  const patient = read.state === 'invalid' && read.problem !== 'mobile-short' ? 0 : PATIENCE_MS;

  useEffect(() => {
    if (!wrong || read.state === 'incomplete') return;
    const timer = setTimeout(() => setSettled(text), patient);
    return () => clearTimeout(timer);
  }, [text, wrong, read.state, patient]);
  useLayoutEffect(() => {
    if (caret.current === null) return;
    field.current?.setSelectionRange(caret.current, caret.current);
    caret.current = null;
  });

  const type = (typed: string, at: number) => {
    const formatted = formatStartNumber(typed);
    const before = typed.slice(0, at).replace(/\D/g, '').length;
    caret.current = at === typed.length ? formatted.length : placeAfter(formatted, before);
    change(formatted);
  };
  const shown = refused || (wrong && settled === text);
  const ninth = read.state === 'invalid' && !known ? read.withNinthDigit : null;
  return (
    <div className={styles.number}>
      <TextInput
        ref={field}
        data-autofocus
        label={t('to')}
        description={t('toHint')}
        placeholder={t('toPlaceholder')}
        inputMode="tel"
        autoComplete="off"
        required
        maxLength={40}
        value={text}
        error={shown ? t('invalid') : null}
        errorProps={{ role: 'alert' }}
        onChange={(event) => type(event.currentTarget.value, event.currentTarget.selectionStart ?? text.length)}
        onBlur={() => setSettled(text)}
      />
      {ninth !== null && (
        <Button
          size="compact-sm"
          variant="light"
          className={styles.ninth ?? ''}
          onClick={() => {
            change(formatStartNumber(ninth));
            field.current?.focus();
          }}
        >
          {t('ninth', { number: formatStartNumber(ninth) })}
        </Button>
      )}
    </div>
  );
}

/** Behind the n-th digit: signs come and go, digits are what the caret stands between. */
function placeAfter(formatted: string, digits: number): number {
  let seen = 0;
  for (const [index, sign] of [...formatted].entries()) {
    if (/\d/.test(sign)) seen += 1;
    if (seen === digits) return digits === 0 ? 0 : index + 1;
  }
  return formatted.length;
}
