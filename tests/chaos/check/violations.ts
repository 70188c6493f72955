import type { Violation } from '../evidence/evidence.ts';

type About = Partial<Pick<Violation, 'token' | 'messageId' | 'conversationId'>>;

export const violation = (promise: Violation['promise'], words: string, about: About = {}): Violation => ({
  promise,
  words,
  token: about.token ?? null,
  messageId: about.messageId ?? null,
  conversationId: about.conversationId ?? null,
});

export function countBy<Item>(items: readonly Item[], keyOf: (item: Item) => string): Map<string, number> {
  const counts = new Map<string, number>();
  for (const item of items) counts.set(keyOf(item), (counts.get(keyOf(item)) ?? 0) + 1);
  return counts;
}
