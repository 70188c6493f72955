import type { Kysely } from 'kysely';
import type { Conversation, Person } from '../../src-shared/protocol/entities.ts';
import type { StartTarget } from '../../src-shared/protocol/queries.ts';
import { startsBy } from '../../src-shared/rules/start-ways.ts';
import { isWindowOpen } from '../../src-shared/rules/window.ts';
import type { LiveConnection } from '../channels/connections.ts';
import { audienceOf, sees } from '../log/audience.ts';
import type { Database } from '../store/database.ts';
import { toConversation } from '../store/entities/conversation.ts';
import { hasRoomFor } from './capacity.ts';
import { findStartCustomer, type StartCustomer } from './start-customer.ts';

/**
 * Whether an agent may begin a conversation, and how it would begin (C4–C8). One module for the question the dialog asks
 * and for the command, so that both decide alike; the command decides again under the workspace's lock, where two agents
 * who start at the same moment come one after the other.
 */
export interface StartPlan {
  ok: true;
  customer: StartCustomer;
  /** The identity to write through; null: nobody is known by this number or address yet. */
  identity: { id: string; contactId: string } | null;
  /**
   * `own`: the caller's open conversation with this customer. `waiting`: one in a queue or held by an automation, to be
   * taken over (C8). `none`: a new one begins.
   */
  standing: { kind: 'own' | 'waiting'; conversation: Conversation } | { kind: 'none' };
  departmentId: string;
  window: 'open' | 'closed';
  /** The customer's last message on this connection, which the window runs from. */
  lastInboundAt: number | null;
}

export type StartRefusal =
  | { ok: false; reason: 'at-capacity' | 'no-department' | 'not-supported' | 'invalid-number' | 'not-found' }
  /** `visible`: the caller may know who and where. */
  | { ok: false; reason: 'served-by-other'; conversation: Conversation; visible: boolean };

export interface StartAsk {
  db: Kysely<Database>;
  workspaceId: string;
  caller: Person;
  /** Epoch milliseconds. */
  now: number;
}

/**
 * The order is C7's: whether such a conversation can exist at all, capacity, another agent. Coming back to one's own open
 * conversation takes no further place, so neither refuses it.
 */
export async function planStart(
  ask: StartAsk,
  connection: LiveConnection,
  to: StartTarget,
): Promise<StartPlan | StartRefusal> {
  const { caller } = ask;
  const { windowMs } = connection.capabilities;
  if (startsBy(connection) === null) return refusal('not-supported');
  const customer = await findStartCustomer(ask, connection, to);
  if (typeof customer === 'string') return refusal(customer);
  // An identity is named by its id only by whoever sees its contact; a number or an address may be typed by anyone.
  if (to.kind === 'identity' && !(await seesAnyOf(ask, customer.contactIds))) return refusal('not-found');

  const live = await liveConversations(ask, customer.contactIds);
  const onSameLine = (conversation: Conversation) =>
    conversation.connectionId === connection.id &&
    customer.sameLine.some((identity) => identity.id === conversation.identityId);
  const own = live.find((conversation) => conversation.assigneeId === caller.id && onSameLine(conversation));
  if (own === undefined) {
    if (!(await hasRoomFor(ask, caller, connection.channel))) return refusal('at-capacity');
    const others = live.filter(
      (conversation) => conversation.assigneeId !== null && conversation.assigneeId !== caller.id,
    );
    const other = others.find(onSameLine) ?? others[0];
    if (other !== undefined) {
      return {
        ok: false,
        reason: 'served-by-other',
        conversation: other,
        visible: sees(caller, audienceOf([other])),
      };
    }
  }
  const waiting = live.find((conversation) => conversation.assigneeId === null && onSameLine(conversation));
  const standing: StartPlan['standing'] =
    own !== undefined
      ? { kind: 'own', conversation: own }
      : waiting !== undefined
        ? { kind: 'waiting', conversation: waiting }
        : { kind: 'none' };
  const departmentId = departmentFor(caller, connection, standing);
  if (departmentId === null) return refusal('no-department');

  const lastInbound = await lastInboundByIdentity(
    ask,
    connection.id,
    customer.sameLine.map(({ id }) => id),
  );
  const lastInboundAt = lastInbound[0]?.at ?? null;
  return {
    ok: true,
    customer,
    identity: identityFor(customer, standing, lastInbound),
    standing,
    departmentId,
    window: isWindowOpen({ lastInboundAt, windowMs, now: ask.now }) ? 'open' : 'closed',
    lastInboundAt,
  };
}

