import type { z } from 'zod/mini';
import type { LivechatRefusal, LivechatRefusalReason } from '../../../src-shared/protocol/livechat.ts';

export const refusal = (reason: LivechatRefusalReason, retryAfterMs: number | null = null): LivechatRefusal => ({
  ok: false,
  reason,
  retryAfterMs,
});

/** Says what is wrong with a text, which the visitor can mend; everything else wrong is only `invalid`. */
export const refusalOf = (error: z.core.$ZodError): LivechatRefusal => {
  for (const issue of error.issues) {
    if (issue.path[0] !== 'text') continue;
    if (issue.code === 'too_big') return refusal('text-too-long');
    if (issue.message === 'unwanted-characters') return refusal('unwanted-characters');
  }
  return refusal('invalid');
};
