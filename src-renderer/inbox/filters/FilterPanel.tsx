import { Button } from '@mantine/core';
import { type KeyboardEvent, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { InboxFilter } from '../../../src-shared/bridge/views.ts';
import { useRoute } from '../../app/route.tsx';
import { useWatch } from '../../bridge/hooks.tsx';
import styles from './FilterPanel.module.css';
import { chosenOf, cleared, type FacetKey, facetKeys, isFiltered, isSingle, optionsOf, toggled } from './facets.ts';
import { OptionList } from './OptionList.tsx';
import { PeriodDays } from './PeriodDays.tsx';
import { useClearFilter } from './use-saved.ts';

interface Props {
  facet: FacetKey;
  show(facet: FacetKey): void;
  save(): void;
}

/** Every filter there is (A3): kinds at the left, what can be chosen of one at the right. It takes effect at once. */
export default function FilterPanel({ facet, show, save }: Props) {
  const { t, i18n } = useTranslation('filters');
  const filter = useRoute((route) => route.filter);
  const clear = useClearFilter();
  const counts = useWatch('inbox.counts', { filter });
  const count = counts?.tabs[filter.tab];
  return (
    <div className={styles.panel}>
      <Facets filter={filter} facet={facet} show={show} />
      <div
        className={styles.options}
        role="tabpanel"
        id="filter-options"
        aria-label={t(`facet.${facet}`)}
        // The list keeps what was typed while it is about one kind.
        key={facet}
      >
        <Options filter={filter} facet={facet} />
      </div>
      <div className={styles.foot}>
        <span className={styles.count} role="status">
          {count !== undefined && t('shown', { count, formatted: count.toLocaleString(i18n.language) })}
        </span>
        <Button disabled={!isFiltered(filter) && filter.status === 'open'} onClick={clear}>
          {t('clear')}
        </Button>
        <Button onClick={save}>{t('saved.save')}</Button>
      </div>
    </div>
  );
}

/** Up and down from kind to kind, as in any vertical row of tabs. */
function Facets({ filter, facet, show }: { filter: InboxFilter } & Pick<Props, 'facet' | 'show'>) {
  const { t } = useTranslation('filters');
  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>) => {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (step === 0) return;
    event.preventDefault();
    const index = (facetKeys.indexOf(facet) + step + facetKeys.length) % facetKeys.length;
    const next = facetKeys[index];
    const tab = event.currentTarget.children[index];
    if (next === undefined || !(tab instanceof HTMLElement)) return;
    show(next);
    tab.focus();
  };
  return (
    <div
      className={styles.facets}
      role="tablist"
      aria-orientation="vertical"
      aria-label={t('panel')}
      onKeyDown={onKeyDown}
    >
      {facetKeys.map((key) => {
        const chosen = chosenOf(filter, key).length;
        return (
          <button
            key={key}
            type="button"
            role="tab"
            className={styles.facet}
            aria-selected={key === facet}
            aria-controls="filter-options"
            tabIndex={key === facet ? 0 : -1}
            onClick={() => show(key)}
          >
            <span>{t(`facet.${key}`)}</span> {chosen > 0 && <b>{chosen}</b>}
          </button>
        );
      })}
    </div>
  );
}

function Options({ filter, facet }: { filter: InboxFilter; facet: FacetKey }) {
  const { t } = useTranslation('filters');
  const setFilter = useRoute((route) => route.setFilter);
  const directory = useWatch('directory', {});
  const chosen = chosenOf(filter, facet);
  const name = t(`facet.${facet}`);
  const offered = useMemo(() => optionsOf(facet, directory, t), [facet, directory, t]);
  const options = offered.map((option) => ({
    key: option.id,
    label: option.name,
    detail: option.under,
    depth: option.depth,
    color: option.color,
    on: chosen.includes(option.id),
  }));
  const hint = hints[facet];
  return (
    <>
      <OptionList
        label={t('options', { name })}
        search={t('search', { name: name.toLocaleLowerCase() })}
        options={options}
        multiple={!isSingle(facet)}
        toggle={(id) => setFilter(toggled(filter, facet, id))}
        empty={t(offered.length === 0 ? 'none' : 'nothing')}
      >
        {hint !== undefined && <p className={styles.hint}>{t(hint)}</p>}
      </OptionList>
      {facet === 'period' && <PeriodDays period={filter.period} change={(period) => setFilter({ period })} />}
      {chosen.length > 0 && (
        <div className={styles.clear}>
          <Button variant="subtle" size="compact-sm" onClick={() => setFilter(cleared(facet))}>
            {t('clearOne')}
          </Button>
        </div>
      )}
    </>
  );
}

const hints: Partial<Record<FacetKey, 'stageHint' | 'reasonHint' | 'period.hint' | 'window.hint'>> = {
  stageIds: 'stageHint',
  reasonIds: 'reasonHint',
  period: 'period.hint',
  windowLeft: 'window.hint',
};
