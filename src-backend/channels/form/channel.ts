import type { ChannelAdapter } from '../contract.ts';
import { FORM_CAPABILITIES, type FormSettings, formSettingsSchema } from './settings.ts';

/** What was filled in arrives (`routes.ts`); nothing can be sent back the same way. */
export const createFormChannel = (): ChannelAdapter<FormSettings> => ({
  channel: 'form',
  capabilities: FORM_CAPABILITIES,
  parseSettings: (raw) => formSettingsSchema.parse(raw),
  publicAddress: ({ key }) => `/forms/${key}`,
  send: async () => ({ outcome: 'failed', code: 'receives-only', detail: null }),
});
