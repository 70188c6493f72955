import { useCallback } from 'react';
import type { Preferences } from '../../src-shared/bridge/views.ts';
import { useAction, useWatch } from '../bridge/hooks.tsx';

/** What is shown until the engine's first answer. */
export const defaultPreferences: Preferences = {
  theme: 'system',
  density: 'comfortable',
  language: 'pt-BR',
  zoom: 1,
  listWidth: 348,
  notifications: { newConversation: true, newMessage: true, mention: true, sound: true },
  shortcuts: {},
};

export function usePreferences(): Preferences {
  return useWatch('preferences', {}) ?? defaultPreferences;
}

export function useSetPreferences(): (change: Partial<Preferences>) => void {
  const set = useAction('preferences.set');
  return useCallback((change: Partial<Preferences>) => void set(change), [set]);
}
