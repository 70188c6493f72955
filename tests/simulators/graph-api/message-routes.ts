import { randomBytes } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import { createAuthority } from './authority.ts';
import type { PendingFaults } from './faults.ts';
import type { BusinessNumber } from './graph-api.ts';
import type { Journal } from './journal.ts';
import { createAllowance } from './limits.ts';
import type { MediaStore } from './media-store.ts';
import { errorBody, invalidParameter, type MetaError, metaError } from './meta-errors.ts';
import type { People } from './people.ts';
import { type BusinessKind, checkSend, type SendRequest, type SentContent } from './send-rules.ts';
import type { TemplateStore } from './templates.ts';
import type { WebhookPerson } from './webhook-bodies.ts';

/** What the business sent to a customer, as the customer has it. */
export interface BusinessMessage {
  id: string;
  phoneNumberId: string;
  /** Whom it reached: WhatsApp id or business-scoped user id. */
  to: string;
  kind: BusinessKind;
  /** The words: text, caption, a template's or an interactive message's body. */
  text: string | null;
  /** `bytes` null: given by address, which the stand-in does not fetch. `name`: what the customer sees it called. */
  media: { mime: string | null; bytes: Uint8Array | null; name: string | null; voice: boolean } | null;
  template: SentContent['template'];
  reaction: SentContent['reaction'];
  /** Of kinds that are passed on as they came (location, contacts, interactive): that part of the request. */
  part: unknown;
  quotedId: string | null;
  /** The business's own id of it (`biz_opaque_callback_data`). */
  ownId: string | null;
  at: number;
}

export interface MessageRoutesDeps {
  accessToken: string;
  numbers: readonly BusinessNumber[];
  media: MediaStore;
  templates: TemplateStore;
  people: People;
  journal: Journal;
  faults: PendingFaults;
  now: () => number;
  messagesPerSecond: number;
  onSend(phase: 'before' | 'after', count: number): void;
  /** Called for each accepted message, before the answer. */
  accepted(number: BusinessNumber, person: WebhookPerson, message: BusinessMessage): void;
}

/** `POST /{version}/{phone}/messages` with Meta's rules on shape, rates and the 24-hour window. */
export function registerMessages(app: FastifyInstance, deps: MessageRoutesDeps) {
  const { people, faults, now, messagesPerSecond } = deps;
  const sent: BusinessMessage[] = deps.journal.before.map(({ message }) => message);
  const marks: { messageId: string; typing: boolean }[] = [];
  const listeners = new Set<(message: BusinessMessage) => void>();
  const silent = new Set<() => void>();
  const unanswered: string[] = [];
  let sends = 0;
  // Source: Cloud API, "Throughput" and "Pair rate limits".
  const perNumber = createAllowance(messagesPerSecond, 1000 / messagesPerSecond, now);
  const perPair = createAllowance(45, 6_000, now);
  const authority = createAuthority(deps);

  app.post<{ Params: { phone: string } }>('/:version/:phone/messages', async (request, reply) => {
    const refuse = (error: MetaError) => reply.code(error.status).send(errorBody(error));
    const caller = authority.numberFor(request.headers.authorization, request.params.phone);
    if (!caller.ok) return refuse(caller.error);
    const checked = checkSend(request.body, deps);
    if (!checked.ok) return refuse(checked.error);
    if (checked.request.ask === 'read') {
      const { messageId, typing } = checked.request;
      if (!people.hasWritten(messageId)) return refuse(invalidParameter('message_id is not a message of this account'));
      marks.push({ messageId, typing });
      return { success: true };
    }
    const person = people.find(checked.request.recipient);
    const error = refusalOf(caller.number, person, checked.request.content);
    if (error) return refuse(error);
    sends += 1;
    deps.onSend('before', sends);
    const id = accept(caller.number, person, checked.request);
    deps.onSend('after', sends);
    const answer = faults.answer();
    if (answer === 'given') {
      const input = checked.request.recipient;
      const contact = { input, ...(person.waId ? { wa_id: person.waId } : { user_id: person.userId }) };
      return { messaging_product: 'whatsapp', contacts: [contact], messages: [{ id }] };
    }
    if (checked.request.ownId !== null) unanswered.push(checked.request.ownId);
    reply.hijack();
    if (answer === 'lost') request.raw.socket.destroy();
    else silent.add(() => request.raw.socket.destroy());
  });

  function refusalOf(number: BusinessNumber, person: WebhookPerson, { kind, reaction }: SentContent): MetaError | null {
    const arranged = faults.sendRefusal();
    if (arranged !== null) return metaError(arranged);
    if (!perNumber.take(number.phoneNumberId)) return metaError(130429);
    if (!perPair.take(`${number.phoneNumberId} ${person.waId ?? person.userId}`)) return metaError(131056);
    // A template is what may be sent at any time.
    if (kind !== 'template' && !people.windowIsOpen(number.phoneNumberId, person)) return metaError(131047);
    if (reaction && !people.mayHaveWritten(reaction.targetId) && !sent.some(({ id }) => id === reaction.targetId)) {
      return { ...metaError(131009), details: 'message_id is not a message of this chat' };
    }
    return null;
  }

  function accept(
    number: BusinessNumber,
    person: WebhookPerson,
    request: Extract<SendRequest, { ask: 'message' }>,
  ): string {
    const { content, quotedId, ownId } = request;
    const { media, ...rest } = content;
    const message: BusinessMessage = {
      id: `wamid.${randomBytes(24).toString('base64')}`,
      phoneNumberId: number.phoneNumberId,
      to: person.waId ?? person.userId ?? '',
      ...rest,
      media: media && {
        mime: media.stored?.mime ?? null,
        bytes: media.stored?.bytes ?? null,
        name: media.name,
        voice: media.voice,
      },
      quotedId,
      ownId,
      at: now(),
    };
    deps.journal.accepted(message);
    sent.push(message);
    deps.accepted(number, person, message);
    for (const listener of listeners) listener(message);
    return message.id;
  }

  return {
    all: (): readonly BusinessMessage[] => sent,
    unanswered: (): readonly string[] => unanswered,
    readMarks: (): readonly { messageId: string; typing: boolean }[] => marks,
    onMessage(listener: (message: BusinessMessage) => void) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    close() {
      for (const end of silent) end();
    },
  };
}
