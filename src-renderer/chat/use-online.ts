import { useEngineLink, useWatch } from '../bridge/hooks.tsx';

/** Whether the customer can be reached now: this window has its engine, and the engine its server (E1). */
export function useOnline(): boolean {
  const link = useEngineLink();
  const connection = useWatch('connection', {});
  return link === 'up' && connection?.state === 'online';
}
