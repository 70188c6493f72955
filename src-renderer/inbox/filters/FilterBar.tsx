import { Popover } from '@mantine/core';
import { ListFilter } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useRegisterAction } from '../../app/actions/registry.tsx';
import { useRoute } from '../../app/route.tsx';
import { FilterChips } from './FilterChips.tsx';
import styles from './Filters.module.css';
import { activeFacets, type FacetKey, isFiltered } from './facets.ts';
import { SavedMenu } from './SavedMenu.tsx';
import { StatusMenu } from './StatusMenu.tsx';
import { useClearFilter } from './use-saved.ts';

const FilterPanel = lazy(() => import('./FilterPanel.tsx'));

/**
 * Status, all other filters behind one button, and the filters kept under a name; below them what is in use, so that a
 * filtered list is never taken for all.
 */
export function FilterBar() {
  const { t } = useTranslation('filters');
  const filter = useRoute((route) => route.filter);
  const clear = useClearFilter();
  const setOverlay = useRoute((route) => route.setOverlay);
  const [facet, setFacet] = useState<FacetKey>('connectionIds');
  const [opened, setOpened] = useState(false);
  const active = activeFacets(filter).length;
  useRegisterAction({
    id: 'filter.palette',
    label: t('actions.palette'),
    group: 'inbox',
    keys: '$mod+Shift+f',
    run: () => setOverlay('filters'),
  });
  useRegisterAction({
    id: 'filter.clear',
    label: t('actions.clear'),
    group: 'inbox',
    keys: 'g 0',
    enabled: () => isFiltered(filter) || filter.status !== 'open',
    run: clear,
  });
  const showFacet = (key: FacetKey) => {
    setFacet(key);
    setOpened(true);
  };
  return (
    <>
      <div className={styles.bar}>
        <StatusMenu />
        <Popover
          opened={opened}
          onChange={setOpened}
          position="bottom-start"
          width={576}
          trapFocus
          returnFocus
          withRoles={false}
        >
          <Popover.Target>
            <button
              type="button"
              className={`${styles.chip} ${active > 0 ? styles.on : ''}`}
              aria-haspopup="dialog"
              aria-expanded={opened}
              aria-label={active > 0 ? t('buttonActive', { count: active }) : t('button')}
              onClick={() => setOpened(!opened)}
            >
              <ListFilter size={14} strokeWidth={2} aria-hidden="true" />
              {t('button')}
              {active > 0 && ` (${active})`}
            </button>
          </Popover.Target>
          <Popover.Dropdown className={styles.dropdown ?? ''} role="dialog" aria-label={t('panel')}>
            <Suspense fallback={<div className={styles.loading} />}>
              <FilterPanel
                facet={facet}
                show={setFacet}
                save={() => {
                  setOpened(false);
                  setOverlay('filter.save');
                }}
              />
            </Suspense>
          </Popover.Dropdown>
        </Popover>
        <SavedMenu className={styles.end ?? ''} />
      </div>
      <FilterChips show={showFacet} />
    </>
  );
}
