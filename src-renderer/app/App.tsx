import { CloseButton, MantineProvider, mergeThemeOverrides } from '@mantine/core';
import type { i18n } from 'i18next';
import { type ReactNode, useMemo, useState } from 'react';
import { I18nextProvider, useTranslation } from 'react-i18next';
import type { Bridge } from '../bridge/contract.ts';
import { BridgeProvider } from '../bridge/hooks.tsx';
import type { SharedWatches } from '../bridge/shared-watches.ts';
import { createSchemeManager } from '../theme/scheme.ts';
import { theme } from '../theme/theme.ts';
import { PaneBoundary } from '../ui/PaneBoundary.tsx';
import { AppliedPreferences } from './AppliedPreferences.tsx';
import { type Actions, ActionsProvider } from './actions/registry.tsx';
import { RouteProvider, type RouteStore } from './route.tsx';
import { SessionGate } from './SessionGate.tsx';
import { type Services, ServicesProvider } from './services.tsx';

export interface AppProps {
  bridge: Bridge;
  watches?: SharedWatches;
  texts: i18n;
  route: RouteStore;
  actions: Actions;
  services: Services;
}

/** The whole window on a given bridge: the same for both shells, for component tests and for the gallery. */
export function App({ bridge, watches, texts, route, actions, services }: AppProps) {
  return (
    <I18nextProvider i18n={texts}>
      <Dress>
        <BridgeProvider bridge={bridge} watches={watches}>
          <ServicesProvider services={services}>
            <RouteProvider route={route}>
              <ActionsProvider actions={actions}>
                <PaneBoundary pane="window">
                  <AppliedPreferences texts={texts} />
                  <SessionGate />
                </PaneBoundary>
              </ActionsProvider>
            </RouteProvider>
          </ServicesProvider>
        </BridgeProvider>
      </Dress>
    </I18nextProvider>
  );
}

/** No style tag is made at run time: the variables are in our style sheets, so the content policy stays strict. */
function Dress({ children }: { children: ReactNode }) {
  const { t } = useTranslation('frame');
  const close = t('close');
  const [schemes] = useState(() => createSchemeManager(window.location.search));
  const worded = useMemo(() => {
    const named = { 'aria-label': close };
    return mergeThemeOverrides(theme, { components: { CloseButton: CloseButton.extend({ defaultProps: named }) } });
  }, [close]);
  return (
    <MantineProvider
      theme={worded}
      defaultColorScheme="auto"
      colorSchemeManager={schemes}
      withCssVariables={false}
      withGlobalClasses={false}
      withStaticClasses={false}
    >
      {children}
    </MantineProvider>
  );
}
