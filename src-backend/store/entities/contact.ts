import type { Kysely } from 'kysely';
import type { Contact } from '../../../src-shared/protocol/entities.ts';
import type { Database } from '../database.ts';

/** Contacts whole, with identities and tags; ids that do not exist in the workspace are left out. */
export async function loadContacts(db: Kysely<Database>, workspaceId: string, ids: string[]): Promise<Contact[]> {
  if (ids.length === 0) return [];
  const contacts = await db
    .selectFrom('contact')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .where('id', 'in', ids)
    .execute();
  const identities = await db
    .selectFrom('identity')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .where('contact_id', 'in', ids)
    .orderBy('id')
    .execute();
  const tags = await db
    .selectFrom('contact_tag')
    .select(['contact_id', 'tag_id'])
    .where('workspace_id', '=', workspaceId)
    .where('contact_id', 'in', ids)
    .orderBy('tag_id')
    .execute();

  const identitiesOf = Map.groupBy(identities, (row) => row.contact_id);
  const tagsOf = Map.groupBy(tags, (row) => row.contact_id);
  return contacts.map((row) => ({
    id: row.id,
    name: row.name,
    identities: (identitiesOf.get(row.id) ?? []).map((identity) => ({
      id: identity.id,
      channel: identity.channel,
      address: identity.address,
      phone: identity.phone,
      profileName: identity.profile_name,
    })),
    tagIds: (tagsOf.get(row.id) ?? []).map((tag) => tag.tag_id),
    createdAt: row.created_at,
    version: row.version,
  }));
}
