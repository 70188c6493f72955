import { z } from 'zod';
import { cut } from '../webhook-fields.ts';

/** Readers of what Instagram and Messenger word alike, and otherwise than WhatsApp. */

/** An id: documented as text, sent as a number by older versions. */
export const providerId = z.union([z.string(), z.number().int()]).transform(String).pipe(z.string().min(1).max(128));
export const optionalId = providerId.optional().catch(undefined);

/** Epoch milliseconds; seconds where a time is too small to be milliseconds. null when it makes no sense. */
export const messagingTime = z
  .unknown()
  .optional()
  .transform((value) => {
    const time = typeof value === 'string' || typeof value === 'number' ? Number(value) : Number.NaN;
    if (!(time > 0) || time >= 1e14) return null;
    return Math.round(time < 1e11 ? time * 1000 : time);
  })
  .catch(null);

/** Of at most 2,000 characters and of the web, or null. */
export const webAddress = (text: string | undefined): string | null =>
  text !== undefined && text.length <= 2_000 && /^https?:\/\//i.test(text) ? text : null;

/** Lines that say something, each once. */
export function lines(...parts: (string | null | undefined)[]): string | null {
  const said = [...new Set(parts.map((part) => part?.trim()).filter((part) => part))];
  return said.length === 0 ? null : cut(said.join('\n'), 60_000);
}
