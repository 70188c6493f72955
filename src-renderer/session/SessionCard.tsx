import { Button } from '@mantine/core';
import { lazy, type ReactNode, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import icon from '../ui/icon.svg';
import styles from './SessionCard.module.css';

const DiagnosticsDialog = lazy(() => import('../diagnostics/DiagnosticsDialog.tsx'));

/** The one card that stands alone in the window before the inbox. */
export function SessionCard({ title, lead, children }: { title: string; lead?: ReactNode; children?: ReactNode }) {
  const { t } = useTranslation('diagnostics');
  const [asked, ask] = useState(false);
  return (
    <main className={styles.page}>
      <section className={styles.card} aria-labelledby="session-title">
        <img className={styles.mark} src={icon} alt="" />
        <h1 id="session-title">{title}</h1>
        {lead !== undefined && <p className={styles.lead}>{lead}</p>}
        {children}
      </section>
      <Button variant="subtle" size="compact-sm" onClick={() => ask(true)}>
        {t('title')}
      </Button>
      {asked && (
        <Suspense fallback={null}>
          <DiagnosticsDialog opened close={() => ask(false)} />
        </Suspense>
      )}
    </main>
  );
}
