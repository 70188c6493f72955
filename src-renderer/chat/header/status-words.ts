import type { TFunction } from 'i18next';
import type { ConversationView } from '../../../src-shared/bridge/views.ts';
import { placeWords } from '../../routing/why-words.ts';
import { type Urgency, urgencyOf, windowSpan } from '../../ui/window-clock.ts';
import { duration, shortDate } from '../text/times.ts';

/** Who has the conversation and why, in a few words («Por que veio para mim», F4). */
export function holderWords(
  conversation: ConversationView,
  now: number,
  t: TFunction<'chat'>,
  routing: TFunction<'routing'>,
  language: string,
): string {
  const { status, mine, assignmentCause, assigneeName, department, queuedAt } = conversation;
  if (conversation.pendingFinish) return t('header.finishing');
  if (status === 'finished') {
    return t('header.finished', { date: shortDate(conversation.finishedAt ?? conversation.lastActivityAt, language) });
  }
  if (status === 'automation') return t('header.automation');
  if (mine) return assignmentCause === null ? t('header.mine') : t(`header.cause.${assignmentCause}`);
  if (conversation.queue !== null) {
    const place = placeWords(routing, conversation.queue, department?.name ?? null);
    return `${place} ${routing('queue.since', { time: duration(now - conversation.queue.since) })}`;
  }
  if (status === 'queued' || conversation.assigneeId === null) {
    const time = duration(now - (queuedAt ?? conversation.createdAt));
    return department === null
      ? t('header.inQueueNoDepartment', { time })
      : t('header.inQueue', { department: department.name, time });
  }
  if (conversation.offer !== null && assigneeName !== null)
    return routing('offer.pendingOther', { name: assigneeName });
  const name = assigneeName ?? t('header.someone');
  return t('header.assignedTo', { name: conversation.assigneeOffline ? routing('owner.offline', { name }) : name });
}

/** How urgent the messaging window is; null where there is nothing to say. */
export function windowLeft(
  conversation: Pick<ConversationView, 'windowEndsAt' | 'status'>,
  now: number,
): null | { urgency: Urgency; time: string | null } {
  if (conversation.windowEndsAt === null || conversation.status === 'finished') return null;
  const { windowEndsAt } = conversation;
  return { urgency: urgencyOf(windowEndsAt, now), time: windowSpan(windowEndsAt, now) };
}
