import { z } from 'zod';

/**
 * Readers shared by the parts of a webhook body. What a message can do without is read leniently (`catch`): a strange
 * optional field must not cost the customer's message.
 */

/** PostgreSQL stores neither NUL nor half a surrogate pair; left in, one such message would fail for ever. */
function storable(text: string): string {
  return (text.includes('\0') ? text.replaceAll('\0', '') : text).toWellFormed();
}

export const words = z.string().transform(storable);
export const optionalWords = words.optional().catch(undefined);
export const reference = z.string().max(512).transform(storable).pipe(z.string().min(1));
export const optionalReference = reference.optional().catch(undefined);

/** Cuts what is longer than it may be stored, without leaving half a character. */
export function cut(text: string, limit: number): string {
  return text.length <= limit ? text : text.slice(0, limit).toWellFormed();
}

/** Words of at most `limit` characters; nothing said and nothing there are both null. */
export function wordsOrNull(text: string | undefined, limit: number): string | null {
  const trimmed = text?.trim();
  return trimmed ? cut(trimmed, limit) : null;
}

/** Seconds since the epoch, as text (documented) or number; milliseconds out, null when it makes no sense. */
export const providerTime = z
  .unknown()
  .optional()
  .transform((value) => {
    const seconds = typeof value === 'string' || typeof value === 'number' ? Number(value) : Number.NaN;
    return seconds > 0 && seconds < 1e11 ? Math.round(seconds * 1000) : null;
  })
  .catch(null);

export const providerError = z.object({
  code: z.union([z.number(), z.string()]).optional().catch(undefined),
  title: optionalWords,
  message: optionalWords,
  error_data: z.object({ details: optionalWords }).optional().catch(undefined),
});

/** A name the provider gave to something, safe to log and show: never free text. */
export function termOf(value: unknown): string {
  const term = typeof value === 'number' ? String(value) : value;
  return typeof term === 'string' && /^[\w.:-]{1,64}$/.test(term) ? term : 'unnamed';
}
