import type { Capabilities } from '../../src-shared/protocol/entities.ts';
import type { ChannelAdapter } from './contract.ts';

/** What a connection with these settings can do; settings that are not (any longer) valid say nothing. */
export function capabilitiesWith(adapter: ChannelAdapter, settings: unknown): Capabilities {
  if (adapter.capabilitiesWith === undefined) return adapter.capabilities;
  try {
    return adapter.capabilitiesWith(adapter.parseSettings(settings));
  } catch {
    return adapter.capabilities;
  }
}
