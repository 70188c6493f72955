import type { KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { Side } from './drafts.ts';
import styles from './SideTabs.module.css';

const sides: Side[] = ['reply', 'note'];

interface SideTabsProps {
  side: Side;
  /** Shows a side; the focus stays on the tabs (arrow keys). */
  choose(side: Side): void;
  /** Shows a side to write in it (a click). */
  write(side: Side): void;
  panelId: string;
}

/** Whether the words are for the customer or for colleagues. */
export function SideTabs({ side, choose, write, panelId }: SideTabsProps) {
  const { t } = useTranslation('chat');
  const byArrow = (event: KeyboardEvent) => {
    if (event.key !== 'ArrowLeft' && event.key !== 'ArrowRight') return;
    event.preventDefault();
    const next: Side = side === 'reply' ? 'note' : 'reply';
    choose(next);
    document.getElementById(`${panelId}-${next}`)?.focus();
  };
  return (
    <div className={styles.tabs} role="tablist" aria-label={t('composer.side')} onKeyDown={byArrow} tabIndex={-1}>
      {sides.map((one) => (
        <button
          key={one}
          id={`${panelId}-${one}`}
          type="button"
          role="tab"
          className={styles.tab}
          data-side={one}
          aria-selected={one === side}
          aria-controls={panelId}
          tabIndex={one === side ? 0 : -1}
          onClick={() => write(one)}
        >
          {t(`composer.${one}`)}
        </button>
      ))}
    </div>
  );
}
