import { v7 as uuid } from 'uuid';
import type { ContactEvent } from '../../src-shared/protocol/contacts.ts';
import type { Contact } from '../../src-shared/protocol/entities.ts';
import type { Held } from '../conversations/held.ts';
import type { Audience } from '../log/audience.ts';
import type { WriteTransaction } from '../log/write.ts';
import { happenings, titleOf } from './events.ts';

/** Stores and tells what happened to these contacts' records. A new contact tells nothing: its conversation does. */
export async function saveContactEvents(
  tx: WriteTransaction,
  changed: Held<Contact>[],
  { byId, audienceOf }: { byId: string | null; audienceOf(contactId: string): Audience },
): Promise<void> {
  const titleOfOther = (id: string): string => {
    const other = changed.find(({ now }) => now.id === id);
    return other === undefined ? '' : titleOf(other.now);
  };
  const events = changed.flatMap(({ before, now }) =>
    before === null
      ? []
      : happenings(before, now, titleOfOther).map(
          ({ contactId, what }): ContactEvent => ({
            // What links by itself does so while somebody changes something; it is not theirs.
            ...{ id: uuid(), contactId, at: tx.now, what },
            byId: what.type === 'merged' && now.merged !== null ? now.merged.byId : byId,
            version: tx.nextSeq(),
          }),
        ),
  );
  if (events.length === 0) return;
  await tx.db
    .insertInto('contact_event')
    .values(
      events.map(({ id, contactId, at, byId: by, what, version }) => ({
        ...{ id, workspace_id: tx.workspaceId, contact_id: contactId, at, by_id: by, version },
        what: JSON.stringify(what),
      })),
    )
    .execute();
  for (const contactEvent of events) {
    const { contactId } = contactEvent;
    tx.append(contactEvent.version, {
      body: { type: 'contactEvent', contactEvent },
      contactId,
      audience: audienceOf(contactId),
    });
  }
}
