import type { Generated } from 'kysely';
import type { Channel, Contact, Identity } from '../../src-shared/protocol/entities.ts';
import type { JsonOrDefault, JsonOrNull } from './columns.ts';

/** A contact's own record, as Kysely sees its tables (see database.ts). */
export interface ContactTable {
  id: string;
  workspace_id: string;
  name: string | null;
  fields: JsonOrDefault<Contact['fields']>;
  notes: JsonOrDefault<Contact['notes']>;
  merged: JsonOrNull<NonNullable<Contact['merged']>>;
  /** Itself, or what it is merged into in the end. */
  root_id: string;
  created_at: number;
  version: number;
}

export interface ContactTagTable {
  workspace_id: string;
  contact_id: string;
  tag_id: string;
}

export interface IdentityTable {
  id: string;
  workspace_id: string;
  contact_id: string;
  channel: Channel;
  address: string;
  phone: string | null;
  profile_name: string | null;
  verified: JsonOrNull<NonNullable<Identity['verified']>>;
  shared: Generated<boolean>;
  proved: Generated<boolean>;
}

export interface ContactTables {
  contact: ContactTable;
  contact_tag: ContactTagTable;
  identity: IdentityTable;
}
