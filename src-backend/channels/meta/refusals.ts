import { z } from 'zod';
import type { SendOutcome } from '../contract.ts';
import type { GraphAnswer } from './graph.ts';
import { providerError } from './webhook-fields.ts';

export type Refusal = Exclude<SendOutcome, { outcome: 'accepted' }>;

const NETWORK_RETRY_MS = 3_000;
const SERVICE_RETRY_MS = 10_000;

/** Too fast for this pair of numbers: its wait grows with each refusal (see pair-backoff.ts). */
export const PAIR_RATE_CODE = 131056;

/**
 * Codes that say "not accepted, and it will pass". Everything else is for a person to decide. Milliseconds to wait at
 * least. Source: Cloud API and Messenger Platform error codes (v26). 131048 is a limit too, but one put there by spam reports: repeating
 * makes it worse, so it is not here.
 */
const passing = new Map<number, number>([
  [130429, 5_000], // throughput of the number
  [80007, 60_000], // requests of the business account, counted by the hour
  [4, 60_000], // requests of the application, counted by the hour
  [17, 60_000], // requests of the user, counted by the hour
  [32, 60_000], // requests of the Page
  [613, 60_000], // requests of one kind
  [80002, 60_000], // requests of the Instagram account
  [80006, 60_000], // requests of the Page's Messenger
  [1200, SERVICE_RETRY_MS], // «temporary send message failure»
  [PAIR_RATE_CODE, 4_000],
  [2, SERVICE_RETRY_MS], // service down or overloaded
  [131000, SERVICE_RETRY_MS], // "failed to send", unknown error on their side
  [131016, SERVICE_RETRY_MS], // service unavailable
  [133004, SERVICE_RETRY_MS], // server temporarily unavailable
  [131057, 60_000], // account in maintenance
  [131052, SERVICE_RETRY_MS], // media download on their side
  [131053, SERVICE_RETRY_MS], // media upload on their side
]);

/** Possible server error in the middle of the work: nothing is known of the message. */
const API_UNKNOWN = 1;

const errorBody = z.object({ error: providerError });

/**
 * What an answer other than an acceptance means for the message. `sends` tells whether the call would have sent it:
 * where it would not (an upload), an unanswered call can safely be repeated.
 */
export function refusalOf(answer: GraphAnswer, sends: boolean): Refusal {
  if (answer.state === 'unsent') return retry(answer.code, answer.detail, NETWORK_RETRY_MS);
  if (answer.state === 'unanswered') {
    return sends
      ? { outcome: 'uncertain', code: answer.code, detail: answer.detail }
      : retry(answer.code, answer.detail, NETWORK_RETRY_MS);
  }
  const { status, retryAfterMs } = answer;
  const error = errorBody.safeParse(answer.body).data?.error;
  if (error?.code !== undefined && status >= 400) {
    const code = Number(error.code);
    const detail = (error.error_data?.details ?? error.message ?? error.title)?.slice(0, 500) ?? null;
    const waitMs = passing.get(code);
    if (waitMs !== undefined) return retry(String(code), detail, Math.max(waitMs, retryAfterMs ?? 0));
    if (code !== API_UNKNOWN || status < 500) return { outcome: 'failed', code: String(error.code), detail };
    return sends ? { outcome: 'uncertain', code: String(code), detail } : retry(String(code), detail, SERVICE_RETRY_MS);
  }
  // No word of the Graph API itself: something on the way answered.
  const code = `http-${status}`;
  if (status === 429 || status === 503) return retry(code, null, retryAfterMs ?? SERVICE_RETRY_MS);
  if (status >= 300 && status < 500 && status !== 408) return { outcome: 'failed', code, detail: null };
  return sends ? { outcome: 'uncertain', code, detail: null } : retry(code, null, SERVICE_RETRY_MS);
}

function retry(code: string, detail: string | null, afterMs: number): Refusal {
  return { outcome: 'retry', code, detail, afterMs };
}
