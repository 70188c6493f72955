import type { Reaction } from '../../src-shared/protocol/content.ts';
import type { Message } from '../../src-shared/protocol/entities.ts';

/** One thing that happened to a message, as stored. */
export interface MessageChange {
  /** Grows in the order of arrival. */
  id: number;
  type: 'reaction' | 'edited' | 'deleted';
  by: Reaction['by'];
  /** The emoji (null: taken back) or the new words. */
  text: string | null;
  providerAt: number | null;
  at: number;
}

const timeOf = (change: MessageChange): number => change.providerAt ?? change.at;

/**
 * What becomes of a message by everything that is known to have happened to it: the same from any order of arrival, because
 * the provider's times decide. A deletion is the end: words, medium, enclosures and earlier wordings go, and nothing that
 * comes later brings anything back. Earlier wordings carry the time at which they were written.
 */
export function withChanges(message: Message, changes: readonly MessageChange[]): Partial<Message> {
  const inTime = changes.toSorted((a, b) => timeOf(a) - timeOf(b) || a.id - b.id);
  const deletion = inTime.find(({ type }) => type === 'deleted');
  if (message.deletedAt !== null)
    return deletion !== undefined && timeOf(deletion) < message.deletedAt ? { deletedAt: timeOf(deletion) } : {};
  if (deletion !== undefined)
    return {
      ...{ text: null, media: null, attachments: [], content: null, edits: [], reactions: [] },
      deletedAt: timeOf(deletion),
    };
  return { ...edited(message, inTime), ...reacted(message, inTime) };
}

function edited(message: Message, inTime: readonly MessageChange[]): Partial<Message> {
  const edits = inTime.filter(({ type }) => type === 'edited');
  const last = edits.at(-1);
  if (last === undefined) return {};
  const original = message.edits[0] ?? { text: message.text, at: message.providerAt ?? message.createdAt };
  const earlier = edits.slice(0, -1).map((edit) => ({ text: edit.text, at: timeOf(edit) }));
  return { text: last.text, edits: [original, ...earlier] };
}

/** One reaction per side. What the team gave from here stays unless the business reacted elsewhere later. */
function reacted(message: Message, inTime: readonly MessageChange[]): Partial<Message> {
  let { reactions } = message;
  for (const by of ['customer', 'business'] as const) {
    const last = inTime.findLast((change) => change.type === 'reaction' && change.by === by);
    if (last === undefined) continue;
    const ours = reactions.find((reaction) => reaction.by === 'business');
    if (by === 'business' && ours !== undefined && ours.at > timeOf(last)) continue;
    const others = reactions.filter((reaction) => reaction.by !== by);
    reactions =
      last.text === null
        ? others
        : [...others, { by, authorId: null, emoji: last.text, at: timeOf(last), state: 'sent' as const }];
  }
  if (reactions === message.reactions) return {};
  return { reactions: reactions.toSorted((a, b) => b.by.localeCompare(a.by)) };
}
