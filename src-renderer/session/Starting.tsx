import { useTranslation } from 'react-i18next';
import { CardSkeletons } from '../inbox/CardSkeletons.tsx';
import { Hidden } from '../ui/Hidden.tsx';
import styles from './Starting.module.css';

/** The window's shape before the engine's first word, so that nothing jumps when it comes. */
export function Starting() {
  const { t } = useTranslation('session');
  return (
    <div className={styles.frame}>
      <div className={styles.rail} />
      <div className={styles.list}>
        <div role="status">
          <Hidden>{t('starting')}</Hidden>
        </div>
        <CardSkeletons count={8} />
      </div>
      <div />
    </div>
  );
}
