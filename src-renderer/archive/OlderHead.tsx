import { Button, Loader } from '@mantine/core';
import { Cloud, CloudOff } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import styles from './Archive.module.css';
import type { Older } from './use-older.ts';

/** Marks where the server's rows begin. */
export function OlderHead({ id }: { id: string }) {
  const { t } = useTranslation('archive');
  return (
    <header className={styles.olderHead}>
      <Cloud size={16} strokeWidth={1.75} aria-hidden="true" />
      <h2 id={id}>{t('older.title')}</h2>
      <span>{t('older.hint')}</span>
    </header>
  );
}

/** What stands below them: more, the end, or why there is nothing. */
export function OlderEnd({ older }: { older: Older }) {
  const { t } = useTranslation('archive');
  const { state, rows, more } = older;
  return (
    <div className={styles.olderEnd} role="status">
      {state === 'coming' && (
        <>
          <Loader size={16} color="gray" />
          {t('older.coming')}
        </>
      )}
      {state === 'more' && (
        <Button size="compact-sm" onClick={more}>
          {t('older.more')}
        </Button>
      )}
      {state === 'end' && t(rows.length === 0 ? 'older.none' : 'older.end')}
      {state === 'offline' && (
        <>
          <CloudOff size={16} strokeWidth={1.75} aria-hidden="true" />
          {t('older.offline')}
        </>
      )}
      {state === 'failed' && (
        <>
          {t('older.failed')}
          <Button size="compact-sm" onClick={more}>
            {t('again')}
          </Button>
        </>
      )}
    </div>
  );
}
