import { z } from 'zod';

/** What an answer by e-mail that is being written has besides its text and its files; addresses as they were typed. */
export const emailDraftSchema = z.object({
  /** Empty: the thread's own with «Re:». */
  subject: z.string().max(500),
  cc: z.array(z.string().max(320)).max(50),
  bcc: z.array(z.string().max(320)).max(50),
  quoteHistory: z.boolean(),
});
export type EmailDraft = z.infer<typeof emailDraftSchema>;
