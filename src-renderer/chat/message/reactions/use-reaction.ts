import { useEffect, useState } from 'react';
import type { MessageView } from '../../../../src-shared/bridge/views.ts';
import type { Reaction } from '../../../../src-shared/protocol/content.ts';
import { announceProblem } from '../../outcome/announce.ts';
import { useRefusalWords, useServerAction } from '../../outcome/server-action.ts';

export interface Reacting {
  /** As they are to be shown: what was asked for a moment ago already in its place, as `queued`. */
  reactions: readonly Reaction[];
  /** The business's own one; it is the same whoever of the team gave it. */
  ours: Reaction | null;
  /** The same emoji again takes it back. */
  toggle(emoji: string): void;
}

/** Reactions of a message, and giving one. What was asked is shown at once and gives way to the server's own word. */
export function useReaction(message: Pick<MessageView, 'id' | 'reactions'>, meId: string | null): Reacting {
  const react = useServerAction('message.react');
  const refusalWords = useRefusalWords();
  const [wish, setWish] = useState<{ emoji: string | null; at: number } | null>(null);
  const known = message.reactions.find(({ by }) => by === 'business') ?? null;
  const told = known === null ? '' : `${known.emoji} ${known.at} ${known.state}`;
  useEffect(() => {
    if (told !== null) setWish(null);
  }, [told]);

  const ask = async (emoji: string | null) => {
    setWish({ emoji, at: Date.now() });
    const outcome = await react({ messageId: message.id, emoji });
    if (outcome.ok) return;
    setWish(null);
    announceProblem(refusalWords(outcome.reason));
  };

  const wished: Reaction | null =
    wish === null || wish.emoji === null
      ? null
      : { by: 'business', authorId: meId, emoji: wish.emoji, at: wish.at, state: 'queued' };
  const ours = wish === null ? known : wished;
  const customers = message.reactions.filter(({ by }) => by === 'customer');
  return {
    reactions: ours === null ? customers : [...customers, ours],
    ours,
    toggle: (emoji) => void ask(ours?.emoji === emoji && ours.state !== 'failed' ? null : emoji),
  };
}
