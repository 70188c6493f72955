import { useTranslation } from 'react-i18next';
import styles from './Frame.module.css';

export function SectionLoading() {
  const { t } = useTranslation('frame');
  return (
    <div className={styles.nothing} role="status">
      {t('loading')}
    </div>
  );
}
