import { useState } from 'react';
import type { ConversationView } from '../../../src-shared/bridge/views.ts';
import type { Connection } from '../../../src-shared/protocol/entities.ts';
import { type Circumstances, replyState } from '../composer/availability.ts';
import { type MayReact, mayReact } from '../message/reactions/may-react.ts';
import { reachedThrough } from './reply-way.ts';

/** What may be done with a message, by the conversation it belongs to; messages of others can only be read. */
export interface Place {
  canQuote: boolean;
  mayReact: MayReact;
  /** The only reactions there are; null: any emoji. */
  reactions: readonly string[] | null;
}
export type Places = ReadonlyMap<string, Place>;

export const nowhere: Places = new Map();

/** Of the conversation and of those shown in it, each by its own channel and window. */
export function placesOf(
  conversation: ConversationView,
  circumstances: Omit<Circumstances, 'conversation'>,
  connections: readonly Connection[],
): Places {
  const ids = [conversation.id, ...conversation.group.map(({ id }) => id)];
  return new Map(
    ids.map((id) => {
      const target = conversation.targets.find((one) => one.conversationId === id);
      // Another one goes the same way; this one is only read.
      if (target === undefined && id !== conversation.id)
        return [id, { canQuote: false, mayReact: 'unsupported', reactions: null }];
      const reached = reachedThrough(conversation, target, connections);
      const state = replyState({ ...circumstances, conversation: reached });
      return [
        id,
        {
          canQuote: state.kind === 'open',
          mayReact: mayReact(state, reached.connection),
          reactions: reached.connection?.capabilities.reactionEmojis ?? null,
        },
      ];
    }),
  );
}

/** The same map as long as it says the same, so that messages are not drawn again for nothing. */
export function useSamePlaces(fresh: Places): Places {
  const [kept, keep] = useState(fresh);
  if (same(kept, fresh)) return kept;
  keep(fresh);
  return fresh;
}

function same(a: Places, b: Places): boolean {
  return (
    a.size === b.size &&
    [...a].every(([id, place]) => {
      const other = b.get(id);
      return (
        other?.canQuote === place.canQuote && other.mayReact === place.mayReact && other.reactions === place.reactions
      );
    })
  );
}
