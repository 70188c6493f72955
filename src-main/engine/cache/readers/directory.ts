import type { Directory, SavedFilterView } from '../../../../src-shared/bridge/views.ts';
import { plainFilterLists } from '../../../../src-shared/protocol/defaults.ts';
import type { SavedFilter } from '../../../../src-shared/protocol/inbox-filter.ts';
import { withPendingFilters } from '../pending-filters.ts';
import type { Entities, Sources } from './reading.ts';

/** The directory with the filter sets (A5) of whoever is signed in, as they will be once the outbox is empty. */
export function createDirectoryReader(from: Sources, entities: Entities) {
  const collator = new Intl.Collator('pt-BR', { sensitivity: 'base', numeric: true });

  /** The server sends no others; what a former member of a department still holds until its snapshot is not shown. */
  function mayUse({ ownerId, departmentId }: SavedFilter, me: string | null): boolean {
    if (ownerId === me) return true;
    if (departmentId === null) return false;
    const person = from.directory.person(me);
    return person !== null && (person.role !== 'agent' || person.departmentIds.includes(departmentId));
  }

  function savedFilters(): SavedFilterView[] {
    const me = from.context.me();
    return withPendingFilters(from.directory.savedFilters(), entities.overlay().filters(), me)
      .filter((one) => !one.removed && mayUse(one, me))
      .map(({ id, name, ownerId, departmentId, filter, pending }) => ({
        id,
        name,
        ownerId,
        departmentId,
        // Stored by an earlier version, it lacks the filters that were added since.
        filter: { ...plainFilterLists, ...filter },
        ownerName: from.directory.person(ownerId)?.name ?? null,
        departmentName: departmentId === null ? null : (from.directory.department(departmentId)?.name ?? null),
        mine: ownerId === me,
        pending,
      }))
      .sort((a, b) => collator.compare(a.name, b.name) || (a.id < b.id ? -1 : 1));
  }

  return (): Directory => ({ ...from.directory.whole(), savedFilters: savedFilters() });
}
