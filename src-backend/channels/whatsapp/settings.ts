import { z } from 'zod';
import { graphId, metaSettingsShape } from '../meta/settings.ts';

/** A WhatsApp connection as a provision file describes it. */
export const whatsAppSettingsSchema = z.object({
  displayPhoneNumber: z.string().trim().min(4).max(32),
  phoneNumberId: graphId,
  businessAccountId: graphId,
  ...metaSettingsShape,
});
export type WhatsAppSettings = z.infer<typeof whatsAppSettingsSchema>;
