import { useTranslation } from 'react-i18next';
import { CardSkeletons } from '../inbox/CardSkeletons.tsx';
import styles from './Starting.module.css';

/** The window's shape before the engine's first word, so that nothing jumps when it comes. */
export function Starting() {
  const { t } = useTranslation('session');
  return (
    <div className={styles.frame}>
      <div className={styles.rail} />
      <div className={styles.list}>
        <span role="status" className={styles.hidden}>
          {t('starting')}
        </span>
        <CardSkeletons count={8} />
      </div>
      <div />
    </div>
  );
}
