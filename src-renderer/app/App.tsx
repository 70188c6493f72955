import { MantineProvider } from '@mantine/core';
import type { i18n } from 'i18next';
import { I18nextProvider } from 'react-i18next';
import type { Bridge } from '../bridge/contract.ts';
import { BridgeProvider } from '../bridge/hooks.tsx';
import { theme } from '../theme/theme.ts';
import { PaneBoundary } from '../ui/PaneBoundary.tsx';
import { AppliedPreferences } from './AppliedPreferences.tsx';
import { type Actions, ActionsProvider } from './actions/registry.tsx';
import { RouteProvider, type RouteStore } from './route.tsx';
import { SessionGate } from './SessionGate.tsx';
import { type Services, ServicesProvider } from './services.tsx';

export interface AppProps {
  bridge: Bridge;
  texts: i18n;
  route: RouteStore;
  actions: Actions;
  services: Services;
}

/** The whole window on a given bridge: the same for both shells, for component tests and for the gallery. */
export function App({ bridge, texts, route, actions, services }: AppProps) {
  return (
    <I18nextProvider i18n={texts}>
      <MantineProvider
        theme={theme}
        defaultColorScheme="auto"
        withCssVariables={false}
        withGlobalClasses={false}
        withStaticClasses={false}
      >
        <BridgeProvider bridge={bridge}>
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
      </MantineProvider>
    </I18nextProvider>
  );
}
