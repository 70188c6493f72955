import type { Direction, MessageStatus } from '../protocol/entities.ts';

/**
 * Somebody of the business wrote it in the channel's own application: nobody here is its author, and nothing here tried to
 * send it. What an automation writes is tried, or waits to be.
 */
export const isWrittenElsewhere = (message: {
  direction: Direction;
  authorId: string | null;
  attempts: readonly unknown[];
  status: MessageStatus | 'pending' | null;
}): boolean =>
  message.direction === 'outbound' &&
  message.authorId === null &&
  message.attempts.length === 0 &&
  !['queued', 'pending', null].includes(message.status);
