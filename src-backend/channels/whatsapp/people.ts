import { z } from 'zod';
import { phoneOf } from '../../../src-shared/rules/phone.ts';
import type { Sender } from '../contract.ts';
import { optionalReference, optionalWords, wordsOrNull } from '../meta/webhook-fields.ts';

/** Whom a webhook speaks of. Source: Cloud API webhooks since user names (2026): the number may be missing. */
const contactSchema = z.object({
  wa_id: optionalReference,
  /** Business-scoped user id: the identity of someone who writes without showing a number. */
  user_id: optionalReference,
  profile: z.object({ name: optionalWords }).optional().catch(undefined),
});
export type WebhookContact = z.infer<typeof contactSchema>;

const NAME_LENGTH = 200;

/** The people a webhook introduces; one that cannot be read only costs its name. */
export function readContacts(raw: unknown): WebhookContact[] {
  if (!Array.isArray(raw)) return [];
  return raw.flatMap((item: unknown) => contactSchema.safeParse(item).data ?? []);
}

/**
 * One person by what names them: the number when there is one, else the business-scoped id; both as the provider wrote
 * them. Where nothing names them, the only person introduced is meant. null: nobody can be told.
 */
export function personOf(
  named: { number: string | undefined; userId: string | undefined },
  contacts: readonly WebhookContact[],
): Sender | null {
  const { number, userId } = named;
  const anonymous = number === undefined && userId === undefined;
  const contact = contacts.find((candidate) =>
    anonymous
      ? contacts.length === 1
      : (number !== undefined && candidate.wa_id === number) || (userId !== undefined && candidate.user_id === userId),
  );
  const name = wordsOrNull(contact?.profile?.name, NAME_LENGTH);
  return addressed(number ?? contact?.wa_id, userId ?? contact?.user_id, name);
}

export function addressed(number: string | undefined, userId: string | undefined, name: string | null): Sender | null {
  const address = number ?? userId;
  if (address === undefined) return null;
  const person: Sender = { address, phone: phoneOf(address), profileName: name };
  return userId === undefined || userId === address ? person : { ...person, alias: userId };
}
