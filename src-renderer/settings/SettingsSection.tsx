import { Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { SectionLoading } from '../app/layout/SectionLoading.tsx';
import { PaneBoundary } from '../ui/PaneBoundary.tsx';
import { UnsavedProvider, useLeave } from './editing/unsaved.tsx';
import styles from './SettingsSection.module.css';
import { type SettingsProps, settingsGroups } from './sections.tsx';

/** «Configurações»: what a person may set for themselves, and, by role, how the operation works. */
export default function SettingsSection({ session }: SettingsProps) {
  return (
    <UnsavedProvider>
      <Menu session={session} />
    </UnsavedProvider>
  );
}

function Menu({ session }: SettingsProps) {
  const leave = useLeave();
  const { t } = useTranslation('settings');
  const { role } = session.person;
  const groups = settingsGroups
    .map((group) => ({
      id: group.id,
      entries: group.entries.filter((entry) => entry.roles.some((one) => one === role)),
    }))
    .filter((group) => group.entries.length > 0);
  const [chosen, choose] = useState<string>('appearance');
  const entry = groups.flatMap((group) => group.entries).find((one) => one.id === chosen);
  return (
    <div className={styles.frame}>
      <nav className={styles.menu} aria-label={t('title')}>
        <h1>{t('title')}</h1>
        {groups.map((group) => (
          <div key={group.id} className={styles.group}>
            {groups.length > 1 && <span className={styles.groupName}>{t(`groups.${group.id}`)}</span>}
            {group.entries.map(({ id, icon: Icon }) => (
              <button
                key={id}
                type="button"
                className={styles.entry}
                aria-current={entry?.id === id ? 'page' : undefined}
                onClick={() => leave(() => choose(id))}
              >
                <Icon size={16} strokeWidth={1.75} aria-hidden="true" />
                {t(`tabs.${id}`)}
              </button>
            ))}
          </div>
        ))}
      </nav>
      {entry !== undefined && (
        <section className={styles.page} aria-label={t(`tabs.${entry.id}`)} key={entry.id}>
          <h2 className={styles.pageTitle}>{t(`tabs.${entry.id}`)}</h2>
          <PaneBoundary pane="section" resetKey={entry.id}>
            <Suspense fallback={<SectionLoading />}>
              <entry.Component session={session} />
            </Suspense>
          </PaneBoundary>
        </section>
      )}
    </div>
  );
}
