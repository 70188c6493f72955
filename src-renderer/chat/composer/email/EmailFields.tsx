import { Checkbox, Input, TagsInput, UnstyledButton } from '@mantine/core';
import { CircleAlert } from 'lucide-react';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { neutralise } from '../../../../src-shared/rules/safe-text.ts';
import { plainAddresses } from './addresses.ts';
import styles from './EmailFields.module.css';
import type { CopyField } from './email-drafts.ts';
import type { EmailComposing } from './use-email.ts';

/** What the server takes (protocol/content.ts). */
export const LONGEST_SUBJECT = 500;
const MOST_COPIES = 50;

/** Subject, copies and the history, above the text. Copies show when there are some, or when they are asked for. */
export function EmailFields({ email, disabled }: { email: EmailComposing; disabled: boolean }) {
  const { t } = useTranslation('chat');
  const subjectId = useId();
  const { draft, change, problem, signature } = email;
  /** Whoever asks for the field writes in it next; elsewhere the letters would be shortcuts. */
  const [asked, setAsked] = useState<CopyField | null>(null);
  const copies = (['cc', 'bcc'] as const).filter((field) => draft.opened.includes(field) || draft[field].length > 0);
  const hidden = (['cc', 'bcc'] as const).filter((field) => !copies.includes(field));
  return (
    <div className={styles.fields}>
      <div className={styles.row}>
        <label htmlFor={subjectId}>{t('email.subject')}</label>
        <Input
          id={subjectId}
          className={styles.field ?? ''}
          variant="unstyled"
          size="xs"
          value={draft.subject}
          onChange={(event) => change({ subject: event.currentTarget.value })}
          placeholder={t('email.subjectAs')}
          maxLength={LONGEST_SUBJECT}
          disabled={disabled}
        />
        {hidden.map((field) => (
          <UnstyledButton
            key={field}
            className={styles.add}
            disabled={disabled}
            title={t(field === 'cc' ? 'email.copyTo' : 'email.hiddenCopyTo')}
            onClick={() => {
              setAsked(field);
              change({ opened: [...draft.opened, field] });
            }}
          >
            {t(field === 'cc' ? 'email.addCc' : 'email.addBcc')}
          </UnstyledButton>
        ))}
        <Checkbox
          size="xs"
          label={t('email.history')}
          checked={draft.quoteHistory}
          onChange={(event) => change({ quoteHistory: event.currentTarget.checked })}
          disabled={disabled}
        />
      </div>
      {copies.map((field) => (
        <div key={field} className={styles.row}>
          <span aria-hidden="true">{t(field === 'cc' ? 'email.addCc' : 'email.addBcc')}</span>
          <TagsInput
            className={styles.field ?? ''}
            variant="unstyled"
            size="xs"
            aria-label={t(field === 'cc' ? 'email.copyTo' : 'email.hiddenCopyTo')}
            autoFocus={asked === field}
            value={[...draft[field]]}
            onChange={(entries) => change({ [field]: plainAddresses(entries) })}
            splitChars={[',', ';']}
            maxTags={MOST_COPIES}
            placeholder={draft[field].length === 0 ? t('email.addAddress') : ''}
            disabled={disabled}
          />
        </div>
      ))}
      {signature !== null && (
        <div className={styles.row}>
          <span aria-hidden="true">{t('email.signature')}</span>
          <p className={styles.signature} role="note" aria-label={t('email.signature')}>
            {neutralise(signature)}
          </p>
        </div>
      )}
      {problem !== null && (
        <p className={styles.problem} role="alert">
          <CircleAlert size={14} strokeWidth={2} aria-hidden="true" />
          {problem}
        </p>
      )}
    </div>
  );
}
