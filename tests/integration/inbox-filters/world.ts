import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { conversationRow } from '../../../src-backend/store/entities/conversation.ts';
import type { Store } from '../../../src-backend/store/open.ts';
import { plainContact, plainConversation } from '../../../src-shared/protocol/defaults.ts';
import type { Contact, Conversation, Person } from '../../../src-shared/protocol/entities.ts';
import type { InboxFilter } from '../../../src-shared/protocol/inbox-filter.ts';
import { mergedRoot } from '../../../src-shared/rules/merged-root.ts';

/** A workspace's conversations as chance has them, in the database and beside it. */
export interface World {
  workspaceId: string;
  now: number;
  people: Pick<Person, 'id' | 'role' | 'departmentIds' | 'name'>[];
  departmentIds: string[];
  connections: { id: string; channel: 'whatsapp' | 'livechat' }[];
  tagIds: string[];
  stageIds: string[];
  reasons: { id: string; parentId: string | null }[];
  contacts: Contact[];
  rootOf: Map<string, string>;
  conversations: Conversation[];
}

export const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** Midday in São Paulo. */
const NOON = Date.UTC(2026, 4, 4, 15);

const pick = fc.nat({ max: 1_000_000 });

const contactSeed = fc.record({
  tags: fc.subarray([0, 1, 2]),
  deals: fc.array(fc.record({ stage: fc.nat({ max: 1 }), open: fc.boolean() }), { maxLength: 2 }),
  mergedInto: fc.oneof({ weight: 2, arbitrary: fc.constant(null) }, { weight: 1, arbitrary: pick }),
  hidden: fc.subarray([0, 1, 2]),
});

const conversationSeed = fc.record({
  contact: pick,
  status: fc.constantFrom<Conversation['status']>('queued', 'open', 'automation', 'finished', 'finished'),
  assignee: fc.constantFrom(null, null, 0, 1, 2),
  finishedBy: fc.constantFrom(null, 1, 1),
  connection: fc.nat({ max: 1 }),
  department: fc.nat({ max: 1 }),
  reason: fc.constantFrom(null, 0, 1, 2),
  activity: fc.oneof(
    fc.integer({ min: 0, max: 3 }),
    fc.integer({ min: -4, max: 0 }).map((day) => day * DAY - 12 * HOUR),
  ),
  inbound: fc.constantFrom(null, ...[0, 3, 19, 20, 21, 23, 24, 30].map((hours) => -hours * HOUR)),
  awaiting: fc.boolean(),
  failed: fc.nat({ max: 1 }),
  merged: fc.oneof({ weight: 9, arbitrary: fc.constant(false) }, { weight: 1, arbitrary: fc.constant(true) }),
});

export const worldSeed = fc.record({
  contacts: fc.array(contactSeed, { minLength: 4, maxLength: 10 }),
  conversations: fc.array(conversationSeed, { minLength: 40, maxLength: 60 }),
});
export type WorldSeed = typeof worldSeed extends fc.Arbitrary<infer Seed> ? Seed : never;

/** Filters by places in the world's lists, so that they can be made before it. */
const rarely = <Value>(unset: Value, set: fc.Arbitrary<Value>) =>
  fc.oneof({ weight: 3, arbitrary: fc.constant(unset) }, { weight: 1, arbitrary: set });
const some = (count: number) => rarely<number[]>([], fc.subarray(Array.from({ length: count }, (_, n) => n)));
export const filterSeed = fc.record({
  tab: fc.constantFrom('all', 'mine', 'unassigned'),
  status: fc.constantFrom('open', 'awaiting', 'failed', 'finished', 'finished', 'automation'),
  order: fc.constantFrom('newest', 'oldest'),
  connections: some(2),
  departments: some(2),
  tags: some(3),
  channels: rarely<InboxFilter['channels']>([], fc.constant(['whatsapp'])),
  stages: some(2),
  reasons: some(3),
  agents: some(3),
  period: rarely<InboxFilter['period']>(
    null,
    fc.constantFrom<InboxFilter['period']>(
      { kind: 'last', days: 1 },
      { kind: 'last', days: 3 },
      { kind: 'days', from: '2026-05-02', to: '2026-05-03' },
    ),
  ),
  windowLeft: rarely<InboxFilter['windowLeft']>(
    null,
    fc.constantFrom<InboxFilter['windowLeft']>('expired', 'under-1h', 'under-4h'),
  ),
});
export type FilterSeed = typeof filterSeed extends fc.Arbitrary<infer Seed> ? Seed : never;

