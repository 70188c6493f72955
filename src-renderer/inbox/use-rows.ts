import { useEffect, useMemo, useSyncExternalStore } from 'react';
import type { InboxFilter } from '../../src-shared/bridge/views.ts';
import { useSharedWatches } from '../bridge/hooks.tsx';
import { createRowWindow, type RowsView, type RowWindow } from './row-window.ts';

/** The row window of a filter; a new filter gets a new one. */
export function useRows(filter: InboxFilter): { rows: RowsView; window: RowWindow } {
  const watches = useSharedWatches();
  const window = useMemo(() => createRowWindow(watches, filter), [watches, filter]);
  useEffect(() => () => window.close(), [window]);
  return { rows: useSyncExternalStore(window.subscribe, window.view), window };
}
