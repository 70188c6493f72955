import { z } from 'zod';
import type { GraphAnswer } from '../graph.ts';
import { type Refusal, refusalOf } from '../refusals.ts';

/**
 * What a subcode says more exactly than its code. The failure then carries both, «10.2018278»: by the code alone a closed
 * window would look like a missing permission, and the whole account like broken.
 * Source: Messenger Platform, «Error codes»; Instagram's from what its API answers.
 */
const telling = new Set([
  2018278, // 10: outside the messaging window
  2534022, // 10: the same on Instagram
  2018108, // 10: this person does not receive messages now
  1545041, // 200, 551: this person isn't available now
  2018028, // 200: the application may only write to its testers yet
  2018001, // 100: no such person
  2534014, // 100: the same on Instagram
  2018300, // 10: another application has the conversation
  2534037, // 100: the same on Instagram
  2018109, // 100: the attachment is too large
  2018047, // 100: the attachment is not of the kind it is called
  2018294, // 100: the upload of a film took too long
]);

const body = z.object({ error: z.object({ error_subcode: z.coerce.number().optional().catch(undefined) }) });

export function messagingRefusalOf(answer: GraphAnswer, sends: boolean): Refusal {
  const refusal = refusalOf(answer, sends);
  const subcode = answer.state === 'answered' ? body.safeParse(answer.body).data?.error.error_subcode : undefined;
  return refusal.outcome === 'failed' && subcode !== undefined && telling.has(subcode)
    ? { ...refusal, code: `${refusal.code}.${subcode}` }
    : refusal;
}
