import { Tabs } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { SessionView } from '../../src-shared/bridge/views.ts';
import { AccountSettings } from './AccountSettings.tsx';
import { AppearanceSettings } from './AppearanceSettings.tsx';
import { NotificationSettings } from './NotificationSettings.tsx';
import styles from './SettingsSection.module.css';
import { ShortcutSettings } from './ShortcutSettings.tsx';

/** What a person may set for themselves on this machine. */
export default function SettingsSection({ session }: { session: SessionView & { phase: 'ready' } }) {
  const { t } = useTranslation('settings');
  return (
    <div className={styles.page}>
      <h1>{t('title')}</h1>
      <Tabs defaultValue="appearance" keepMounted={false}>
        <Tabs.List>
          <Tabs.Tab value="appearance">{t('tabs.appearance')}</Tabs.Tab>
          <Tabs.Tab value="notifications">{t('tabs.notifications')}</Tabs.Tab>
          <Tabs.Tab value="shortcuts">{t('tabs.shortcuts')}</Tabs.Tab>
          <Tabs.Tab value="account">{t('tabs.account')}</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="appearance">
          <AppearanceSettings />
        </Tabs.Panel>
        <Tabs.Panel value="notifications">
          <NotificationSettings />
        </Tabs.Panel>
        <Tabs.Panel value="shortcuts">
          <ShortcutSettings />
        </Tabs.Panel>
        <Tabs.Panel value="account">
          <AccountSettings session={session} />
        </Tabs.Panel>
      </Tabs>
    </div>
  );
}
