import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import styles from './Notice.module.css';

interface Props {
  tone: 'warn' | 'bad' | 'plain';
  icon: LucideIcon;
  /** `alert` interrupts a screen reader; for what stops work. `status` waits its turn. */
  role: 'alert' | 'status';
  actions?: ReactNode;
  children: ReactNode;
}

/** A line above a pane that says something about the application's own state. */
export function Notice({ tone, icon: Icon, role, actions, children }: Props) {
  return (
    <div className={`${styles.notice} ${tone === 'plain' ? '' : styles[tone]}`} role={role}>
      <Icon size={18} strokeWidth={1.75} aria-hidden="true" />
      <p>{children}</p>
      {actions}
    </div>
  );
}
