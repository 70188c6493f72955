import { useTranslation } from 'react-i18next';
import type { SessionView } from '../../src-shared/bridge/views.ts';
import { PROTOCOL_VERSION } from '../../src-shared/protocol/version.ts';
import { APP_VERSION } from '../app/version.ts';
import { useWatch } from '../bridge/hooks.tsx';
import styles from './SettingsSection.module.css';

/** Who is signed in, and how this machine stands with the server. */
export function AccountSettings({ session }: { session: SessionView & { phase: 'ready' } }) {
  const { t } = useTranslation('settings');
  const directory = useWatch('directory', {});
  const connection = useWatch('connection', {});
  const { person, workspace, email } = session;
  const departments = (directory?.departments ?? [])
    .filter((department) => person.departmentIds.includes(department.id))
    .map((department) => department.name)
    .join(', ');
  return (
    <div className={styles.body}>
      <section>
        <h2>{t('account.person')}</h2>
        <dl className={styles.facts}>
          <dt>{t('account.name')}</dt>
          <dd>{person.name}</dd>
          <dt>{t('account.email')}</dt>
          <dd>{email}</dd>
          <dt>{t('account.role')}</dt>
          <dd>{t(`account.roles.${person.role}`)}</dd>
          <dt>{t('account.departments')}</dt>
          <dd>{departments}</dd>
          <dt>{t('account.capacity')}</dt>
          <dd>{person.capacity}</dd>
        </dl>
      </section>
      <section>
        <h2>{t('account.machine')}</h2>
        <dl className={styles.facts}>
          <dt>{t('account.workspace')}</dt>
          <dd>{workspace.name}</dd>
          <dt>{t('account.connection')}</dt>
          <dd>{t(`account.${connection?.state ?? 'connecting'}`)}</dd>
          <dt>{t('account.timeZone')}</dt>
          <dd>{workspace.timeZone}</dd>
          <dt>{t('account.version')}</dt>
          <dd>
            {APP_VERSION} ({t('account.protocol', { number: PROTOCOL_VERSION })})
          </dd>
        </dl>
      </section>
    </div>
  );
}