const refusal = (reason: Exclude<StartRefusal['reason'], 'served-by-other'>): StartRefusal => ({ ok: false, reason });

/** Whatever the customer has open, on any channel. */
async function liveConversations(ask: StartAsk, contactIds: string[]): Promise<Conversation[]> {
  if (contactIds.length === 0) return [];
  const rows = await ask.db
    .selectFrom('conversation')
    .selectAll()
    .where('workspace_id', '=', ask.workspaceId)
    .where('contact_id', 'in', contactIds)
    .where('status', '<>', 'finished')
    .orderBy('created_at', 'desc')
    .execute();
  return rows.map(toConversation);
}

/**
 * Where it belongs: one's own stays where it is, and one that waits stays in its department if the caller is of it. Else
 * the connection's department if the caller is of it, else the caller's first; the answers must reach people who see it.
 */
function departmentFor(caller: Person, connection: LiveConnection, standing: StartPlan['standing']): string | null {
  if (standing.kind === 'own') return standing.conversation.departmentId;
  const wanted = standing.kind === 'waiting' ? [standing.conversation.departmentId] : [];
  const fitting = [...wanted, connection.departmentId].find((id) => caller.departmentIds.includes(id));
  return fitting ?? caller.departmentIds[0] ?? null;
}

interface LastInbound {
  identityId: string;
  at: number;
}

/** Newest first; identities that never wrote through this connection are not in it. */
export async function lastInboundByIdentity(
  ask: Pick<StartAsk, 'db' | 'workspaceId'>,
  connectionId: string,
  identityIds: string[],
): Promise<LastInbound[]> {
  if (identityIds.length === 0) return [];
  const rows = await ask.db
    .selectFrom('conversation')
    .select(['identity_id', (eb) => eb.fn.max('last_inbound_at').as('at')])
    .where('workspace_id', '=', ask.workspaceId)
    .where('connection_id', '=', connectionId)
    .where('identity_id', 'in', identityIds)
    .where('last_inbound_at', 'is not', null)
    .groupBy('identity_id')
    .execute();
  return rows.map((row) => ({ identityId: row.identity_id, at: Number(row.at) })).sort((a, b) => b.at - a.at);
}

/** The address that works is the one the customer last wrote from; else the one typed; else any spelling known. */
function identityFor(
  { sameLine, typed }: StartCustomer,
  standing: StartPlan['standing'],
  lastInbound: LastInbound[],
): StartPlan['identity'] {
  const wanted = standing.kind === 'none' ? lastInbound[0]?.identityId : standing.conversation.identityId;
  return (
    sameLine.find((identity) => identity.id === wanted) ??
    sameLine.find((identity) => identity.address === typed?.address) ??
    sameLine[0] ??
    null
  );
}

/** Whether the caller sees any conversation of these contacts, and so the contacts themselves. */
export async function seesAnyOf(ask: StartAsk, contactIds: string[]): Promise<boolean> {
  if (contactIds.length === 0) return false;
  const rows = await ask.db
    .selectFrom('conversation')
    .select(['department_id', 'assignee_id'])
    .where('workspace_id', '=', ask.workspaceId)
    .where('contact_id', 'in', contactIds)
    .execute();
  return (
    rows.length > 0 &&
    sees(ask.caller, audienceOf(rows.map((row) => ({ departmentId: row.department_id, assigneeId: row.assignee_id }))))
  );
}
