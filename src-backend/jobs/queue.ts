import type { z } from 'zod';

/** A kind of work that outlives the request that asked for it. Declared once; its name is stored with every job. */
export interface Queue<Payload extends object> {
  name: string;
  payload: z.ZodType<Payload>;
  /**
   * `ordered`: every job has a key, and the next job of a key starts only after the one before it has settled, in the
   * order of their commits, over all nodes; a job that waits for its next try keeps its key waiting. Keys do not wait
   * for each other. The order cannot be changed for a name once released.
   */
  ordered: boolean;
  /** Tries in all before giving up on an error. */
  tries: number;
  /** Wait before the second try, in milliseconds; doubles with every try up to `longestRetryDelayMs`. At least 1 s. */
  retryDelayMs: number;
  longestRetryDelayMs: number;
  /** After this many milliseconds a run counts as failed (its `signal` aborts). Handlers must give up earlier themselves. */
  timeoutMs: number;
}

/** What pg-boss must know of a queue. */
export type QueueDeclaration = Omit<Queue<object>, 'payload'>;

type QueueOptions = Omit<QueueDeclaration, 'name'>;

const DEFAULTS: QueueOptions = {
  ordered: false,
  tries: 8,
  retryDelayMs: 1_000,
  longestRetryDelayMs: 5 * 60_000,
  timeoutMs: 5 * 60_000,
};

export function defineQueue<Payload extends object>(
  name: string,
  payload: z.ZodType<Payload>,
  options: Partial<QueueOptions> = {},
): Queue<Payload> {
  return { ...DEFAULTS, ...options, name, payload };
}

/** Milliseconds before the next try; spread over the upper half so that what failed together does not return together. */
export function retryDelay(queue: QueueOptions, attempt: number, random: () => number): number {
  const full = Math.min(queue.longestRetryDelayMs, queue.retryDelayMs * 2 ** Math.min(attempt - 1, 20));
  return full / 2 + (full / 2) * random();
}
