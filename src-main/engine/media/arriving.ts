import type { MediaContent } from './store.ts';

/**
 * A medium on its way from the server. Its beginning can be read before its end is here, so a film starts at once and a
 * picture draws itself from the top; whoever reads further waits until it came.
 */
export interface Arriving {
  content: MediaContent;
  /** All bytes; rejects when the line failed before. */
  whole: Promise<Uint8Array>;
}

export function receive(mime: string, length: number, body: AsyncIterable<Uint8Array>): Arriving {
  const bytes = Buffer.allocUnsafe(length);
  let arrived = 0;
  let failure: Error | null = null;
  let waiting: (() => void)[] = [];

  const wake = () => {
    const woken = waiting;
    waiting = [];
    for (const one of woken) one();
  };

  async function take(): Promise<Uint8Array> {
    try {
      for await (const part of body) {
        if (arrived + part.length > length) throw new Error('a medium is longer than announced');
        bytes.set(part, arrived);
        arrived += part.length;
        wake();
      }
      if (arrived < length) throw new Error('a medium ended early');
      return bytes;
    } catch (error) {
      failure = error instanceof Error ? error : new Error('a medium did not arrive');
      wake();
      throw failure;
    }
  }

  const whole = take();
  // Whoever keeps it hears of a failure; here it must not end the process when nobody does.
  whole.catch(() => undefined);
  return {
    whole,
    content: {
      mime,
      length,
      async read(start, end) {
        const until = Math.min(end, length);
        while (arrived < until) {
          if (failure !== null) throw failure;
          await new Promise<void>((done) => waiting.push(done));
        }
        return bytes.subarray(start, until);
      },
    },
  };
}
