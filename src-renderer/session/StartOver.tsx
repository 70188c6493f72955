import { Button } from '@mantine/core';
import { ChevronRight } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAction } from '../bridge/hooks.tsx';
import styles from './SessionCard.module.css';

/** The way out when nobody knows the former password: said what it costs, then the old files are set aside. */
export function StartOver() {
  const { t } = useTranslation('session');
  const protect = useAction('session.protect');
  const [shown, show] = useState(false);
  const [busy, setBusy] = useState(false);

  const startOver = async () => {
    setBusy(true);
    try {
      await protect({ way: 'password', password: null });
    } finally {
      setBusy(false);
    }
  };

  return (
    <>
      <button
        type="button"
        className={styles.fold}
        aria-expanded={shown}
        aria-controls="start-over"
        onClick={() => show(!shown)}
      >
        <ChevronRight size={16} aria-hidden="true" />
        {t('locked.former.forgotten')}
      </button>
      <div id="start-over" hidden={!shown}>
        <p className={styles.lead}>{t('locked.former.explain')}</p>
        <Button mt={12} fullWidth loading={busy} onClick={startOver}>
          {t('locked.former.startOver')}
        </Button>
      </div>
    </>
  );
}
