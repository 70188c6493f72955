import type { MessageView } from '../../../../src-shared/bridge/views.ts';

export type Milestone = 'written' | 'sent' | 'delivered' | 'read';

/**
 * How far a message of ours came, and when, as far as that is known: the server keeps when it was written and when each
 * attempt ended; of «delivered» and «read» only that they happened (null).
 */
export function milestones({
  at,
  status,
  attempts,
}: Pick<MessageView, 'at' | 'status' | 'attempts'>): { milestone: Milestone; at: number | null }[] {
  const reached = status === 'read' ? 3 : status === 'delivered' ? 2 : status === 'sent' ? 1 : 0;
  const accepted = attempts.findLast(({ outcome }) => outcome === 'accepted')?.at ?? null;
  const all: { milestone: Milestone; at: number | null }[] = [
    { milestone: 'written', at },
    { milestone: 'sent', at: accepted },
    { milestone: 'delivered', at: null },
    { milestone: 'read', at: null },
  ];
  return all.slice(0, reached + 1);
}
