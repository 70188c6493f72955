import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ConnectionView } from '../../../src-shared/bridge/views.ts';
import styles from './CatchUpBar.module.css';

type CatchingUp = NonNullable<ConnectionView['catchingUp']>;

/** A short catch-up is over before anyone could read about it (milliseconds). */
const QUIET_MS = 400;

/** A thin line while the histories are brought up to date. It takes no room, so nothing moves when it comes or goes. */
export function CatchUpBar({ catchingUp }: { catchingUp: CatchingUp }) {
  const { t, i18n } = useTranslation('frame');
  const [visible, setVisible] = useState(false);
  const [most, setMost] = useState(0);
  const remaining = catchingUp.kind === 'log' ? catchingUp.remaining : null;
  if (remaining !== null && remaining > most) setMost(remaining);

  useEffect(() => {
    const timer = setTimeout(() => setVisible(true), QUIET_MS);
    return () => clearTimeout(timer);
  }, []);

  if (!visible) return null;
  const count = catchingUp.kind === 'log' ? catchingUp.remaining : catchingUp.received;
  const formatted = count.toLocaleString(i18n.language);
  const done = remaining === null || most === 0 ? null : Math.round((1 - remaining / most) * 100);
  return (
    <div className={styles.bar}>
      <div
        className={`${styles.fill} ${done === null ? styles.endless : ''}`}
        role="progressbar"
        aria-label={t('connection.catchingUp')}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={done ?? undefined}
        style={done === null ? undefined : { width: `${Math.max(2, done)}%` }}
      />
      <span className={styles.label} aria-hidden="true">
        {catchingUp.kind === 'log'
          ? t('connection.catchingUpLog', { count, formatted })
          : t('connection.catchingUpSnapshot', { count, formatted })}
      </span>
    </div>
  );
}
