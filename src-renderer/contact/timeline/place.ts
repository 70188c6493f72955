import type { ContactPartView, ContactView, TimelineEntry } from '../../../src-shared/bridge/views.ts';

/** Where an entry happened, and so what it opens. */
export type Place =
  | { type: 'conversation'; conversationId: string; messageId: string }
  /** A merge that still stands. */
  | { type: 'separate'; part: ContactPartView }
  /** A part of the record, by its heading. */
  | { type: 'record'; headingId: string };

export function placeOf({ id, what, conversation }: TimelineEntry, contact: ContactView): Place {
  // What happened in a conversation is one of its messages, and has that one's id.
  if (conversation !== null) return { type: 'conversation', conversationId: conversation.id, messageId: id };
  if (what.type !== 'event') return { type: 'record', headingId: 'contact-notes' };
  const { event } = what;
  switch (event.type) {
    case 'merged': {
      const part = contact.parts.find(({ mergeId }) => mergeId === event.mergeId);
      return part === undefined ? { type: 'record', headingId: 'contact-parts' } : { type: 'separate', part };
    }
    case 'unmerged':
      return { type: 'record', headingId: 'contact-parts' };
    case 'field':
      return { type: 'record', headingId: 'contact-fields' };
    case 'tag':
      return { type: 'record', headingId: 'contact-tags' };
    case 'deal':
      return { type: 'record', headingId: 'contact-deals' };
    default:
      return { type: 'record', headingId: 'contact-data' };
  }
}
