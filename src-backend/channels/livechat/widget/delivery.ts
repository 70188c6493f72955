import {
  type LivechatSendReply,
  type LivechatUploadReply,
  livechatSendReplySchema,
} from '../../../../src-shared/protocol/livechat.ts';
import type { History } from './history.ts';
import type { Outbox, Outgoing } from './outbox.ts';

export interface Delivery {
  /** Sends everything waiting, in order, one at a time; returns at once. */
  flush(): void;
  stop(): void;
}

export interface DeliveryDeps {
  outbox: Outbox;
  history: History;
  ask(event: string, payload: object): Promise<unknown>;
  upload(blob: Blob, name: string | null, progressed: (share: number) => void): Promise<LivechatUploadReply>;
  online(): boolean;
  /** A message was not answered in time. */
  unanswered(): void;
  changed(): void;
}

const PAUSE_MS = 2_000;

/**
 * Empties the outbox while the line is up. A message leaves it only when the backend confirmed it, so one whose answer
 * was lost is sent again under the same id, which the backend knows.
 */
export const createDelivery = (deps: DeliveryDeps): Delivery => {
  let running = false;
  let timer: ReturnType<typeof setTimeout> | null = null;

  const later = (ms: number): void => {
    timer ??= setTimeout(() => {
      timer = null;
      flush();
    }, ms);
  };

  /** The message with its picture stored on the backend; false when it cannot go on now. */
  const stored = async (message: Outgoing): Promise<Outgoing | null> => {
    const { image } = message;
    if (!image || image.stored) return message;
    if (!image.blob) {
      deps.outbox.change(message.id, { refused: 'unknown-media' });
      return null;
    }
    const reply = await deps.upload(image.blob, image.name, (progress) => {
      deps.outbox.change(message.id, { image: { ...image, progress } });
      deps.changed();
    });
    if (!reply.ok) {
      settle(message, reply);
      return null;
    }
    const ready = { ...image, stored: reply.image, progress: 1 };
    deps.outbox.change(message.id, { image: ready });
    return { ...message, image: ready };
  };

  /** What a refusal means: wait and repeat, or leave it to the visitor. */
  const settle = (message: Outgoing, reply: Extract<LivechatSendReply, { ok: false }>): void => {
    if (reply.reason === 'rate-limited' || reply.reason === 'unavailable') later(reply.retryAfterMs ?? PAUSE_MS);
    else deps.outbox.change(message.id, { refused: reply.reason });
  };

  const deliver = async (message: Outgoing): Promise<void> => {
    const ready = await stored(message);
    // Discarded while its picture was on the way up.
    if (!ready || !deps.outbox.all().some((message) => message.id === ready.id)) return;
    const { id, text } = ready;
    const reply = livechatSendReplySchema.parse(
      await deps.ask('send', { id, text, imageId: ready.image?.stored?.id ?? null }),
    );
    if (!reply.ok) return settle(message, reply);
    deps.history.add(reply.entry);
    deps.outbox.remove(id);
  };

  const run = async (): Promise<void> => {
    for (let next = deps.outbox.next(); next && deps.online() && timer === null; next = deps.outbox.next()) {
      try {
        await deliver(next);
      } catch {
        // No answer: what is left goes with the flush that follows the reconnection. A broken upload has a line of its own.
        if (deps.online() && deps.outbox.next()?.image?.stored === null) later(PAUSE_MS);
        else deps.unanswered();
        return;
      } finally {
        deps.changed();
      }
    }
  };

  const flush = (): void => {
    if (running) return;
    running = true;
    void run().finally(() => {
      running = false;
      if (deps.online() && timer === null && deps.outbox.next()) flush();
    });
  };

  return {
    flush,
    stop() {
      if (timer !== null) clearTimeout(timer);
      timer = null;
    },
  };
};
