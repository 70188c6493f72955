import { UnstyledButton } from '@mantine/core';
import { Bot, ChevronDown, ChevronRight, MailOpen } from 'lucide-react';
import { lazy, type ReactNode, Suspense, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { EmailContent } from '../../../../src-shared/protocol/content.ts';
import { neutralise } from '../../../../src-shared/rules/safe-text.ts';
import type { BodyProps } from '../body.ts';
import kinds from '../kinds/Kinds.module.css';
import { TextBody } from '../TextBody.tsx';
import styles from './Email.module.css';
import { EmailFiles } from './EmailFiles.tsx';
import { EmailHead } from './EmailHead.tsx';

const MailPage = lazy(() => import('./MailPage.tsx'));

interface Props extends BodyProps {
  content: EmailContent;
  text: ReactNode;
}

/** A mail: its subject, who and to whom, the words; behind a press what it quotes, and its page as it was made. */
export function EmailBody({ message, author, content, text }: Props) {
  const { t } = useTranslation('chat');
  const [quotedShown, showQuoted] = useState(false);
  const [pageShown, showPage] = useState(false);
  const quotedId = useId();
  const subject = neutralise(content.subject).trim();
  return (
    <div className={styles.mail}>
      {content.automatic && (
        <small className={kinds.label}>
          <Bot size={14} strokeWidth={1.75} aria-hidden="true" />
          <span>{t('email.automatic')}</span>
        </small>
      )}
      <EmailHead content={content} outbound={message.direction === 'outbound'} />
      {message.kind === 'unknown' && <em className={kinds.unknown}>{t('email.unreadable')}</em>}
      {text}
      {content.quoted !== null && content.quoted.trim() !== '' && (
        <>
          <UnstyledButton
            className={styles.fold}
            aria-expanded={quotedShown}
            aria-controls={quotedId}
            onClick={() => showQuoted(!quotedShown)}
          >
            {quotedShown ? <ChevronDown size={14} aria-hidden="true" /> : <ChevronRight size={14} aria-hidden="true" />}
            {t(quotedShown ? 'email.hideQuoted' : 'email.showQuoted')}
          </UnstyledButton>
          <div id={quotedId} className={styles.quoted} hidden={!quotedShown}>
            {quotedShown && <TextBody text={content.quoted} />}
          </div>
        </>
      )}
      <EmailFiles message={message} author={author} />
      {content.html && (
        <UnstyledButton className={styles.open} onClick={() => showPage(true)}>
          <MailOpen size={14} strokeWidth={1.75} aria-hidden="true" />
          {t('email.openPage')}
        </UnstyledButton>
      )}
      {pageShown && (
        <Suspense fallback={null}>
          <MailPage
            messageId={message.id}
            subject={subject === '' ? t('email.noSubject') : subject}
            remoteImages={content.remoteImages}
            close={() => showPage(false)}
          />
        </Suspense>
      )}
    </div>
  );
}
