import { Menu } from '@mantine/core';
import { ChevronDown, X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { InboxStatus } from '../../src-shared/bridge/views.ts';
import { allOpen, useRoute } from '../app/route.tsx';
import { useWatch } from '../bridge/hooks.tsx';
import { FilterChip } from './FilterChip.tsx';
import styles from './InboxPane.module.css';

const statuses: InboxStatus[] = ['open', 'awaiting', 'failed', 'finished', 'automation'];

/** Status and the filters that combine with it. Chips say what is set, so a filtered list is never taken for all. */
export function InboxFilters() {
  const { t } = useTranslation('inbox');
  const filter = useRoute((route) => route.filter);
  const setFilter = useRoute((route) => route.setFilter);
  const directory = useWatch('directory', {});
  const touched =
    filter.status !== 'open' || filter.connectionIds.length + filter.departmentIds.length + filter.tagIds.length > 0;
  return (
    <div className={styles.chips}>
      <StatusChip />
      {touched && (
        <button
          type="button"
          className={styles.chip}
          aria-label={t('filter.clear')}
          title={t('filter.clear')}
          onClick={() => setFilter({ ...allOpen, tab: filter.tab, order: filter.order })}
        >
          <X size={14} aria-hidden="true" />
        </button>
      )}
      <FilterChip
        name={t('filter.connections')}
        options={directory?.connections ?? []}
        chosen={filter.connectionIds}
        choose={(connectionIds) => setFilter({ connectionIds })}
      />
      <FilterChip
        name={t('filter.tags')}
        options={directory?.tags ?? []}
        chosen={filter.tagIds}
        choose={(tagIds) => setFilter({ tagIds })}
      />
      <FilterChip
        name={t('filter.departments')}
        options={directory?.departments ?? []}
        chosen={filter.departmentIds}
        choose={(departmentIds) => setFilter({ departmentIds })}
      />
    </div>
  );
}

function StatusChip() {
  const { t, i18n } = useTranslation('inbox');
  const filter = useRoute((route) => route.filter);
  const setFilter = useRoute((route) => route.setFilter);
  const counts = useWatch('inbox.counts', { filter });
  return (
    <Menu position="bottom-start" width={240}>
      <Menu.Target>
        <button
          type="button"
          className={`${styles.chip} ${styles.on}`}
          aria-label={`${t('status.label')}: ${t(`status.${filter.status}`)}`}
        >
          {t(`status.${filter.status}`)}
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
