import type { z } from 'zod';
import { type Conversation, conversationSchema } from '../../src-shared/protocol/entities.ts';

/** Where a conversation is and what of it waits: what a taking back or a separation restores. */
export const standingSchema = conversationSchema.pick({
  status: true,
  assigneeId: true,
  departmentId: true,
  assignmentCause: true,
  queuedAt: true,
  awaitingSince: true,
  unread: true,
});
export type Standing = z.infer<typeof standingSchema>;

export function standingOf(conversation: Conversation): Standing {
  const { status, assigneeId, departmentId, assignmentCause, queuedAt, awaitingSince, unread } = conversation;
  return { status, assigneeId, departmentId, assignmentCause, queuedAt, awaitingSince, unread };
}
