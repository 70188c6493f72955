import type { Conversation } from '../../../../src-shared/protocol/entities.ts';
import type { Db } from '../sqlite.ts';
import type { StoredEntities } from '../stored.ts';
import type { Admission } from './admission.ts';
import { restOf } from './api.ts';

/** What is known of the conversations between those of a contact that are on this machine. */
export interface Joined {
  /**
   * Whether `older` may be shown directly above `newer`: the server said that it comes next, or it belongs to the period
   * (of which everything is here).
   */
  follows(newer: Conversation, older: Conversation): boolean;
  /** Whether the server may have more conversations of this contact, before this one (the oldest that is shown). */
  mayHaveMore(conversation: Conversation): boolean;
  last(conversationId: string): Conversation | null;
}

export const joinedQueries = {
  link: 'SELECT older_id FROM older WHERE conversation_id = ?',
  stored: 'SELECT data FROM conversation WHERE id = ?',
  next: `SELECT data FROM conversation WHERE contact_id = ? AND n < (SELECT n FROM conversation WHERE id = ?)
    ORDER BY n DESC LIMIT 1`,
  contact: `SELECT json_extract(data, '$.createdAt') AS created FROM contact WHERE id = ?`,
};

export function createJoined(
  db: Db,
  { admission, entities }: { admission: Pick<Admission, 'floor'>; entities: StoredEntities },
): Joined {
  const link = db.prepare<[string], string>(joinedQueries.link).pluck();
  const stored = db.prepare<[string], string>(joinedQueries.stored).pluck();
  const next = db.prepare<[string, string], string>(joinedQueries.next).pluck();
  const contactCreated = db.prepare<[string], number>(joinedQueries.contact).pluck();

  const read = (data: string | undefined): Conversation | null =>
    data === undefined ? null : entities.conversation(data);

  return {
    follows(newer, older) {
      const floor = admission.floor();
      if (floor === null) return true;
      const rest = restOf(older);
      return rest === null || rest >= floor || link.get(newer.id) === older.id;
    },
    mayHaveMore(conversation) {
      const floor = admission.floor();
      if (floor === null || link.get(conversation.id) === '') return false;
      // Nothing can be older than the contact itself.
      return (contactCreated.get(conversation.contactId) ?? 0) < floor;
    },
    last(conversationId) {
      let at = read(stored.get(conversationId));
      const floor = admission.floor() ?? 0;
      while (at !== null) {
        const told = link.get(at.id);
        const older: Conversation | null =
          told === undefined ? read(next.get(at.contactId, at.id)) : read(stored.get(told));
        if (older === null || (told === undefined && older.createdAt < floor)) return at;
        at = older;
      }
      return null;
    },
  };
}