const at = <Value>(list: readonly Value[], place: number): Value => {
  const value = list[place % list.length];
  if (value === undefined) throw new Error('the list is empty');
  return value;
};

export function filterIn(world: World, seed: FilterSeed): InboxFilter {
  const { tab, status, order, channels, period, windowLeft } = seed;
  const ids = (list: readonly string[], places: readonly number[]) => places.map((place) => at(list, place));
  return {
    ...{ tab, status, order, channels, period, windowLeft },
    connectionIds: ids(
      world.connections.map(({ id }) => id),
      seed.connections,
    ),
    departmentIds: ids(world.departmentIds, seed.departments),
    tagIds: ids(world.tagIds, seed.tags),
    stageIds: ids(world.stageIds, seed.stages),
    reasonIds: ids(
      world.reasons.map(({ id }) => id),
      seed.reasons,
    ),
    agentIds: ids(
      world.people.map(({ id }) => id),
      seed.agents,
    ),
  };
}

export function worldOf(seed: WorldSeed): World {
  const ids = (count: number) => Array.from({ length: count }, () => randomUUID());
  const [departmentIds, tagIds, stageIds, reasonIds] = [ids(2), ids(3), ids(2), ids(3)];
  const connections = [
    { id: randomUUID(), channel: 'whatsapp' as const },
    { id: randomUUID(), channel: 'livechat' as const },
  ];
  const people = [
    { id: randomUUID(), name: 'Ana', role: 'agent' as const, departmentIds: departmentIds.slice(0, 1) },
    { id: randomUUID(), name: 'Bia', role: 'agent' as const, departmentIds: departmentIds.slice(1) },
    { id: randomUUID(), name: 'Sônia', role: 'supervisor' as const, departmentIds: [] },
  ];
  const contacts: Contact[] = [];
  for (const { tags, deals, mergedInto, hidden } of seed.contacts) {
    contacts.push({
      ...plainContact,
      id: randomUUID(),
      name: `Cliente ${contacts.length}`,
      identities: [],
      tagIds: tags.map((place) => at(tagIds, place)),
      deals: deals.map(({ stage, open }, index) => ({
        id: randomUUID(),
        title: 'Geladeira',
        pipelineId: `${departmentIds[0]}`,
        stageId: at(stageIds, stage),
        amount: null,
        state: open ? 'open' : 'lost',
        createdAt: NOON + index,
        updatedAt: NOON,
      })),
      merged:
        mergedInto === null || contacts.length === 0
          ? null
          : {
              id: randomUUID(),
              intoId: at(contacts, mergedInto).id,
              at: NOON + contacts.length,
              byId: null,
              reasons: [],
              choices: {},
              hiddenTagIds: hidden.map((place) => at(tagIds, place)),
            },
      createdAt: NOON,
      version: 1,
    });
  }
  const byId = new Map(contacts.map((contact) => [contact.id, contact]));
  const into = (id: string) => (byId.has(id) ? (byId.get(id)?.merged?.intoId ?? null) : undefined);
  const conversations = seed.conversations.map((one, index): Conversation => {
    const connection = at(connections, one.connection);
    const { status } = one;
    const reasonId = one.reason === null ? null : at(reasonIds, one.reason);
    const finishedById = status === 'finished' && one.finishedBy !== null ? at(people, one.finishedBy).id : null;
    return {
      ...plainConversation,
      id: randomUUID(),
      protocol: `2026-${String(index).padStart(7, '0')}`,
      contactId: at(contacts, one.contact).id,
      connectionId: connection.id,
      identityId: randomUUID(),
      channel: connection.channel,
      departmentId: at(departmentIds, one.department),
      assigneeId: one.assignee === null ? null : at(people, one.assignee).id,
      assignmentCause: null,
      status,
      createdAt: NOON - 30 * DAY + index,
      queuedAt: null,
      finishedAt: status === 'finished' ? NOON : null,
      finishedById,
      qualification: reasonId === null ? null : { reasonId, description: null, byId: at(people, 0).id, at: NOON },
      lastMessage: null,
      merged: one.merged ? { id: randomUUID(), intoId: randomUUID(), at: NOON, byId: null } : null,
      lastActivityAt: NOON + one.activity,
      lastInboundAt: one.inbound === null ? null : NOON + one.inbound,
      awaitingSince: one.awaiting ? NOON : null,
      unread: 0,
      failedCount: one.failed,
      version: 1,
    };
  });
  return {
    workspaceId: randomUUID(),
    now: NOON,
    ...{ people, departmentIds, connections, tagIds, stageIds, contacts, conversations },
    reasons: reasonIds.map((id, index) => ({ id, parentId: reasonIds[index - 1] ?? null })),
    rootOf: new Map(contacts.map(({ id }) => [id, mergedRoot(id, into)])),
  };
}

