import { saveIntoFolder } from '../desktop/save-file.ts';
import type { SecretStore, Shell } from '../engine/shell.ts';
import { openExternal } from './open-external.ts';

/**
 * The Chromium shell as the engine sees it. The window's own page shows notifications and the unread count (title and
 * application badge), for it knows the browser's permission; sleep is noticed by the engine's own clock.
 */
export function createChromiumShell(deps: {
  secrets: SecretStore;
  downloadsFolder(): string;
  openWindow(): void;
}): Shell {
  return {
    openWindow: deps.openWindow,
    notify: () => Promise.resolve({ result: 'not-shown', reason: 'use-window' }),
    badge: () => {},
    secrets: deps.secrets,
    openExternal,
    saveFile: (name, bytes) => saveIntoFolder(deps.downloadsFolder(), name, bytes),
    onEvent: () => () => {},
  };
}
