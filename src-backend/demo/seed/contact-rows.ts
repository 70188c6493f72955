import { sql, type Transaction } from 'kysely';
import type { ContactEvent, Field, Suggestion } from '../../../src-shared/protocol/contacts.ts';
import type { Contact } from '../../../src-shared/protocol/entities.ts';
import type { SavedFilter } from '../../../src-shared/protocol/inbox-filter.ts';
import { keysOf } from '../../contacts/keys.ts';
import { contactWords } from '../../search/words.ts';
import type { Database } from '../../store/database.ts';

/** Where rows go; `fields` are the workspace's. */
interface Target {
  tx: Transaction<Database>;
  workspaceId: string;
  fields: readonly Field[];
}

/**
 * Writes contacts with everything that hangs on them and is derived from them (the keys they are found by, the words they are
 * searched by). Whoever is known already gets their new version, identities, keys and words.
 */
export async function writeContacts({ tx, workspaceId, fields }: Target, contacts: readonly Contact[]): Promise<void> {
  const inWorkspace = { workspace_id: workspaceId };
  await tx
    .insertInto('contact')
    .values(
      contacts.map(({ id, name, createdAt, version, merged, notes, ...one }) => ({
        ...inWorkspace,
        ...{ id, name, version, root_id: merged?.intoId ?? id, created_at: createdAt },
        ...{ fields: JSON.stringify(one.fields), notes: JSON.stringify(notes) },
        merged: merged === null ? null : JSON.stringify(merged),
      })),
    )
    .onConflict((known) => known.column('id').doUpdateSet({ version: sql`excluded.version` }))
    .execute();
  await tx
    .insertInto('contact_words')
    .values(contacts.map((one) => ({ contact_id: one.id, ...inWorkspace, words: contactWords(one) })))
    .onConflict((known) => known.column('contact_id').doUpdateSet({ words: sql`excluded.words` }))
    .execute();
  const identities = contacts.flatMap((contact) =>
    contact.identities.map(({ id, channel, address, phone, profileName, proved }) => ({
      ...{ id, channel, address, phone, profile_name: profileName, proved },
      ...{ ...inWorkspace, contact_id: contact.id },
    })),
  );
  if (identities.length > 0) {
    await tx
      .insertInto('identity')
      .values(identities)
      .onConflict((known) => known.column('id').doUpdateSet({ proved: sql`excluded.proved` }))
      .execute();
  }
  const keys = contacts.flatMap((contact) =>
    keysOf(contact, fields).map(({ kind, value }) => ({ ...inWorkspace, kind, value, contact_id: contact.id })),
  );
  if (keys.length > 0) {
    await tx
      .insertInto('contact_key')
      .values(keys)
      .onConflict((known) => known.doNothing())
      .execute();
  }
  const tags = contacts.flatMap(({ id, tagIds }) =>
    tagIds.map((tag_id) => ({ ...inWorkspace, contact_id: id, tag_id })),
  );
  if (tags.length > 0) {
    await tx
      .insertInto('contact_tag')
      .values(tags)
      .onConflict((known) => known.doNothing())
      .execute();
  }
  const deals = contacts.flatMap((contact) =>
    contact.deals.map(({ id, title, amount, state, ...deal }) => ({
      ...{ id, ...inWorkspace, contact_id: contact.id, title, amount, state },
      ...{ pipeline_id: deal.pipelineId, stage_id: deal.stageId },
      ...{ created_at: deal.createdAt, updated_at: deal.updatedAt },
    })),
  );
  if (deals.length > 0) {
    await tx
      .insertInto('deal')
      .values(deals)
      .onConflict((known) => known.doNothing())
      .execute();
  }
}

/** What was found of two contacts; both must be there already. */
export async function writeLinks(
  { tx, workspaceId }: Target,
  suggestions: readonly Suggestion[],
  events: readonly ContactEvent[],
): Promise<void> {
  const inWorkspace = { workspace_id: workspaceId };
  if (suggestions.length > 0) {
    await tx
      .insertInto('suggestion')
      .values(
        suggestions.map(({ id, contactIds, titles, reasons, state, at, version }) => ({
          ...{ id, ...inWorkspace, contact_a: contactIds[0], contact_b: contactIds[1] },
          ...{ title_a: titles[0], title_b: titles[1], reasons: JSON.stringify(reasons), state, at, version },
        })),
      )
      .execute();
  }
  if (events.length > 0) {
    await tx
      .insertInto('contact_event')
      .values(
        events.map(({ id, contactId, at, byId, what, version }) => ({
          ...{ id, ...inWorkspace, contact_id: contactId, at, by_id: byId, what: JSON.stringify(what), version },
        })),
      )
      .execute();
  }
}

export async function writeFilters({ tx, workspaceId }: Target, filters: readonly SavedFilter[]): Promise<void> {
  if (filters.length === 0) return;
  await tx
    .insertInto('saved_filter')
    .values(
      filters.map(({ id, ownerId, name, departmentId, filter, removed, version }) => ({
        ...{ id, workspace_id: workspaceId, owner_id: ownerId, name, department_id: departmentId },
        ...{ filter: JSON.stringify(filter), removed, version },
      })),
    )
    .execute();
}
