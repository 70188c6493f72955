import type { Conversation } from '../../src-shared/protocol/entities.ts';
import { formatPhone } from '../../src-shared/rules/phone.ts';
import type { LiveConnection } from '../channels/connections.ts';
import { audienceOf, sees } from '../log/audience.ts';
import { planStart, type StartPlan, seesAnyOf } from '../routing/start-rules.ts';
import { loadContacts } from '../store/entities/contact.ts';
import type { QueryContext, QueryHandler } from './run.ts';

/** What «Nova conversa» asks before the agent presses (C10): the command's own rules, without its changes. */
export function createStartCheck(deps: {
  connection(id: string): LiveConnection | null;
}): QueryHandler<'conversation.startCheck'> {
  return async (context, { connectionId, to }) => {
    const connection = deps.connection(connectionId);
    if (connection === null || connection.workspaceId !== context.workspaceId) return 'not-found';
    const plan = await planStart(context, connection, to);
    if (plan.ok) {
      const visible = await seesAnyOf(context, plan.customer.contactIds);
      return {
        allowed: true,
        window: plan.window,
        lastInboundAt: plan.lastInboundAt,
        contactTitle: visible ? await titleOf(context, plan) : null,
        conversationId: visible ? await newestVisible(context, plan) : null,
      };
    }
    if (plan.reason === 'not-found') return 'not-found';
    if (plan.reason === 'served-by-other')
      return {
        allowed: false,
        reason: plan.reason,
        holder: plan.visible ? await holderOf(context, plan.conversation) : null,
      };
    if (plan.reason === 'at-capacity') return { allowed: false, reason: plan.reason };
    return { allowed: false, reason: plan.reason };
  };
}

/** The name, else how the customer is known on the channel. */
async function titleOf(context: QueryContext, plan: StartPlan): Promise<string | null> {
  const contactId = plan.identity?.contactId ?? plan.customer.contactIds[0];
  if (contactId === undefined) return null;
  const [contact] = await loadContacts(context.db, context.workspaceId, [contactId]);
  const identity = contact?.identities.find(({ id }) => id === plan.identity?.id) ?? contact?.identities[0];
  if (contact === undefined || identity === undefined) return contact?.name ?? null;
  return contact.name ?? (identity.phone === null ? identity.address : formatPhone(identity.phone));
}

/** The caller's own open one, else the newest with this customer that they may see, on whatever channel. */
async function newestVisible(context: QueryContext, plan: StartPlan): Promise<string | null> {
  if (plan.standing.kind === 'own') return plan.standing.conversation.id;
  const rows = await context.db
    .selectFrom('conversation')
    .select(['id', 'status', 'department_id', 'assignee_id'])
    .where('workspace_id', '=', context.workspaceId)
    .where('contact_id', 'in', plan.customer.contactIds)
    .orderBy('last_activity_at', 'desc')
    .orderBy('id', 'desc')
    .execute();
  // A finished one is seen by whoever sees the contact, which the caller was found to do.
  const visible = rows.find(
    (row) =>
      row.status === 'finished' ||
      sees(context.caller, audienceOf([{ departmentId: row.department_id, assigneeId: row.assignee_id }])),
  );
  return visible?.id ?? null;
}

async function holderOf(context: QueryContext, conversation: Conversation) {
  const { db, workspaceId } = context;
  if (conversation.assigneeId === null) return null;
  const agent = await db
    .selectFrom('person')
    .select(['id', 'name'])
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', conversation.assigneeId)
    .executeTakeFirst();
  const department = await db
    .selectFrom('department')
    .select('name')
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', conversation.departmentId)
    .executeTakeFirst();
  if (agent === undefined || department === undefined) return null;
  return {
    agentId: agent.id,
    agentName: agent.name,
    departmentName: department.name,
    conversationId: conversation.id,
  };
}
