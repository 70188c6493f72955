import { z } from 'zod';
import type { Content } from '../../../src-shared/protocol/content.ts';
import { cut, optionalReference, optionalWords, termOf, words } from '../meta/webhook-fields.ts';

/** What a customer answered by pressing, choosing or filling in, instead of writing. */
export type Reply = Extract<Content, { type: 'reply' }>;

const TITLE = 4_000;
const FIELDS = 200;

const reply = (to: Reply['to'], title: string, more: Partial<Reply> = {}): Reply => ({
  type: 'reply',
  to,
  title: cut(title, TITLE),
  description: null,
  fields: [],
  ...more,
});

const buttonPart = z.object({ text: words });
/** The quick-reply button of a template. */
export function readButton(raw: unknown): Reply | null {
  const part = buttonPart.safeParse(raw);
  return part.success ? reply('button', part.data.text) : null;
}

const interactivePart = z.object({
  type: optionalReference,
  button_reply: z.object({ title: words }).optional().catch(undefined),
  list_reply: z.object({ title: words, description: optionalWords }).optional().catch(undefined),
  nfm_reply: z.object({ body: optionalWords, response_json: optionalWords }).optional().catch(undefined),
  call_permission_reply: z.object({ response: optionalReference }).optional().catch(undefined),
});
/** A reply; or, where it is none that anybody knows, what the provider called it. */
export function readInteractive(raw: unknown): Reply | string {
  const part = interactivePart.safeParse(raw).data;
  if (part?.button_reply) return reply('button', part.button_reply.title);
  if (part?.list_reply) {
    const { title, description } = part.list_reply;
    return reply('list', title, { description: description ? cut(description, TITLE) : null });
  }
  if (part?.nfm_reply) {
    return reply('form', part.nfm_reply.body ?? '', { fields: formAnswers(part.nfm_reply.response_json) });
  }
  // Whether the business may call: the customer pressed one of two buttons that WhatsApp words by itself.
  if (part?.call_permission_reply) {
    return reply('button', `call_permission_reply: ${termOf(part.call_permission_reply.response)}`);
  }
  return part?.type === undefined ? 'interactive' : `interactive.${termOf(part.type)}`;
}

const formPart = z.record(z.string(), z.unknown());
/** A flow's answers. The token is ours, not something the customer said. */
function formAnswers(json: string | undefined): Reply['fields'] {
  if (json === undefined) return [];
  try {
    const form = formPart.safeParse(JSON.parse(json));
    if (!form.success) return [];
    return Object.entries(form.data)
      .filter(([name]) => name !== 'flow_token')
      .slice(0, FIELDS)
      .map(([name, value]) => ({ name: stored(name, 1_000), value: stored(inWords(value), TITLE) }));
  } catch {
    return [];
  }
}

// JSON inside JSON: its escapes were not seen when the outer text was cleaned.
const stored = (text: string, limit: number): string => cut(text.replaceAll('\0', '').toWellFormed(), limit);
const inWords = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));

/** The reply as one text, for previews and search. */
export function replyText({ title, description, fields }: Reply): string {
  const lines = [title, description, ...fields.map(({ name, value }) => `${name}: ${value}`)];
  return lines.filter((line) => line).join('\n');
}
