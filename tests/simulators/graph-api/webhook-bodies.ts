import type { BusinessNumber } from './graph-api.ts';

/** What a webhook says about the person it concerns. */
export interface WebhookPerson {
  /** WhatsApp id; null for someone known only by a business-scoped user id. */
  waId: string | null;
  userId: string | null;
  name: string;
}

export interface StatusNews {
  id: string;
  status: 'sent' | 'delivered' | 'read' | 'failed';
  failure: { code: number; title: string; details: string } | null;
  ownId: string | null;
}

/** Seconds, as text: that is how Meta writes times. */
const seconds = (ms: number) => String(Math.floor(ms / 1000));

function envelope(number: BusinessNumber, value: object): object {
  const { businessAccountId, displayPhoneNumber, phoneNumberId } = number;
  const metadata = { display_phone_number: displayPhoneNumber.replace(/\D/g, ''), phone_number_id: phoneNumberId };
  return {
    object: 'whatsapp_business_account',
    entry: [
      {
        id: businessAccountId,
        changes: [{ value: { messaging_product: 'whatsapp', metadata, ...value }, field: 'messages' }],
      },
    ],
  };
}

function contact({ waId, userId, name }: WebhookPerson): object {
  return { profile: { name }, ...(waId ? { wa_id: waId } : {}), ...(userId ? { user_id: userId } : {}) };
}

export function messageWebhook(
  number: BusinessNumber,
  person: WebhookPerson,
  message: { id: string; at: number; quotedId: string | null; content: object },
): object {
  return envelope(number, {
    contacts: [contact(person)],
    messages: [
      {
        ...(message.quotedId ? { context: { from: number.displayPhoneNumber, id: message.quotedId } } : {}),
        ...(person.waId ? { from: person.waId } : {}),
        ...(person.userId ? { from_user_id: person.userId } : {}),
        id: message.id,
        timestamp: seconds(message.at),
        ...message.content,
      },
    ],
  });
}

export function statusWebhook(number: BusinessNumber, person: WebhookPerson, news: StatusNews, at: number): object {
  const { id, status, failure, ownId } = news;
  return envelope(number, {
    contacts: [contact(person)],
    statuses: [
      {
        id,
        status,
        timestamp: seconds(at),
        ...(person.waId ? { recipient_id: person.waId } : { recipient_user_id: person.userId }),
        ...(ownId ? { biz_opaque_callback_data: ownId } : {}),
        ...(failure
          ? {
              errors: [
                {
                  code: failure.code,
                  title: failure.title,
                  message: failure.title,
                  error_data: { details: failure.details },
                },
              ],
            }
          : {}),
      },
    ],
  });
}
