import { z } from 'zod';
import { mediaParts } from '../../src-shared/bridge/media-part.ts';

/**
 * What crosses between the main process and the engine's. Both ends check what they receive; `call` numbers are the
 * asker's own and pair a reply with its request.
 */
const call = z.number().int();
const bytes = z.custom<Uint8Array>((value) => value instanceof Uint8Array);

const shellEventSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('suspend') }),
  z.object({ type: z.literal('resume') }),
  z.object({ type: z.literal('network'), online: z.boolean() }),
  z.object({ type: z.literal('idle'), idle: z.boolean() }),
  z.object({ type: z.literal('machine-idle'), ms: z.number().nonnegative() }),
  z.object({ type: z.literal('notification-click'), conversationId: z.string().nullable() }),
]);

export const toEngineSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('start'), folder: z.string(), serverUrl: z.string().nullable(), logFile: z.string() }),
  /** Carries the window's port. */
  z.object({ type: z.literal('window') }),
  z.object({ type: z.literal('open-conversation'), conversationId: z.string() }),
  z.object({ type: z.literal('shell-event'), event: shellEventSchema }),
  z.object({
    type: z.literal('upload'),
    call,
    conversationId: z.string(),
    name: z.string(),
    mime: z.string(),
    body: bytes,
    voice: z.boolean(),
  }),
  z.object({
    type: z.literal('media'),
    call,
    id: z.string(),
    part: z.enum(mediaParts),
    start: z.number().int().nonnegative(),
    end: z.number().int().nonnegative(),
  }),
  z.object({ type: z.literal('answer'), call, value: z.unknown() }),
  z.object({ type: z.literal('failure'), call, message: z.string() }),
  z.object({ type: z.literal('stop') }),
]);
export type ToEngine = z.infer<typeof toEngineSchema>;

export const notificationSchema = z.object({
  tag: z.string(),
  title: z.string(),
  body: z.string(),
  conversationId: z.string().nullable(),
  silent: z.boolean(),
});

/** What the engine asks of the shell and waits for. */
export const shellRequestSchema = z.discriminatedUnion('method', [
  z.object({ method: z.literal('notify'), notification: notificationSchema }),
  z.object({ method: z.literal('openExternal'), url: z.string().max(4000) }),
  z.object({ method: z.literal('saveFile'), name: z.string(), bytes, mime: z.string() }),
  z.object({ method: z.literal('secrets.available') }),
  z.object({ method: z.literal('secrets.get'), name: z.string().max(200) }),
  z.object({ method: z.literal('secrets.set'), name: z.string().max(200), value: z.string().max(10_000) }),
  z.object({ method: z.literal('secrets.delete'), name: z.string().max(200) }),
]);
export type ShellRequest = z.infer<typeof shellRequestSchema>;

export const fromEngineSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('shell'), call, request: shellRequestSchema }),
  z.object({ type: z.literal('badge'), count: z.number().int().min(0) }),
  z.object({ type: z.literal('open-window') }),
  z.object({ type: z.literal('answer'), call, value: z.unknown() }),
  z.object({ type: z.literal('failure'), call, message: z.string() }),
  z.object({ type: z.literal('stopped') }),
]);
export type FromEngine = z.infer<typeof fromEngineSchema>;

export const mediaAnswerSchema = z.discriminatedUnion('ok', [
  z.object({ ok: z.literal(true), mime: z.string(), length: z.number().int().nonnegative(), bytes }),
  z.object({ ok: z.literal(false), reason: z.enum(['not-found', 'pending', 'offline', 'server-error']) }),
]);
export type MediaAnswer = z.infer<typeof mediaAnswerSchema>;
export const uploadAnswerSchema = z.object({ id: z.string() }).nullable();

/** Requests on their way, by number. Replies for numbers that nobody waits for are dropped. */
export function createCalls() {
  const waiting = new Map<number, { done(value: unknown): void; fail(error: Error): void }>();
  let last = 0;
  return {
    ask(send: (call: number) => void): Promise<unknown> {
      last += 1;
      const number = last;
      return new Promise((done, fail) => {
        waiting.set(number, { done, fail });
        send(number);
      });
    },
    answered(number: number, value: unknown): void {
      waiting.get(number)?.done(value);
      waiting.delete(number);
    },
    failed(number: number, message: string): void {
      waiting.get(number)?.fail(new Error(message));
      waiting.delete(number);
    },
    /** The other process is gone. */
    failAll(message: string): void {
      for (const { fail } of waiting.values()) fail(new Error(message));
      waiting.clear();
    },
  };
}
