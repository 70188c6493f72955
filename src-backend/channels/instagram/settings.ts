import { z } from 'zod';
import { graphId, metaSettingsShape } from '../meta/settings.ts';

/** An Instagram connection as a provision file describes it. */
export const instagramSettingsSchema = z
  .object({
    /** How customers know the account, with or without the @. */
    username: z
      .string()
      .trim()
      .regex(/^@?[\w.]{1,60}$/)
      .transform((name) => name.replace(/^@?/, '@')),
    /** The professional account's id, by which its webhooks come. */
    accountId: graphId,
    /** The Page it is linked to, where it is: messages then go through it. */
    pageId: graphId.optional(),
    /** Meta approved the application for the tag HUMAN_AGENT: people may answer for seven days instead of one. */
    humanAgent: z.boolean().default(false),
    ...metaSettingsShape,
  })
  // Settings that were read once are read again as they are.
  .transform((settings) => ({ ...settings, senderId: settings.pageId ?? settings.accountId }));
export type InstagramSettings = z.infer<typeof instagramSettingsSchema>;
