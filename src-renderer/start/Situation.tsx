import { Button, Skeleton } from '@mantine/core';
import { CircleAlert, Mail, MessageCircleMore, MessagesSquare } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { StartCheck } from '../../src-shared/protocol/queries.ts';
import { duration } from '../chat/text/times.ts';
import { useServerNow } from '../ui/now.tsx';
import styles from './StartDialog.module.css';
import { TemplatePreview } from './TemplatePreview.tsx';
import type { StartForm } from './use-start-form.ts';

/** Beside the form: what the server knows of this customer, then the message as it will arrive. */
export function Situation({ form }: { form: StartForm }) {
  const { t } = useTranslation('start');
  return (
    <section
      className={styles.situation}
      aria-label={t(form.needsTemplate ? 'preview.title' : 'situation')}
      aria-busy={form.check.state === 'checking'}
    >
      <Shown form={form} />
    </section>
  );
}

function Shown({ form }: { form: StartForm }) {
  const { t } = useTranslation('start');
  const { check } = form;
  switch (check.state) {
    case 'none':
      return (
        <div className={styles.quiet}>
          <MessagesSquare size={32} strokeWidth={1.25} aria-hidden="true" />
          <p>{t(form.by === 'email' ? 'mail.blank' : 'blank')}</p>
        </div>
      );
    case 'checking':
      return (
        <div className={styles.waiting} role="status" aria-label={t('checking')}>
          <Skeleton height={14} width="55%" />
          <Skeleton height={12} />
          <Skeleton height={12} width="80%" />
        </div>
      );
    case 'failed':
      return (
        <div className={styles.quiet} role="status">
          <CircleAlert size={32} strokeWidth={1.25} aria-hidden="true" />
          <p>{t(`checkFailed.${check.reason}`)}</p>
          {form.online && <Button onClick={form.checkAgain}>{t('checkAgain')}</Button>}
        </div>
      );
    case 'answered':
      return <Answered form={form} answer={check.answer} />;
  }
}

function Answered({ form, answer }: { form: StartForm; answer: StartCheck }) {
  const { t } = useTranslation('start');
  const now = useServerNow(30_000);
  if (!answer.allowed) {
    return (
      <div className={styles.quiet} data-tone="bad" role="status">
        <CircleAlert size={32} strokeWidth={1.25} aria-hidden="true" />
        <p>{t(`hint.${answer.reason}`)}</p>
        {answer.reason === 'served-by-other' && answer.holder !== null && (
          <p>{t('attention.holder', { agent: answer.holder.agentName, department: answer.holder.departmentName })}</p>
        )}
      </div>
    );
  }
  if (form.by === 'email') {
    const { contactTitle: name, lastInboundAt } = answer;
    return (
      <div className={styles.quiet} data-tone="ok" role="status">
        <Mail size={32} strokeWidth={1.25} aria-hidden="true" />
        <h3>{name === null ? t('mail.new') : name}</h3>
        <p>
          {name === null
            ? t('mail.newBody')
            : lastInboundAt === null
              ? t('mail.known')
              : t('mail.wrote', { time: duration(now - lastInboundAt) })}
        </p>
        {name !== null && <p>{t('mail.next')}</p>}
      </div>
    );
  }
  if (answer.window === 'open') {
    return (
      <div className={styles.quiet} data-tone="ok" role="status">
        <MessageCircleMore size={32} strokeWidth={1.25} aria-hidden="true" />
        <h3>{t('open.title')}</h3>
        <p>
          {t('open.body', {
            name: answer.contactTitle ?? t('open.someone'),
            time: duration(now - (answer.lastInboundAt ?? now)),
          })}
        </p>
      </div>
    );
  }
  return (
    <>
      <h3 className={styles.previewTitle}>{t('preview.title')}</h3>
      {form.template === null ? (
        <p className={styles.previewNone}>{t('preview.choose')}</p>
      ) : (
        <TemplatePreview template={form.template} values={form.values} file={form.header.file} />
      )}
    </>
  );
}
