import { Button } from '@mantine/core';
import { CloudOff } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import styles from './Archive.module.css';
import { MessageSkeletons } from './MessageSkeletons.tsx';
import type { Earlier } from './use-earlier.ts';

/** At the top of a chat: older conversations that come from the server, or where they are. */
export function EarlierOnServer({ earlier }: { earlier: Earlier }) {
  const { t } = useTranslation('archive');
  const { state } = earlier;
  // The place stays when everything came, or the lines below would jump.
  const [hadPlace, setHadPlace] = useState(false);
  if (state !== 'none' && !hadPlace) setHadPlace(true);
  if (!hadPlace) return null;
  return (
    <div className={styles.earlier}>
      {(state === 'coming' || state === 'more') && (
        <div role="status" aria-label={t('earlier.coming')} style={{ display: 'contents' }}>
          <MessageSkeletons count={1} />
        </div>
      )}
      {state === 'offline' && (
        <p className={styles.earlierNote} role="status">
          <CloudOff size={16} strokeWidth={1.75} aria-hidden="true" />
          {t('earlier.offline')}
        </p>
      )}
      {state === 'failed' && (
        <p className={styles.earlierNote} role="status">
          {t('earlier.failed')}
          <Button size="compact-sm" onClick={earlier.load}>
            {t('again')}
          </Button>
        </p>
      )}
    </div>
  );
}
