import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import styles from './AutomationEditor.module.css';

/** Somebody else saved it: which of the two is to stay is for the person to say, never overwritten in silence. */
export function StaleNotice({ useTheirs, keepMine }: { useTheirs(): void; keepMine(): void }) {
  const { t } = useTranslation('automations');
  return (
    <div className={styles.stale} role="alert">
      <p>{t('stale')}</p>
      <Button onClick={useTheirs}>{t('useTheirs')}</Button>
      <Button onClick={keepMine}>{t('keepMine')}</Button>
    </div>
  );
}
