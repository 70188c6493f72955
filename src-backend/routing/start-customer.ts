import type { Kysely } from 'kysely';
import type { Channel } from '../../src-shared/protocol/entities.ts';
import type { StartTarget } from '../../src-shared/protocol/queries.ts';
import { phoneVariants } from '../../src-shared/rules/phone.ts';
import { readStartNumber } from '../../src-shared/rules/start-number.ts';
import { startsBy } from '../../src-shared/rules/start-ways.ts';
import { membersOf } from '../contacts/roots.ts';
import type { Database } from '../store/database.ts';

/** Whom an active conversation is for, as far as this workspace knows them on that channel. */
export interface StartCustomer {
  /** Identities of the very number or account to write to: both spellings of a mobile are one line. */
  sameLine: { id: string; contactId: string; address: string; phone: string | null }[];
  /** Theirs, with all that is known to be the same customer, on whatever channel. */
  contactIds: string[];
  /** What was typed, to make an identity of when nobody is known by it (digits with country code); null for a known identity. */
  typed: { address: string; phone: string | null } | null;
}

/**
 * `not-found`: no such identity in the workspace; `invalid-number`: C2, C3; `not-supported`: of another channel, or not how
 * anybody is named on this one.
 */
export async function findStartCustomer(
  at: { db: Kysely<Database>; workspaceId: string },
  connection: Parameters<typeof startsBy>[0],
  to: StartTarget,
): Promise<StartCustomer | 'invalid-number' | 'not-found' | 'not-supported'> {
  const { channel } = connection;
  if (to.kind !== 'identity' && to.kind !== startsBy(connection)) return 'not-supported';
  if (to.kind === 'email') {
    // As the mail that comes from it is kept: nobody's server tells capitals apart.
    const address = to.address.toLowerCase();
    return known(at, channel, [address], { address, phone: null });
  }
  if (to.kind === 'phone') {
    const number = readStartNumber(to.number);
    if (number.state !== 'valid') return 'invalid-number';
    return known(at, channel, phoneVariants(number.phone), {
      address: number.phone,
      phone: number.phone,
    });
  }
  const identity = await at.db
    .selectFrom('identity')
    .select(['id', 'channel', 'address', 'phone'])
    .where('workspace_id', '=', at.workspaceId)
    .where('id', '=', to.identityId)
    .executeTakeFirst();
  if (identity === undefined) return 'not-found';
  if (identity.channel !== channel) return 'not-supported';
  const spellings = identity.phone === null ? [] : phoneVariants(identity.phone);
  return known(at, channel, [...new Set([identity.address, ...spellings])], null);
}

/** Somebody without a number as address (a business-scoped id) may still be known by their number, so both are looked at. */
async function known(
  { db, workspaceId }: { db: Kysely<Database>; workspaceId: string },
  channel: Channel,
  spellings: string[],
  typed: StartCustomer['typed'],
): Promise<StartCustomer> {
  const rows = await db
    .selectFrom('identity')
    .select(['id', 'contact_id', 'address', 'phone'])
    .where('workspace_id', '=', workspaceId)
    .where('channel', '=', channel)
    .where((eb) => eb.or([eb('address', 'in', spellings), eb('phone', 'in', spellings)]))
    .orderBy('id')
    .execute();
  const members = await membersOf({ db, workspaceId }, [...new Set(rows.map((row) => row.contact_id))]);
  return {
    sameLine: rows.map((row) => ({ id: row.id, contactId: row.contact_id, address: row.address, phone: row.phone })),
    contactIds: [...new Set([...members.values()].flatMap((one) => one.contactIds))],
    typed,
  };
}
