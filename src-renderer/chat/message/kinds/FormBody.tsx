import { ClipboardList } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Content } from '../../../../src-shared/protocol/content.ts';
import { neutralise } from '../../../../src-shared/rules/safe-text.ts';
import { useFollowLink } from '../follow-link.ts';
import kinds from './Kinds.module.css';
import { numbered } from './numbered.ts';
import styles from './ReplyBody.module.css';

/** What somebody filled in on a site: the answers, then what they wrote in their own words, and where the form stands. */
export function FormBody({ content, text }: { content: Extract<Content, { type: 'form' }>; text: ReactNode }) {
  const { t } = useTranslation('chat');
  const follow = useFollowLink();
  const { form, fields, page } = content;
  return (
    <>
      <small className={kinds.label}>
        <ClipboardList size={14} strokeWidth={1.75} aria-hidden="true" />
        <span>{t('form.of', { form: neutralise(form) })}</span>
      </small>
      {fields.length > 0 && (
        <table className={styles.fields}>
          <tbody>
            {numbered(fields).map(({ at, one: { name, value } }) => (
              <tr key={at}>
                <th scope="row">{neutralise(name)}</th>
                <td dir="auto">{neutralise(value)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {text}
      {page !== null && (
        <span className={kinds.quiet}>
          <a {...follow(page)}>{t('form.page', { page: neutralise(page) })}</a>
        </span>
      )}
    </>
  );
}
