import type { ContactSuggestionView, ContactView } from '../../../../src-shared/bridge/views.ts';
import type { Contact } from '../../../../src-shared/protocol/entities.ts';
import { titleOfContact } from '../../search/subject.ts';
import { type PendingDeal, withPending } from '../pending-deals.ts';
import { type PendingRecord, pendingField, pendingName, pendingNotes } from '../pending-record.ts';
import type { Entities, Sources } from './reading.ts';
import type { StoredRecord } from './records.ts';

/** Conversations shown in the contact's panel without a click. */
const RECENT = 10;

/** Those shown within another one are not shown beside it. */
export const recentQueries = {
  one: 'SELECT data FROM conversation WHERE contact_id = ? AND root IS NULL ORDER BY n DESC LIMIT ?',
  several: `SELECT data FROM conversation
    WHERE contact_id IN (SELECT value FROM json_each(?)) AND root IS NULL ORDER BY n DESC LIMIT ?`,
};

/** The customer's record (G2, G5, G6): composed of all that was merged into it, with what waits in the outbox. */
export function createContactReader(from: Sources, entities: Entities) {
  const { directory } = from;
  const recentOfOne = from.db.prepare<[string, number], string>(recentQueries.one).pluck();
  const recentOfSeveral = from.db.prepare<[string, number], string>(recentQueries.several).pluck();
  const nameOf = (personId: string | null): string | null => directory.person(personId)?.name ?? null;

  function tagsOf(tagIds: readonly string[], pending: ReadonlyMap<string, 'add' | 'remove'>): ContactView['tags'] {
    const added = [...pending].filter(([id, change]) => change === 'add' && !tagIds.includes(id)).map(([id]) => id);
    return [...tagIds, ...added].flatMap((id) => {
      const tag = directory.tag(id);
      if (tag === null) return [];
      const change = pending.get(id) ?? null;
      return [{ ...tag, pending: change === 'add' && tagIds.includes(id) ? null : change }];
    });
  }

  function dealsOf(deals: Contact['deals'], pending: readonly PendingDeal[]): ContactView['deals'] {
    return withPending(deals, pending).map((deal) => {
      const pipeline = directory.pipeline(deal.pipelineId);
      return {
        ...deal,
        pipelineName: pipeline?.name ?? '',
        stageName: pipeline?.stages.find((stage) => stage.id === deal.stageId)?.name ?? '',
      };
    });
  }

  const fieldsOf = (contact: Contact, pending: readonly PendingRecord[]): ContactView['fields'] =>
    directory.fields().map((field) => ({
      field,
      ...pendingField(field.id, contact.fields[field.id] ?? null, pending),
    }));

  function notesOf(contact: Contact, pending: readonly PendingRecord[]): ContactView['notes'] {
    const me = from.context.me();
    return pendingNotes(contact.notes, pending, me)
      .map((note) => ({
        ...note,
        authorName: nameOf(note.authorId),
        mine: note.authorId !== null && note.authorId === me,
      }))
      .reverse();
  }

  const partsOf = (parts: readonly Contact[]): ContactView['parts'] =>
    parts.flatMap((part) => {
      if (part.merged === null) return [];
      const { id: mergeId, intoId, at, byId, reasons } = part.merged;
      const title = titleOfContact(part);
      return [
        { id: part.id, title, identities: part.identities, intoId, mergeId, at, byId, byName: nameOf(byId), reasons },
      ];
    });

  function suggestionsOf({ ids }: StoredRecord): ContactSuggestionView[] {
    const refused = entities.overlay().refusedSuggestions();
    const found = entities.records.suggestionsOf(ids).flatMap((suggestion) => {
      if (suggestion.state !== 'open' || refused.has(suggestion.id)) return [];
      const [a, b] = suggestion.contactIds;
      const isFirst = ids.includes(a);
      const otherId = entities.records.rootOf(isFirst ? b : a);
      // Merged meanwhile: the server takes it back, later in the log.
      if (ids.includes(otherId)) return [];
      const other = entities.records.record(otherId);
      const otherTitle = other?.title ?? suggestion.titles[isFirst ? 1 : 0];
      const { id, reasons, at } = suggestion;
      return [{ id, otherId, otherTitle, otherKnown: other !== null, reasons, at }];
    });
    return found.sort((x, y) => y.at - x.at || (x.id < y.id ? -1 : 1));
  }

  function recentOf(ids: readonly string[]): ContactView['recent'] {
    const [only] = ids;
    const rows =
      only !== undefined && ids.length === 1
        ? recentOfOne.all(only, RECENT)
        : recentOfSeveral.all(JSON.stringify(ids), RECENT);
    return rows
      .flatMap((data) => from.stored.conversation(data) ?? [])
      .map((conversation) => ({
        id: conversation.id,
        protocol: conversation.protocol,
        channel: conversation.channel,
        connectionName: directory.connection(conversation.connectionId)?.name ?? '',
        status: conversation.status,
        at: conversation.lastActivityAt,
        reasonName: directory.reason(conversation.qualification?.reasonId ?? null)?.name ?? null,
        assigneeName: nameOf(conversation.assigneeId),
      }));
  }

  return (contactId: string): ContactView | null => {
    const stored = entities.records.record(contactId);
    if (stored === null) return null;
    const { contact, parts, ids } = stored;
    const overlay = entities.overlay();
    const pending = overlay.record(ids);
    const name = pendingName(contact.name, pending);
    const owners = new Map(parts.flatMap((one) => one.identities.map(({ id }) => [id, one.id])));
    return {
      id: contact.id,
      name: name.name,
      namePending: name.pending,
      title: name.pending ? titleOfContact({ ...contact, name: name.name }) : stored.title,
      identities: contact.identities.map((one) => ({ ...one, contactId: owners.get(one.id) ?? contact.id })),
      tagIds: contact.tagIds,
      tags: tagsOf(contact.tagIds, overlay.tags(ids)),
      deals: dealsOf(contact.deals, overlay.deals(ids)),
      fields: fieldsOf(contact, pending),
      notes: notesOf(contact, pending),
      parts: partsOf(parts),
      suggestions: suggestionsOf(stored),
      mergedInto: contact.id === contactId ? null : contact.id,
      createdAt: contact.createdAt,
      recent: recentOf(ids),
    };
  };
}
