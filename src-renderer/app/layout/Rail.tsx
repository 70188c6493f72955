import { History, type LucideIcon, MessageSquare, Settings } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Hidden } from '../../ui/Hidden.tsx';
import icon from '../../ui/icon.svg';
import { type Section, useRoute } from '../route.tsx';
import styles from './Rail.module.css';

const sections: { id: Section; icon: LucideIcon }[] = [
  { id: 'inbox', icon: MessageSquare },
  { id: 'history', icon: History },
  { id: 'settings', icon: Settings },
];

/** The narrow column at the left: the sections, and below them what is passed in (outbox, presence). */
export function Rail({ unread, children }: { unread: number; children: ReactNode }) {
  const { t } = useTranslation('frame');
  const current = useRoute((route) => route.section);
  const go = useRoute((route) => route.go);
  return (
    <nav className={styles.rail} aria-label={t('sections.label')}>
      <img className={styles.mark} src={icon} alt="Turno" width={32} height={32} />
      {sections.map(({ id, icon: Icon }) => (
        <button
          key={id}
          type="button"
          title={t(`sections.${id}`)}
          className={styles.item}
          aria-current={current === id ? 'page' : undefined}
          onClick={() => go(id)}
        >
          <Icon size={20} strokeWidth={1.75} aria-hidden="true" />
          <Hidden>{t(`sections.${id}`)}</Hidden>
          {id === 'inbox' && unread > 0 && (
            <>
              <span className={styles.badge} aria-hidden="true">
                {unread > 99 ? '99+' : unread}
              </span>
              <Hidden>{`, ${t('sections.unread', { count: unread })}`}</Hidden>
            </>
          )}
        </button>
      ))}
      <span className={styles.space} />
      {children}
    </nav>
  );
}
