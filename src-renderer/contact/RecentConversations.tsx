import { useTranslation } from 'react-i18next';
import type { ContactView } from '../../src-shared/bridge/views.ts';
import { useRoute } from '../app/route.tsx';
import { dayAndMonth } from '../chat/text/times.ts';
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
        const details = [t(`recent.status.${one.status}`), one.assigneeName]
          .filter((part) => part !== null)
          .join(' · ');
        return (
          <li key={one.id}>
            <button
              type="button"
              className={styles.open}
              title={t('recent.open', { protocol: one.protocol })}
              onClick={() => open(one.id)}
            >
              <time dateTime={new Date(one.at).toISOString()}>{dayAndMonth(one.at, i18n.language)}</time>
              <b>
                {t(`identity.${one.channel}`)} · {one.reasonName ?? t('recent.noReason')}
              </b>
              <small>{details}</small>
            </button>
          </li>
        );
      })}
    </ul>
  );
}
