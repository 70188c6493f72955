import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { ContactPartView, ContactView } from '../../../src-shared/bridge/views.ts';
import { shortDate } from '../../chat/text/times.ts';
import styles from './Merge.module.css';
import { reasonWords } from './reason-words.ts';

/** What this record was put together of, each to be separated at any time (G2). */
export function Parts({ contact, separate }: { contact: ContactView; separate(part: ContactPartView): void }) {
  const { t, i18n } = useTranslation('record');
  const why = (part: ContactPartView): string => {
    const date = shortDate(part.at, i18n.language);
    const line =
      part.byId === null
        ? t('parts.alone', { date })
        : t('parts.by', { name: part.byName ?? t('notes.someone'), date });
    if (part.reasons.length === 0) return line;
    return t('parts.reasons', { line, reasons: reasonWords(t, part.reasons, i18n.language) });
  };
  return (
    <ul className={styles.parts}>
      {contact.parts.map((part) => (
        <li key={part.id}>
          <div>
            <b title={part.title}>{part.title}</b>
            <small>{why(part)}</small>
          </div>
          <Button
            size="compact-sm"
            aria-label={t('parts.separateOf', { name: part.title })}
            onClick={() => separate(part)}
          >
            {t('parts.separate')}
          </Button>
        </li>
      ))}
    </ul>
  );
}
