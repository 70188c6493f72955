import { type KeyboardEvent, type ReactNode, useId, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import styles from './ContactPanel.module.css';

const tabs = ['record', 'timeline'] as const;
export type Tab = (typeof tabs)[number];

/** «Ficha» and «Linha do tempo»; the arrows go from one to the other. */
export function PanelTabs({ tab, choose, children }: { tab: Tab; choose(tab: Tab): void; children: ReactNode }) {
  const { t } = useTranslation('record');
  const id = useId();
  const list = useRef<HTMLDivElement>(null);
  const keyDown = (event: KeyboardEvent) => {
    if (event.key !== 'ArrowRight' && event.key !== 'ArrowLeft') return;
    event.preventDefault();
    const next = tab === 'record' ? 'timeline' : 'record';
    choose(next);
    list.current?.querySelector<HTMLElement>(`[data-tab="${next}"]`)?.focus();
  };
  return (
    <>
      <div ref={list} role="tablist" aria-label={t('tabs.label')} className={styles.tabs}>
        {tabs.map((one) => (
          <button
            key={one}
            id={`${id}-${one}`}
            type="button"
            role="tab"
            data-tab={one}
            aria-selected={tab === one}
            aria-controls={`${id}-panel`}
            tabIndex={tab === one ? 0 : -1}
            onClick={() => choose(one)}
            onKeyDown={keyDown}
          >
            {t(`tabs.${one}`)}
          </button>
        ))}
      </div>
      <div id={`${id}-panel`} role="tabpanel" aria-labelledby={`${id}-${tab}`} className={styles.shown}>
        {children}
      </div>
    </>
  );
}
