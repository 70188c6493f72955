import { useComputedColorScheme } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { usePreferences, useSetPreferences } from '../preferences.ts';
import { useRouteStore } from '../route.tsx';
import { useRegisterAction } from './registry.tsx';

/** What can be done from anywhere in the window. */
export function useFrameActions(): void {
  const { t } = useTranslation('frame');
  const route = useRouteStore();
  const preferences = usePreferences();
  const setPreferences = useSetPreferences();
  const scheme = useComputedColorScheme();

  useRegisterAction({
    id: 'palette.open',
    label: t('actions.palette'),
    group: 'general',
    keys: '$mod+k',
    hidden: true,
    run: () => route.getState().setOverlay('palette'),
  });
  useRegisterAction({
    id: 'shortcuts.show',
    label: t('actions.shortcuts'),
    group: 'general',
    keys: '[Shift]+?',
    run: () => route.getState().setOverlay('shortcuts'),
  });
  useRegisterAction({
    id: 'go.inbox',
    label: t('actions.goInbox'),
    group: 'general',
    keys: 'g a',
    run: () => route.getState().go('inbox'),
  });
  useRegisterAction({
    id: 'go.history',
    label: t('actions.goHistory'),
    group: 'general',
    keys: 'g h',
    run: () => route.getState().go('history'),
  });
  useRegisterAction({
    id: 'go.settings',
    label: t('actions.goSettings'),
    group: 'general',
    keys: '$mod+,',
    run: () => route.getState().go('settings'),
  });
  useRegisterAction({
    id: 'diagnostics.show',
    label: t('actions.diagnostics'),
    group: 'general',
    keys: null,
    run: () => route.getState().setOverlay('diagnostics'),
  });
  useRegisterAction({
    id: 'panel.toggle',
    label: t('actions.togglePanel'),
    group: 'conversation',
    keys: '$mod+i',
    enabled: () => route.getState().conversationId !== null,
    run: () => route.getState().setPanelOpen(!route.getState().panelOpen),
  });
  useRegisterAction({
    id: 'theme.toggle',
    label: t('actions.themeToggle'),
    group: 'general',
    keys: null,
    run: () => setPreferences({ theme: scheme === 'dark' ? 'light' : 'dark' }),
  });
  useRegisterAction({
    id: 'density.toggle',
    label: t('actions.densityToggle'),
    group: 'general',
    keys: null,
    run: () => setPreferences({ density: preferences.density === 'compact' ? 'comfortable' : 'compact' }),
  });
}
