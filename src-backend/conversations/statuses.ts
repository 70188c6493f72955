import type { Attempt, Message, MessageStatus } from '../../src-shared/protocol/entities.ts';
import type { InboundStatus } from '../channels/contract.ts';
import type { WorkUnit } from './work-unit.ts';

/**
 * States only rise: providers repeat, reorder and omit them, and two may carry one time, so rank decides and not time.
 * A failure is final for its attempt; a late «delivered» does not clear it.
 */
const rank: Record<MessageStatus, number> = { queued: 0, sent: 1, delivered: 2, read: 3, failed: 4 };

export function raises(from: MessageStatus | null, to: MessageStatus): boolean {
  return rank[to] > rank[from ?? 'queued'];
}

type Report = Pick<InboundStatus, 'status' | 'failure' | 'providerAt'>;

export async function applyStatus(unit: WorkUnit, message: Message, report: Report): Promise<void> {
  const statusTimes = withTime(message.statusTimes, report, unit.tx.now);
  if (!raises(message.status, report.status)) {
    // A state that is told late changes nothing but what is known of its time.
    if (statusTimes !== message.statusTimes) unit.changeMessage(message.id, { statusTimes });
    return;
  }
  const failure = report.status === 'failed' ? (report.failure ?? { code: 'unknown', detail: null }) : null;
  unit.changeMessage(message.id, {
    status: report.status,
    failure,
    statusTimes,
    attempts: failure === null ? message.attempts : withFailure(message.attempts, failure, unit.tx.now),
  });
  await reflectInConversation(unit, message, report.status);
}

/** The first time a state was reached; the provider's clock may not be ahead of ours. */
function withTime(times: Message['statusTimes'], { status, providerAt }: Report, now: number): Message['statusTimes'] {
  if (status === 'failed') return times;
  const at = Math.min(providerAt ?? now, now);
  const known = times[status];
  return known !== undefined && known <= at ? times : { ...times, [status]: at };
}

/** The provider accepted it first and refused it later: it is that attempt which failed, not another one. */
function withFailure(
  attempts: readonly Attempt[],
  failure: { code: string; detail: string | null },
  at: number,
): Attempt[] {
  const { code, detail } = failure;
  const last = attempts.at(-1);
  if (last === undefined || last.outcome === 'failed') return [...attempts, { at, outcome: 'failed', code, detail }];
  return [...attempts.slice(0, -1), { ...last, outcome: 'failed', code, detail }];
}

/** The card shows the last message's state and whether anything failed. */
export async function reflectInConversation(unit: WorkUnit, before: Message, status: MessageStatus): Promise<void> {
  const conversation = await unit.conversation(before.conversationId);
  if (conversation === null) return;
  const failures = Number(status === 'failed') - Number(before.status === 'failed');
  const isLast = conversation.lastMessage?.id === before.id;
  if (failures === 0 && !isLast) return;
  unit.changeConversation(conversation.id, {
    failedCount: Math.max(0, conversation.failedCount + failures),
    ...(isLast && conversation.lastMessage !== null ? { lastMessage: { ...conversation.lastMessage, status } } : {}),
  });
}
