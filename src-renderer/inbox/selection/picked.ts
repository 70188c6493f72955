import type { BulkRows } from '../../../src-shared/bridge/bulk.ts';
import type { InboxFilter } from '../../../src-shared/bridge/views.ts';

/** The conversations that are ticked: some, or everything the filter shows but some. */
export type Picked = { from: 'ids'; ids: ReadonlySet<string> } | { from: 'filter'; except: ReadonlySet<string> };

export const nothing: Picked = { from: 'ids', ids: new Set() };
export const everything: Picked = { from: 'filter', except: new Set() };

export const isPicked = (picked: Picked, id: string): boolean =>
  picked.from === 'ids' ? picked.ids.has(id) : !picked.except.has(id);

/** `total`: rows of the filter. */
export const countOf = (picked: Picked, total: number): number =>
  picked.from === 'ids' ? picked.ids.size : Math.max(0, total - picked.except.size);

export function withPicked(picked: Picked, ids: readonly string[], on: boolean): Picked {
  const listed = new Set(picked.from === 'ids' ? picked.ids : picked.except);
  const adds = (picked.from === 'ids') === on;
  for (const id of ids) {
    if (adds) listed.add(id);
    else listed.delete(id);
  }
  return picked.from === 'ids' ? { from: 'ids', ids: listed } : { from: 'filter', except: listed };
}

export const rowsOf = (picked: Picked, filter: InboxFilter): BulkRows =>
  picked.from === 'ids'
    ? { from: 'ids', conversationIds: [...picked.ids] }
    : { from: 'filter', filter, except: [...picked.except] };
