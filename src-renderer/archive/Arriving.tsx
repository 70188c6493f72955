import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import styles from './Archive.module.css';
import { MessageSkeletons } from './MessageSkeletons.tsx';
import { useArchived } from './use-archived.ts';

/** In place of a conversation that is not on this machine: it comes from the server, or it says why not. */
export function Arriving({ conversationId }: { conversationId: string }) {
  const { t } = useTranslation(['archive', 'chat']);
  const arrival = useArchived(conversationId, true);
  if (arrival.state === 'coming') {
    return (
      <div className={styles.coming} role="status" aria-label={t('coming')}>
        <MessageSkeletons count={6} />
      </div>
    );
  }
  const { reason } = arrival;
  return (
    <div className={styles.refused} role="status">
      <h2>{reason === 'not-found' ? t('chat:gone.title') : t(`refused.${reason}.title`)}</h2>
      <p>{reason === 'not-found' ? t('chat:gone.body') : t(`refused.${reason}.body`)}</p>
      {reason !== 'not-found' && reason !== 'offline' && (
        <Button mt={8} onClick={arrival.again}>
          {t('again')}
        </Button>
      )}
    </div>
  );
}
