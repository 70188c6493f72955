import { useSyncExternalStore } from 'react';

type State = 'ask' | 'granted' | 'denied' | 'none';

const listeners = new Set<() => void>();
let declined = false;
let known: State | null = null;

/** Electron shows notifications itself; only a page in a browser has to ask. */
function look(): State {
  if (window.turno !== undefined || typeof Notification === 'undefined') return 'none';
  if (Notification.permission === 'default') return 'ask';
  return Notification.permission;
}

/** The browser answers each look from another process (a millisecond), so a rendering takes what was seen last. */
const snapshot = (): State | 'later' => {
  known ??= look();
  return declined && known === 'ask' ? 'later' : known;
};

const tell = () => {
  known = null;
  for (const listener of listeners) listener();
};

/** It may be changed in the browser's own settings: whoever did that comes back to the window. */
function subscribe(changed: () => void): () => void {
  if (listeners.size === 0) {
    known = null;
    window.addEventListener('focus', tell);
  }
  listeners.add(changed);
  return () => {
    listeners.delete(changed);
    if (listeners.size === 0) window.removeEventListener('focus', tell);
  };
}

export interface NotificationPermissionView {
  state: State;
  /** Not decided yet, and not put off in this window. */
  shouldAsk: boolean;
  request(): void;
  later(): void;
}

export function useNotificationPermission(): NotificationPermissionView {
  const now = useSyncExternalStore(subscribe, snapshot);
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
