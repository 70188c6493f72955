import { createHmac } from 'node:crypto';
import type { PendingFaults } from './faults.ts';

export interface WebhookSender {
  /**
   * Posts a signed body until it is answered 200; true then, false if the stand-in is closed before. The first tries
   * of one lane go out in order; a repeated try overtakes nothing and waits for nothing, as with the real one.
   */
  post(body: object, lane: string): Promise<boolean>;
  /** Posts the last body again, byte for byte; the HTTP status. */
  repeatLast(): Promise<number>;
  /** Resolves when everything posted so far was answered 200. */
  settled(): Promise<void>;
  /** HTTP status of every try, in order; 0 where nothing answered. */
  answers(): readonly number[];
  close(): void;
}

export interface WebhookSenderOptions {
  appSecret: string;
  callbackUrl: () => string | null;
  /** Milliseconds before the second, third… try; the last one repeats. */
  retryDelaysMs: readonly number[];
  faults: PendingFaults;
}

export function createWebhookSender({
  appSecret,
  callbackUrl,
  retryDelaysMs,
  faults,
}: WebhookSenderOptions): WebhookSender {
  const closing = new AbortController();
  const lanes = new Map<string, Promise<boolean>>();
  const underway = new Set<Promise<boolean>>();
  const answers: number[] = [];
  const held: (() => void)[] = [];
  let toReverse = 0;
  let last: string | null = null;

  async function tryOnce(text: string): Promise<number> {
    const url = callbackUrl();
    if (url === null) return 0;
    const signature = createHmac('sha256', appSecret).update(text).digest('hex');
    try {
      const response = await fetch(url, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'x-hub-signature-256': `sha256=${signature}` },
        body: text,
        signal: AbortSignal.any([closing.signal, AbortSignal.timeout(10_000)]),
      });
      await response.body?.cancel();
      answers.push(response.status);
      return response.status;
    } catch {
      answers.push(0);
      return 0;
    }
  }

  async function retry(text: string): Promise<boolean> {
    for (let attempt = 0; !closing.signal.aborted; attempt++) {
      await pause(retryDelaysMs[Math.min(attempt, retryDelaysMs.length - 1)] ?? 1000, closing.signal);
      if (!closing.signal.aborted && (await tryOnce(text)) === 200) return true;
    }
    return false;
  }

  function isReversing(): boolean {
    toReverse ||= faults.webhooksToReverse();
    return toReverse > 0;
  }

  /** Holds a webhook back; the last of a reversal lets all go, last first, far enough apart to arrive so. */
  function reversed(task: () => Promise<boolean>): Promise<boolean> {
    const turn = new Promise<void>((go) => held.push(go));
    if (held.length >= toReverse) {
      toReverse = 0;
      for (const [index, go] of held.splice(0).reverse().entries()) setTimeout(go, index * 30);
    }
    return turn.then(task);
  }

  function inLane(lane: string, task: () => Promise<boolean>): Promise<boolean> {
    const turn = (lanes.get(lane) ?? Promise.resolve(true)).then(task);
    lanes.set(lane, turn);
    void turn.finally(() => lanes.get(lane) === turn && lanes.delete(lane));
    return turn;
  }

  async function firstTry(text: string): Promise<boolean> {
    const delayMs = faults.webhookDelayMs();
    if (delayMs > 0) await pause(delayMs, closing.signal);
    const statuses = await Promise.all(Array.from({ length: faults.webhookCopies() }, () => tryOnce(text)));
    return statuses.every((status) => status === 200);
  }

  return {
    post(body, lane) {
      const text = JSON.stringify(body);
      last = text;
      const task = () => firstTry(text);
      const first = isReversing() ? reversed(task) : inLane(lane, task);
      const delivery = first.then((delivered) => delivered || retry(text));
      underway.add(delivery);
      void delivery.finally(() => underway.delete(delivery));
      return delivery;
    },
    async repeatLast() {
      return last === null ? 0 : tryOnce(last);
    },
    async settled() {
      while (underway.size > 0) await Promise.all(underway);
    },
    answers: () => answers,
    close: () => closing.abort(),
  };
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve();
    const timer = setTimeout(done, ms);
    signal.addEventListener('abort', done, { once: true });
    function done() {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    }
  });
}
