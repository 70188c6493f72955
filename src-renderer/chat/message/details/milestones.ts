import type { MessageView } from '../../../../src-shared/bridge/views.ts';

export type Milestone = 'written' | 'sent' | 'delivered' | 'read';

/** How far a message of ours came, and when; null: the provider told that it did and not when. */
export function milestones({
  at,
  status,
  attempts,
  statusTimes,
}: Pick<MessageView, 'at' | 'status' | 'attempts' | 'statusTimes'>): { milestone: Milestone; at: number | null }[] {
  const reached = status === 'read' ? 3 : status === 'delivered' ? 2 : status === 'sent' ? 1 : 0;
  const accepted = attempts.findLast(({ outcome }) => outcome === 'accepted')?.at ?? null;
  const all: { milestone: Milestone; at: number | null }[] = [
    { milestone: 'written', at },
    { milestone: 'sent', at: accepted ?? statusTimes.sent ?? null },
    { milestone: 'delivered', at: statusTimes.delivered ?? null },
    { milestone: 'read', at: statusTimes.read ?? null },
  ];
  return all.slice(0, reached + 1);
}
