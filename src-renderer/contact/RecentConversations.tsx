import { useTranslation } from 'react-i18next';
import type { ContactView } from '../../src-shared/bridge/views.ts';
import { useRoute } from '../app/route.tsx';
import { shortDate } from '../chat/text/times.ts';
import styles from './ContactPanel.module.css';

/** Earlier conversations of the contact, newest first; pressing one opens it (G6). */
export function RecentConversations({ contact, currentId }: { contact: ContactView; currentId: string }) {
  const { t, i18n } = useTranslation('contact');
  const open = useRoute((route) => route.openConversation);
  const others = contact.recent.filter((one) => one.id !== currentId);
  if (others.length === 0) return <p className={styles.muted}>{t('recent.empty')}</p>;
  return (
    <ul className={styles.recent}>
      {others.map((one) => {
        const date = shortDate(one.at, i18n.language);
        const details = [t(`recent.status.${one.status}`), one.assigneeName, one.protocol].filter(
          (part) => part !== null,
        );
        return (
          <li key={one.id}>
            <button
              type="button"
              className={styles.open}
              aria-label={t('recent.open', { protocol: one.protocol, date })}
              onClick={() => open(one.id)}
            >
              <time dateTime={new Date(one.at).toISOString()}>{date}</time>
              <b>
                {t(`identity.${one.channel}`)} · {one.reasonName ?? t('recent.noReason')}
              </b>
              <small title={details.join(' · ')}>{details.join(' · ')}</small>
            </button>
          </li>
        );
      })}
    </ul>
  );
}
