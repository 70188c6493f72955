import { Kbd, Modal } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { usePreferences } from '../preferences.ts';
import { useRoute } from '../route.tsx';
import { keysOf, keysText } from './keys.ts';
import { type ActionGroup, useActionList } from './registry.tsx';
import styles from './ShortcutsDialog.module.css';

const groups: ActionGroup[] = ['general', 'inbox', 'conversation', 'composer'];

/** The shortcuts of what can be done now, listed by «?». */
export function ShortcutsDialog() {
  const { t } = useTranslation('frame');
  const opened = useRoute((route) => route.overlay === 'shortcuts');
  const setOverlay = useRoute((route) => route.setOverlay);
  const actions = useActionList();
  const { shortcuts } = usePreferences();
  const withKeys = actions.flatMap((action) => {
    const keys = keysOf(action, shortcuts);
    return keys === null ? [] : [{ ...action, keys }];
  });
  return (
    <Modal opened={opened} onClose={() => setOverlay(null)} title={t('shortcuts.title')} size={520}>
      <p className={styles.hint}>{t('shortcuts.hint')}</p>
      {groups.map((group) => {
        const listed = withKeys.filter((action) => action.group === group);
        if (listed.length === 0) return null;
        return (
          <section key={group} className={styles.group}>
            <h3>{t(`shortcuts.groups.${group}`)}</h3>
            <dl className={styles.list}>
              {listed.map((action) => (
                <div key={action.id} className={styles.row}>
                  <dt>{action.label}</dt>
                  <dd>
                    <Kbd>{keysText(action.keys)}</Kbd>
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        );
      })}
    </Modal>
  );
}
