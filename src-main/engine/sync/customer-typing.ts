import type { Clock } from '../clock.ts';

/** Which customers are typing. A sign of it lasts a few seconds, since nobody tells when they stop. */
export interface CustomerTyping {
  heard(conversationId: string): void;
  is(conversationId: string): boolean;
  stop(): void;
}

const LASTS_MS = 6_000;

export function createCustomerTyping(clock: Clock, onChange: (conversationId: string) => void): CustomerTyping {
  const ends = new Map<string, () => void>();
  return {
    heard(conversationId) {
      const known = ends.get(conversationId);
      known?.();
      const cancel = clock.after(LASTS_MS, () => {
        ends.delete(conversationId);
        onChange(conversationId);
      });
      ends.set(conversationId, cancel);
      if (known === undefined) onChange(conversationId);
    },
    is: (conversationId) => ends.has(conversationId),
    stop() {
      for (const cancel of ends.values()) cancel();
      ends.clear();
    },
  };
}
