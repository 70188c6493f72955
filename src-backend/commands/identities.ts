import { plainIdentity } from '../../src-shared/protocol/defaults.ts';
import type { Channel, Contact, Identity } from '../../src-shared/protocol/entities.ts';
import { readFieldValue } from '../../src-shared/rules/field-value.ts';
import { holderOf } from '../../src-shared/rules/merged-contact.ts';
import { phoneVariants } from '../../src-shared/rules/phone.ts';
import type { WorkUnit } from '../conversations/work-unit.ts';
import { done, type Handler, refused } from './handler.ts';
import { visibleRecord } from './records.ts';

/** How a customer is reached, as people put it in and vouch for it (G1). What customers write through, their channel adds. */
const add: Handler<'contact.identityAdd'> = async (context, args) => {
  const { unit } = context;
  const record = await visibleRecord(context, args.contactId);
  if (record === null) return refused('not-found');
  const address = addressOf(args.channel, args.address);
  if (address === null) return refused('invalid', 'address');
  const phone = args.channel === 'whatsapp' ? address : null;
  const spellings = phone === null ? [address] : phoneVariants(phone);
  const holder = await holderOfAddress(unit, args.channel, spellings);
  if (holder !== null)
    return [record.root, ...record.parts].some(({ id }) => id === holder) ? done : refused('name-taken', holder);
  // An id made by a caller may belong to another contact, or another workspace.
  const taken = await unit.tx.db.selectFrom('identity').select('id').where('id', '=', args.id).executeTakeFirst();
  if (taken !== undefined) return refused('not-found', 'id');
  const { root } = record;
  const made: Identity = {
    ...{ id: args.id, channel: args.channel, address, phone, profileName: null },
    ...plainIdentity,
  };
  unit.changeContact(root.id, { identities: [...root.identities, made] });
  return done;
};

const remove: Handler<'contact.identityRemove'> = async (context, args) => {
  const { unit } = context;
  const record = await visibleRecord(context, args.contactId);
  const known = record?.shown.identities.find(({ id }) => id === args.identityId);
  if (record === null || known === undefined) return refused('not-found');
  const used = await unit.tx.db
    .selectFrom('conversation')
    .select('id')
    .where('workspace_id', '=', unit.tx.workspaceId)
    .where('contact_id', 'in', [record.root.id, ...record.parts.map(({ id }) => id)])
    .where((where) =>
      where.or([
        where('identity_id', '=', known.id),
        where.exists((eb) =>
          eb
            .selectFrom('message')
            .select('message.id')
            .whereRef('message.conversation_id', '=', 'conversation.id')
            .where('message.identity_id', '=', known.id),
        ),
      ]),
    )
    .executeTakeFirst();
  // Messages carry the identity that they travelled through.
  if (used !== undefined || known.proved) return refused('invalid', 'used');
  const holder = holderOf(record.root, record.parts, { type: 'identity', id: known.id });
  unit.changeContact(holder.id, { identities: holder.identities.filter(({ id }) => id !== known.id) });
  return done;
};

const mark: Handler<'contact.identityMark'> = async ({ ...context }, args) => {
  const { unit, caller } = context;
  const record = await visibleRecord(context, args.contactId);
  if (record === null || !record.shown.identities.some(({ id }) => id === args.identityId)) return refused('not-found');
  const holder = holderOf(record.root, record.parts, { type: 'identity', id: args.identityId });
  change(unit, holder, args.identityId, (identity) => ({
    ...identity,
    verified: verification(identity, args.verified, { byId: caller.person.id, at: unit.tx.now }),
    shared: args.shared ?? identity.shared,
  }));
  return done;
};

function verification(
  { verified }: Identity,
  wanted: boolean | undefined,
  now: NonNullable<Identity['verified']>,
): Identity['verified'] {
  if (wanted === undefined) return verified;
  return wanted ? (verified ?? now) : null;
}

function change(unit: WorkUnit, contact: Contact, identityId: string, to: (identity: Identity) => Identity): void {
  const identities = contact.identities.map((one) => {
    if (one.id !== identityId) return one;
    const next = to(one);
    return next.shared === one.shared && next.verified === one.verified ? one : next;
  });
  if (identities.some((one, index) => one !== contact.identities[index]))
    unit.changeContact(contact.id, { identities });
}

/** The contact that has this address on the channel, however a mobile is spelled; null: nobody. */
async function holderOfAddress(unit: WorkUnit, channel: Channel, spellings: string[]): Promise<string | null> {
  const row = await unit.tx.db
    .selectFrom('identity')
    .select('contact_id')
    .where('workspace_id', '=', unit.tx.workspaceId)
    .where('channel', '=', channel)
    .where('address', 'in', spellings)
    .executeTakeFirst();
  return row?.contact_id ?? null;
}

/** As the channel gives it; null: none of the channel's, or the channel's addresses are nothing people write down. */
function addressOf(channel: Channel, text: string): string | null {
  switch (channel) {
    case 'whatsapp':
      return readFieldValue({ type: 'phone' }, text)?.replace('+', '') ?? null;
    case 'email':
      return readFieldValue({ type: 'email' }, text);
    case 'instagram':
    case 'messenger':
      return /^[\w.@-]{1,100}$/.test(text) ? text : null;
    default:
      return null;
  }
}

export const identityHandlers = {
  'contact.identityAdd': add,
  'contact.identityRemove': remove,
  'contact.identityMark': mark,
};
