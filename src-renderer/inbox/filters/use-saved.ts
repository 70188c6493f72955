import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import type { InboxFilter, SavedFilterView } from '../../../src-shared/bridge/views.ts';
import { useRoute } from '../../app/route.tsx';
import { useOfferUndo } from '../../app/undo/offer.tsx';
import { useWatch } from '../../bridge/hooks.tsx';
import { announceDone, announceProblem } from '../../chat/outcome/announce.ts';
import { useRefusalWords, useServerAction } from '../../chat/outcome/server-action.ts';
import { sameFilter, withoutFilters } from './facets.ts';

/** Everything is shown again, and no saved set is in use. */
export function useClearFilter(): () => void {
  const filter = useRoute((route) => route.filter);
  const setFilter = useRoute((route) => route.setFilter);
  const setSaved = useRoute((route) => route.setSavedFilter);
  return () => {
    setFilter(withoutFilters(filter));
    setSaved(null);
  };
}

/** The saved set that was chosen, and whether something else is shown by now; null: none, or it is gone. */
export function useSavedInUse(): { filter: SavedFilterView; changed: boolean } | null {
  const id = useRoute((route) => route.savedFilterId);
  const filter = useRoute((route) => route.filter);
  const sets = useWatch('directory', {})?.savedFilters;
  const saved = sets?.find((one) => one.id === id);
  return saved === undefined ? null : { filter: saved, changed: !sameFilter(saved.filter, filter) };
}

export function useChooseSaved(): (saved: SavedFilterView) => void {
  const setFilter = useRoute((route) => route.setFilter);
  const setSaved = useRoute((route) => route.setSavedFilter);
  return useCallback(
    (saved) => {
      setFilter(saved.filter);
      setSaved(saved.id);
    },
    [setFilter, setSaved],
  );
}

type Kept = Pick<SavedFilterView, 'id' | 'name' | 'departmentId'> & { filter: InboxFilter };

/** Changing saved sets. It waits in the outbox while there is no line. */
export function useSavedActions() {
  const { t } = useTranslation('filters');
  const saveFilter = useServerAction('filter.save');
  const removeFilter = useServerAction('filter.remove');
  const setSaved = useRoute((route) => route.setSavedFilter);
  const offerUndo = useOfferUndo();
  const words = useRefusalWords();

  const keep = async (kept: Kept, told: 'saved' | 'updated'): Promise<string | null> => {
    const { id, name, departmentId, filter } = kept;
    const outcome = await saveFilter({ id, name, departmentId, filter });
    if (!outcome.ok) return words(outcome.reason);
    setSaved(id);
    announceDone(t(`told.${told}`, { name }));
    return null;
  };

  return {
    /** What went wrong, in words; null: nothing did. */
    keep,
    async update(saved: SavedFilterView, filter: InboxFilter) {
      const problem = await keep({ ...saved, filter }, 'updated');
      if (problem !== null) announceProblem(problem);
    },
    async remove(saved: SavedFilterView) {
      const outcome = await removeFilter({ id: saved.id });
      if (!outcome.ok) {
        announceProblem(words(outcome.reason));
        return;
      }
      setSaved(null);
      const back = () => keep({ ...saved, id: crypto.randomUUID() }, 'saved');
      // A colleague's cannot be made again under the colleague's name.
      if (saved.mine) offerUndo(t('told.removed', { name: saved.name }), back);
      else announceDone(t('told.removed', { name: saved.name }));
    },
  };
}
