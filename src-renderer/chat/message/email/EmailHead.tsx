import { UnstyledButton } from '@mantine/core';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { EmailContent, Mailbox } from '../../../../src-shared/protocol/content.ts';
import { neutralise } from '../../../../src-shared/rules/safe-text.ts';
import styles from './Email.module.css';

/** Always with the address: a name alone can be anybody's. */
function mailboxWords({ name, address }: Mailbox): string {
  const shown = name === null ? '' : neutralise(name).trim();
  return shown === '' ? neutralise(address) : `${shown} <${neutralise(address)}>`;
}

/** Subject and, in a line, who; the rest of the envelope behind a press. */
export function EmailHead({ content, outbound }: { content: EmailContent; outbound: boolean }) {
  const { t } = useTranslation('chat');
  const [shown, show] = useState(false);
  const detailsId = useId();
  const { from, to, cc, bcc } = content;
  const subject = neutralise(content.subject).trim();
  const copies = cc.length + bcc.length;
  const [first] = to;
  const who = outbound ? (first === undefined ? null : t('email.toLine', { who: mailboxWords(first) })) : from;
  const line = [
    who === null ? null : typeof who === 'string' ? who : mailboxWords(who),
    copies > 0 ? t('email.copies', { count: copies }) : null,
  ].filter((part) => part !== null);
  const rows: [label: string, boxes: readonly Mailbox[]][] = [
    [t('email.from'), from === null ? [] : [from]],
    [t('email.to'), to],
    [t('email.cc'), cc],
    [t('email.bcc'), bcc],
  ];
  const known = rows.filter(([, boxes]) => boxes.length > 0);
  return (
    <header className={styles.head}>
      <b className={styles.subject} dir="auto">
        {subject === '' ? t('email.noSubject') : subject}
      </b>
      {known.length > 0 && (
        <small className={styles.who}>
          {!shown && <span>{line.join(' · ')}</span>}
          <UnstyledButton
            className={styles.details}
            aria-expanded={shown}
            aria-controls={detailsId}
            onClick={() => show(!shown)}
          >
            {t(shown ? 'email.hideDetails' : 'email.showDetails')}
          </UnstyledButton>
        </small>
      )}
      <dl id={detailsId} className={styles.envelope} hidden={!shown}>
        {(shown ? known : []).map(([label, boxes]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{boxes.map(mailboxWords).join(', ')}</dd>
          </div>
        ))}
      </dl>
    </header>
  );
}
