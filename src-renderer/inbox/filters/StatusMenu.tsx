import { Menu } from '@mantine/core';
import { ChevronDown } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useRoute } from '../../app/route.tsx';
import { useWatch } from '../../bridge/hooks.tsx';
import styles from './Filters.module.css';
import { statuses } from './statuses.ts';

/** «Status» (A4), each with its live count under the other filters. */
export function StatusMenu() {
  const { t, i18n } = useTranslation('inbox');
  const filter = useRoute((route) => route.filter);
  const setFilter = useRoute((route) => route.setFilter);
  const counts = useWatch('inbox.counts', { filter });
  const name = t(`status.${filter.status}`);
  return (
    <Menu position="bottom-start" width={240}>
      <Menu.Target>
        <button
          type="button"
          className={`${styles.chip} ${styles.on} ${styles.status}`}
          aria-label={`${t('status.label')}: ${name}`}
        >
          <span title={name}>{name}</span>
          <ChevronDown size={14} aria-hidden="true" />
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{t('status.label')}</Menu.Label>
        <Menu.RadioGroup value={filter.status}>
          {statuses.map((status) => (
            <Menu.RadioItem
              key={status}
              value={status}
              closeMenuOnClick
              rightSection={
                <span className={styles.menuCount}>{counts?.statuses[status].toLocaleString(i18n.language)}</span>
              }
              onChange={() => setFilter({ status })}
            >
              {t(`status.${status}`)}
            </Menu.RadioItem>
          ))}
        </Menu.RadioGroup>
      </Menu.Dropdown>
    </Menu>
  );
}
