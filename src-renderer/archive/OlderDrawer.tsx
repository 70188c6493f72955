import { ChevronDown, ChevronUp, Cloud } from 'lucide-react';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { InboxFilter } from '../../src-shared/bridge/views.ts';
import styles from './Archive.module.css';
import { OlderCards } from './OlderCards.tsx';

/** Below the inbox's «Finalizadas»: the way to those that are older than what this machine keeps. */
export function OlderDrawer({ filter }: { filter: InboxFilter }) {
  const { t } = useTranslation('archive');
  const id = useId();
  const [isOpen, setOpen] = useState(false);
  const Chevron = isOpen ? ChevronDown : ChevronUp;
  return (
    <div className={styles.drawer} data-open={isOpen}>
      <button
        type="button"
        className={styles.drawerButton}
        aria-expanded={isOpen}
        aria-controls={id}
        onClick={() => setOpen((now) => !now)}
      >
        <Cloud size={16} strokeWidth={1.75} aria-hidden="true" />
        <span>{t('older.show')}</span>
        <Chevron size={16} strokeWidth={1.75} aria-hidden="true" />
      </button>
      <div id={id} className={styles.drawerBody} hidden={!isOpen}>
        {isOpen && <OlderCards filter={filter} />}
      </div>
    </div>
  );
}
