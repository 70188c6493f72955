import { Button, Switch } from '@mantine/core';
import { Volume2 } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useNotificationPermission } from '../app/attention/permission.ts';
import { playSound } from '../app/attention/sounds.ts';
import { usePreferences, useSetPreferences } from '../app/preferences.ts';
import styles from './SettingsSection.module.css';

const kinds = ['newConversation', 'newMessage', 'mention', 'sound'] as const;

export function NotificationSettings() {
  const { t } = useTranslation('settings');
  const { notifications } = usePreferences();
  const set = useSetPreferences();
  const permission = useNotificationPermission();
  return (
    <div className={styles.body}>
      <p className={styles.intro}>{t('notifications.intro')}</p>
      {permission.state === 'denied' && (
        <p className={styles.warning} role="status">
          {t('notifications.blocked')}
        </p>
      )}
      {permission.state === 'ask' && (
        <div>
          <Button variant="filled" onClick={permission.request}>
            {t('notifications.ask')}
          </Button>
        </div>
      )}
      {kinds.map((kind) => (
        <Switch
          key={kind}
          label={t(`notifications.${kind}`)}
          description={t(`notifications.${kind}Hint`)}
          checked={notifications[kind]}
          onChange={(event) => set({ notifications: { ...notifications, [kind]: event.currentTarget.checked } })}
        />
      ))}
      <div className={styles.line}>
        <Button leftSection={<Volume2 size={16} />} onClick={() => playSound('message')}>
          {t('notifications.listen')}
        </Button>
      </div>
    </div>
  );
}