export async function storeWorld({ db }: Store, world: World): Promise<void> {
  const { workspaceId } = world;
  const own = { workspace_id: workspaceId, version: 1 };
  await db
    .insertInto('workspace')
    .values({ id: workspaceId, name: workspaceId, time_zone: 'America/Sao_Paulo', created_at: 0 })
    .execute();
  const department = { distribution: 'manual' as const, requires_reason: false, requires_description: false };
  await db
    .insertInto('department')
    .values(world.departmentIds.map((id) => ({ id, name: id, ...department, ...own })))
    .execute();
  await db
    .insertInto('person')
    .values(
      world.people.map(({ id, name, role }) => ({
        ...{ id, name, role, ...own },
        email: `${id}@aurora.example`,
        password_hash: '',
        capacity: 5,
        active: true,
        presence_state: 'offline' as const,
        presence_reason: null,
        presence_since: 0,
      })),
    )
    .execute();
  await db
    .insertInto('connection')
    .values(
      world.connections.map(({ id, channel }) => ({
        ...{ id, channel, name: channel, ...own },
        department_id: `${world.departmentIds[0]}`,
        address: null,
        settings: '{}',
        active: true,
      })),
    )
    .execute();
  await db
    .insertInto('tag')
    .values(world.tagIds.map((id) => ({ id, name: id, color: '#aa5500', ...own })))
    .execute();
  for (const { id, parentId } of world.reasons) {
    const row = { id, parent_id: parentId, name: id, position: 0, active: true, ...own };
    await db.insertInto('reason').values(row).execute();
  }
  const pipelineId = `${world.departmentIds[0]}`;
  await db
    .insertInto('pipeline')
    .values({ id: pipelineId, name: 'Vendas', position: 0, active: true, stages: '[]', ...own })
    .execute();
  await storeContacts(db, world);
  await db
    .insertInto('identity')
    .values(
      world.conversations.map(({ identityId, contactId, channel }) => ({
        ...{ id: identityId, workspace_id: workspaceId, contact_id: contactId, channel },
        address: identityId,
        phone: null,
        profile_name: null,
      })),
    )
    .execute();
  await db
    .insertInto('conversation')
    .values(world.conversations.map((conversation) => conversationRow(workspaceId, conversation)))
    .execute();
}

async function storeContacts(db: Store['db'], { workspaceId, contacts, rootOf }: World): Promise<void> {
  await db
    .insertInto('contact')
    .values(
      contacts.map(({ id, name, merged }) => ({
        ...{ id, name, workspace_id: workspaceId, created_at: NOON, version: 1 },
        root_id: rootOf.get(id) ?? id,
        merged: merged === null ? null : JSON.stringify(merged),
      })),
    )
    .execute();
  const tags = contacts.flatMap(({ id, tagIds }) =>
    tagIds.map((tagId) => ({ workspace_id: workspaceId, contact_id: id, tag_id: tagId })),
  );
  if (tags.length > 0) await db.insertInto('contact_tag').values(tags).execute();
  const deals = contacts.flatMap((contact) =>
    contact.deals.map(({ id, title, pipelineId, stageId, amount, state }) => ({
      ...{ id, title, amount, state, workspace_id: workspaceId, contact_id: contact.id },
      pipeline_id: pipelineId,
      stage_id: stageId,
      created_at: NOON,
      updated_at: NOON,
    })),
  );
  if (deals.length > 0) await db.insertInto('deal').values(deals).execute();
}
