import { useEffect, useLayoutEffect, useRef } from 'react';
import { useRoute, useRouteStore } from '../../app/route.tsx';
import { useAction, useWatch } from '../../bridge/hooks.tsx';

/** A filter is kept when it stood for so long: ticking through a list is not worth a write each (milliseconds). */
const SETTLED_MS = 500;

/**
 * The list comes back as it was left: the filter is kept with the person's preferences and put back once, before the list
 * is asked for. False until then.
 */
export function useKeptFilter(): boolean {
  const route = useRouteStore();
  const filter = useRoute((now) => now.filter);
  const savedFilterId = useRoute((now) => now.savedFilterId);
  const restoredFor = useRoute((now) => now.restoredFor);
  const session = useWatch('session', {});
  const preferences = useWatch('preferences', {});
  const set = useAction('preferences.set');
  const personId = session?.phase === 'ready' ? session.person.id : null;
  const restored = personId !== null && restoredFor === personId;
  const kept = useRef<string | null>(null);

  useLayoutEffect(() => {
    if (personId !== null && preferences !== undefined && !restored)
      route.getState().restoreView(personId, preferences.inboxView);
  }, [route, personId, preferences, restored]);

  useEffect(() => {
    if (!restored) return;
    const view = { filter, savedFilterId };
    const told = JSON.stringify(view);
    kept.current ??= told;
    if (kept.current === told) return;
    const timer = setTimeout(() => {
      kept.current = told;
      void set({ inboxView: view });
    }, SETTLED_MS);
    return () => clearTimeout(timer);
  }, [restored, filter, savedFilterId, set]);

  return restored;
}
