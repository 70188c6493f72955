import { z } from 'zod';
import { graphId, metaSettingsShape } from '../meta/settings.ts';

/** A Messenger connection as a provision file describes it. */
export const messengerSettingsSchema = z
  .object({
    /** How customers know the Page. */
    pageName: z.string().trim().min(1).max(80),
    /** The Page's id, by which its webhooks come. */
    pageId: graphId,
    /** Meta approved the application for the tag HUMAN_AGENT: people may answer for seven days instead of one. */
    humanAgent: z.boolean().default(false),
    ...metaSettingsShape,
  })
  .transform((settings) => ({ ...settings, accountId: settings.pageId, senderId: settings.pageId }));
export type MessengerSettings = z.infer<typeof messengerSettingsSchema>;
