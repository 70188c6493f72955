import { type Kysely, sql } from 'kysely';
import type { ContactEvent } from '../../../src-shared/protocol/contacts.ts';
import type { Deal } from '../../../src-shared/protocol/deals.ts';
import type { Contact, Identity } from '../../../src-shared/protocol/entities.ts';
import type { Database } from '../database.ts';

/**
 * Contacts whole, with identities, tags and deals; ids that do not exist in the workspace are left out. One query, because it
 * stands on the way of every message that arrives.
 */
export async function loadContacts(db: Kysely<Database>, workspaceId: string, ids: string[]): Promise<Contact[]> {
  if (ids.length === 0) return [];
  const rows = await db
    .selectFrom('contact')
    .select(['id', 'name', 'fields', 'notes', 'merged', 'created_at', 'version'])
    .select([
      sql<Identity[]>`(SELECT coalesce(json_agg(json_build_object('id', identity.id, 'channel', identity.channel,
          'address', identity.address, 'phone', identity.phone, 'profileName', identity.profile_name,
          'verified', identity.verified, 'shared', identity.shared, 'proved', identity.proved) ORDER BY identity.id), '[]')
        FROM identity WHERE identity.contact_id = contact.id)`.as('identities'),
      sql<string[]>`(SELECT coalesce(json_agg(contact_tag.tag_id ORDER BY contact_tag.tag_id), '[]')
        FROM contact_tag WHERE contact_tag.contact_id = contact.id)`.as('tag_ids'),
      sql<Deal[]>`(SELECT coalesce(json_agg(json_build_object('id', deal.id, 'title', deal.title,
          'pipelineId', deal.pipeline_id, 'stageId', deal.stage_id, 'amount', deal.amount, 'state', deal.state,
          'createdAt', deal.created_at, 'updatedAt', deal.updated_at) ORDER BY deal.created_at, deal.id), '[]')
        FROM deal WHERE deal.contact_id = contact.id)`.as('deals'),
    ])
    .where('workspace_id', '=', workspaceId)
    .where('id', 'in', ids)
    .execute();
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    identities: row.identities,
    tagIds: row.tag_ids,
    deals: row.deals,
    fields: row.fields,
    notes: row.notes,
    merged: row.merged,
    createdAt: row.created_at,
    version: row.version,
  }));
}

/** What happened to these contacts' records, oldest first. */
export async function loadContactEvents(
  { db, workspaceId }: { db: Kysely<Database>; workspaceId: string },
  contactIds: string[],
): Promise<ContactEvent[]> {
  if (contactIds.length === 0) return [];
  const rows = await db
    .selectFrom('contact_event')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .where('contact_id', 'in', contactIds)
    .orderBy('version')
    .execute();
  return rows.map(({ id, contact_id: contactId, at, by_id: byId, what, version }) => ({
    ...{ id, contactId, at, byId, what, version },
  }));
}
