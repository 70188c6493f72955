import { isWindowOpen } from '../../src-shared/rules/window.ts';
import type { LiveConnection } from '../channels/connections.ts';
import { oursOf, type WantedReaction } from '../conversations/outbound-reaction.ts';
import type { WriteTransaction } from '../log/write.ts';
import { done, type Handler, refused, visibleConversation } from './handler.ts';

export interface ReactionHandlerDeps {
  connection(id: string): LiveConnection | null;
  /** Places it in the row of what goes out to this conversation's customer. */
  queueReaction(
    tx: WriteTransaction,
    messageId: string,
    conversationId: string,
    reaction: WantedReaction,
  ): Promise<void>;
}

/** The team has one reaction per message, whoever gave it; a new one takes the place of the last. */
export function createReactionHandlers(deps: ReactionHandlerDeps) {
  const react: Handler<'message.react'> = async (context, { messageId, emoji }) => {
    const { unit, caller } = context;
    const message = await unit.message(messageId);
    const conversation = message === null ? null : await visibleConversation(context, message.conversationId);
    if (message === null || conversation === null) return refused('not-found');
    if (conversation.status === 'finished') return refused('already-finished');
    if (conversation.assigneeId !== caller.person.id) return refused('not-assigned');
    const connection = deps.connection(message.connectionId);
    if (connection?.adapter.react === undefined || !connection.capabilities.reactions) return refused('not-supported');
    const { windowMs, reactionEmojis } = connection.capabilities;
    if (emoji !== null && reactionEmojis?.includes(emoji) === false) return refused('not-supported', 'emoji');
    if (message.direction !== 'inbound' || message.deletedAt !== null) return refused('not-supported', 'message');
    if (!isWindowOpen({ lastInboundAt: conversation.lastInboundAt, windowMs, now: unit.tx.now }))
      return refused('window-closed');

    const before = oursOf(message.reactions) ?? null;
    if (before === null && emoji === null) return done;
    if (before?.emoji === emoji && before.state !== 'failed') return done;
    const others = message.reactions.filter(({ by }) => by !== 'business');
    const at = unit.tx.now;
    const ours =
      emoji === null
        ? []
        : [{ by: 'business' as const, authorId: caller.person.id, emoji, at, state: 'queued' as const }];
    unit.changeMessage(message.id, { reactions: [...others, ...ours] });
    await deps.queueReaction(unit.tx, message.id, conversation.id, { emoji, at, before: shown(before) });
    return done;
  };
  return { 'message.react': react };
}

/** What the customer sees of it: a reaction that never arrived has nothing to come back to. */
const shown = (reaction: WantedReaction['before']): WantedReaction['before'] =>
  reaction?.state === 'sent' ? reaction : null;
