import { useEffect, useLayoutEffect, useRef } from 'react';
import { useRoute, useRouteStore } from '../../app/route.tsx';
import { useAction, useWatch } from '../../bridge/hooks.tsx';

/** A filter is kept when it stood for so long: ticking through a list is not worth a write each (milliseconds). */
const SETTLED_MS = 500;

/**
 * The list comes back as it was left: the filter is kept with the person's preferences and put back once. For as long as
 * somebody is signed in, whatever section they look at.
 */
export function useKeptFilter(): void {
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
    if (kept.current === null) kept.current = told;
    if (kept.current === told) return;
    const save = () => {
      if (kept.current === told) return;
      kept.current = told;
      void set({ inboxView: view });
    };
    const timer = setTimeout(save, SETTLED_MS);
    // A window that is closed just after is not too early.
    window.addEventListener('pagehide', save);
    return () => {
      clearTimeout(timer);
      window.removeEventListener('pagehide', save);
    };
  }, [restored, filter, savedFilterId, set]);
}

/** False until the list is as this person left it: before that it is not asked for. */
export function useIsRestored(): boolean {
  const session = useWatch('session', {});
  const restoredFor = useRoute((now) => now.restoredFor);
  return session?.phase === 'ready' && restoredFor === session.person.id;
}
