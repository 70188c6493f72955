import { createHash } from 'node:crypto';
import type { FormRefusal, FormSubmission } from '../../../src-shared/protocol/forms.ts';
import { FORM_TRAP } from '../../../src-shared/protocol/forms.ts';
import { type ReadAnswers, readAnswers } from '../../../src-shared/rules/form-answers.ts';
import type { ChannelConnection, InboundDoor, InboundMessage } from '../contract.ts';
import type { FormLimits } from './limits.ts';
import type { FormSettings } from './settings.ts';
import type { FormTokens } from './token.ts';

/** What is done with a form that was sent, whatever way it came. */
export interface Submissions {
  /** `address`: the sender's network address. Accepted means durable. */
  take(connection: ChannelConnection<FormSettings>, address: string, sent: Sent): Promise<{ ok: true } | FormRefusal>;
}

/** `id` and `token` null: a site's own HTML, which has neither. */
export type Sent = Omit<FormSubmission, 'id' | 'token'> & { id: string | null; token: string | null };

export function createSubmissions(deps: {
  door: InboundDoor;
  tokens: FormTokens;
  limits: FormLimits;
  now: () => number;
}): Submissions {
  const { door, tokens, limits, now } = deps;

  /** Milliseconds to wait; 0: a person may have filled it in. null: the token is not good. */
  async function tooFastBy({ id, settings }: ChannelConnection<FormSettings>, token: string | null) {
    if (token === null) return settings.plainPosts ? 0 : null;
    const age = await tokens.age(id, token);
    return age === null ? null : Math.max(0, settings.minSeconds * 1_000 - age);
  }

  return {
    async take(connection, address, sent) {
      const wait = limits.sent.take(address);
      if (wait > 0) return refusal('rate-limited', wait);
      if (sent[FORM_TRAP] !== '') {
        // It is told that all is well, or it would try another way.
        await door.accept(connection.id, [{ type: 'ignored', reason: 'form: the trap was filled in' }]);
        return { ok: true };
      }
      const early = await tooFastBy(connection, sent.token);
      if (early === null) return refusal('token');
      if (early > 0) return refusal('too-fast', early);
      const read = readAnswers(connection.settings.fields, sent.answers);
      if (Object.keys(read.problems).length > 0) return { ...refusal('invalid'), problems: read.problems };
      const crowd = limits.taken.take(connection.id);
      if (crowd > 0) return refusal('rate-limited', crowd);
      await door.accept(connection.id, [messageOf(connection, sent, read, now())]);
      return { ok: true };
    },
  };
}

export const refusal = (reason: FormRefusal['reason'], retryAfterMs: number | null = null): FormRefusal => ({
  ok: false,
  reason,
  problems: {},
  retryAfterMs,
});

function messageOf(
  { id, settings }: ChannelConnection<FormSettings>,
  sent: Sent,
  read: ReadAnswers,
  now: number,
): InboundMessage {
  const { email, phone, name, message, answers } = read;
  const fields = answers.flatMap(({ field, value }) =>
    field.kind === 'message' && value === message ? [] : [{ name: field.label, value }],
  );
  const externalId = sent.id ?? sameWords(id, fields, message, now);
  return {
    type: 'message',
    externalId,
    // What was typed is nobody's word but the sender's: it is how they are reached, and proves nothing.
    sender: { address: email ?? phone ?? externalId, phone, profileName: name },
    kind: 'text',
    text: message,
    media: null,
    unknownKind: null,
    quotedExternalId: null,
    providerAt: null,
    content: { type: 'form', form: settings.title, page: pageOf(sent.page), fields },
  };
}

const TWICE_MS = 10 * 60_000;

/** A plain form has no id of its own: the same words within ten minutes are the same button pressed twice. */
function sameWords(connectionId: string, fields: unknown, message: string | null, now: number): string {
  const words = JSON.stringify([connectionId, Math.floor(now / TWICE_MS), fields, message]);
  return createHash('sha256').update(words).digest('hex');
}

function pageOf(page: string | null): string | null {
  if (page === null || !URL.canParse(page)) return null;
  const { protocol, href } = new URL(page);
  return (protocol === 'https:' || protocol === 'http:') && href.length <= 2_000 ? href : null;
}
