import { useSyncExternalStore } from 'react';

const listeners = new Set<() => void>();
let declined = false;

/** Electron shows notifications itself; only a page in a browser has to ask. */
function state(): 'ask' | 'granted' | 'denied' | 'none' {
  if (window.turno !== undefined || typeof Notification === 'undefined') return 'none';
  if (Notification.permission === 'default') return 'ask';
  return Notification.permission;
}

const tell = () => {
  for (const listener of listeners) listener();
};

export interface NotificationPermissionView {
  state: ReturnType<typeof state>;
  /** Not decided yet, and not put off in this window. */
  shouldAsk: boolean;
  request(): void;
  later(): void;
}

export function useNotificationPermission(): NotificationPermissionView {
  const now = useSyncExternalStore(
    (changed) => {
      listeners.add(changed);
      return () => listeners.delete(changed);
    },
    () => (declined && state() === 'ask' ? 'later' : state()),
  );
  return {
    state: now === 'later' ? 'ask' : now,
    shouldAsk: now === 'ask',
    request: () => void Notification.requestPermission().then(tell),
    later: () => {
      declined = true;
      tell();
    },
  };
}
