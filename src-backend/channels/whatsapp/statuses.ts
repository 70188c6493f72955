import { z } from 'zod';
import type { InboundEvent, InboundStatus } from '../contract.ts';
import { ignored } from '../meta/ignored.ts';
import { cut, optionalReference, providerError, providerTime, reference, termOf } from '../meta/webhook-fields.ts';

const statusSchema = z.object({
  id: reference,
  status: optionalReference,
  timestamp: providerTime,
  errors: z.array(z.unknown()).optional().catch(undefined),
  biz_opaque_callback_data: optionalReference,
});

const statuses = new Map<string, InboundStatus['status']>([
  ['sent', 'sent'],
  ['delivered', 'delivered'],
  ['read', 'read'],
  // A voice note that was listened to was also read.
  ['played', 'read'],
  ['failed', 'failed'],
]);

export function readStatus(raw: unknown): InboundEvent {
  const parsed = statusSchema.safeParse(raw);
  if (!parsed.success) return ignored('status without an id');
  const { id, status: name, timestamp, errors, biz_opaque_callback_data: messageId } = parsed.data;
  const status = name === undefined ? undefined : statuses.get(name);
  if (status === undefined) return ignored(`status: ${termOf(name)}`);
  return {
    type: 'status',
    externalId: id,
    status,
    failure: status === 'failed' ? readFailure(errors?.[0]) : null,
    providerAt: timestamp,
    ...(messageId === undefined ? {} : { messageId }),
  };
}

/** The provider's code as text and its most telling sentence, at most 500 characters. */
function readFailure(raw: unknown): { code: string; detail: string | null } {
  const error = providerError.safeParse(raw).data;
  const detail = error?.error_data?.details ?? error?.message ?? error?.title;
  return {
    code: error?.code === undefined ? 'unknown' : termOf(error.code),
    detail: detail === undefined ? null : cut(detail, 500),
  };
}
