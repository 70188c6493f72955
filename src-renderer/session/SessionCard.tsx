import type { ReactNode } from 'react';
import icon from '../ui/icon.svg';
import styles from './SessionCard.module.css';

/** The one card that stands alone in the window before the inbox. */
export function SessionCard({ title, lead, children }: { title: string; lead?: ReactNode; children?: ReactNode }) {
  return (
    <main className={styles.page}>
      <section className={styles.card} aria-labelledby="session-title">
        <img className={styles.mark} src={icon} alt="" />
        <h1 id="session-title">{title}</h1>
        {lead !== undefined && <p className={styles.lead}>{lead}</p>}
        {children}
      </section>
    </main>
  );
}
