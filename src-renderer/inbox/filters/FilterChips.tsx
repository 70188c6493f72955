import { Bookmark, X } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useRoute } from '../../app/route.tsx';
import { useWatch } from '../../bridge/hooks.tsx';
import styles from './Filters.module.css';
import { activeFacets, chosenNames, cleared, type FacetKey } from './facets.ts';
import { useClearFilter, useSavedInUse } from './use-saved.ts';

/** What is in use, each to be changed or taken away; nothing at all while everything is shown. */
export function FilterChips({ show }: { show(facet: FacetKey): void }) {
  const { t, i18n } = useTranslation('filters');
  const filter = useRoute((route) => route.filter);
  const setFilter = useRoute((route) => route.setFilter);
  const setSaved = useRoute((route) => route.setSavedFilter);
  const directory = useWatch('directory', {});
  const saved = useSavedInUse();
  const clear = useClearFilter();
  const active = activeFacets(filter);
  if (active.length === 0 && filter.status === 'open' && saved === null) return null;
  return (
    <section className={styles.chips} aria-label={t('chips')}>
      {saved !== null && (
        <Chip
          label={
            <>
              <Bookmark size={12} strokeWidth={2} aria-hidden="true" />
              <span className={styles.words}>{saved.filter.name}</span>
              {saved.changed && <i>({t('saved.changed')})</i>}
            </>
          }
          title={saved.filter.name}
          name={t('saved.inUse', {
            name: saved.changed ? t('saved.changedOf', { name: saved.filter.name }) : saved.filter.name,
          })}
          remove={t('saved.leave', { name: saved.filter.name })}
          onOpen={() => setFilter(saved.filter.filter)}
          onRemove={() => setSaved(null)}
        />
      )}
      {active.map((key) => {
        const names = chosenNames(filter, key, directory, t, i18n.language);
        const [first = ''] = names;
        const name = t(`facet.${key}`);
        const values = names.length > 1 ? t('more', { first, count: names.length - 1 }) : first;
        return (
          <Chip
            key={key}
            label={
              <>
                <span className={styles.words}>{first}</span> {names.length > 1 && <b>+{names.length - 1}</b>}
              </>
            }
            title={`${name}: ${names.join(', ')}`}
            name={t('change', { name, values })}
            remove={t('remove', { name, values })}
            onOpen={() => show(key)}
            onRemove={() => setFilter(cleared(key))}
          />
        );
      })}
      <button type="button" className={styles.clear} onClick={clear}>
        {t('clear')}
      </button>
    </section>
  );
}

interface ChipProps {
  label: ReactNode;
  title: string;
  name: string;
  remove: string;
  onOpen(): void;
  onRemove(): void;
}

function Chip({ label, title, name, remove, onOpen, onRemove }: ChipProps) {
  return (
    <span className={styles.active}>
      <button type="button" className={styles.open} title={title} aria-label={name} onClick={onOpen}>
        {label}
      </button>
      <button type="button" className={styles.remove} title={remove} aria-label={remove} onClick={onRemove}>
        <X size={12} strokeWidth={2.5} aria-hidden="true" />
      </button>
    </span>
  );
}
