import type { ConversationView } from '../../../src-shared/bridge/views.ts';
import type { Role } from '../../../src-shared/protocol/entities.ts';
import { timeLeft } from '../../../src-shared/rules/window.ts';

/** Whether the customer can be written to, and if not, why. */
export type ReplyState =
  | { kind: 'open' }
  | { kind: 'finished' }
  /** Finished on this machine, not yet confirmed. */
  | { kind: 'finishing' }
  | { kind: 'offline' }
  | { kind: 'not-mine'; holder: 'queue' | 'automation' | 'colleague'; canTake: boolean }
  /** Nothing can be sent through its channel (a form): another way is to be chosen. */
  | { kind: 'receives-only' }
  | { kind: 'window-closed'; neverWrote: boolean };

export interface Circumstances {
  conversation: Pick<
    ConversationView,
    'status' | 'mine' | 'assigneeId' | 'pendingFinish' | 'windowEndsAt' | 'connection' | 'lastInboundAt'
  >;
  online: boolean;
  role: Role;
  /** Epoch milliseconds by the server's clock. */
  now: number;
}

/** The first reason that applies; what cannot be changed comes before what passes by itself (E1, E2, B7). */
export function replyState({ conversation, online, role, now }: Circumstances): ReplyState {
  if (conversation.status === 'finished') return { kind: 'finished' };
  if (conversation.pendingFinish) return { kind: 'finishing' };
  if (!online) return { kind: 'offline' };
  if (!conversation.mine) {
    const holder =
      conversation.status === 'automation' ? 'automation' : conversation.assigneeId === null ? 'queue' : 'colleague';
    // A colleague's conversation is taken from them by those who answer for the team only.
    return { kind: 'not-mine', holder, canTake: holder !== 'colleague' || role !== 'agent' };
  }
  if (conversation.connection?.capabilities.receivesOnly === true) return { kind: 'receives-only' };
  const limited = conversation.connection !== null && conversation.connection.capabilities.windowMs !== null;
  if (limited && (conversation.windowEndsAt === null || timeLeft(conversation.windowEndsAt, now) === null)) {
    return { kind: 'window-closed', neverWrote: conversation.lastInboundAt === null };
  }
  return { kind: 'open' };
}

/** Notes are for colleagues: they need no network and no ownership, only a conversation that still goes on (E3). */
export function canNote(conversation: Pick<ConversationView, 'status' | 'pendingFinish'>): boolean {
  return conversation.status !== 'finished' && !conversation.pendingFinish;
}
