import type { CommandArgs, CommandName, RefusalReason } from '../../src-shared/protocol/commands.ts';
import type { Conversation, Person } from '../../src-shared/protocol/entities.ts';
import { sameCustomer } from '../contacts/roots.ts';
import type { WorkUnit } from '../conversations/work-unit.ts';
import { audienceOf, sees } from '../log/audience.ts';

/** Who sends a command, as they are at that moment (read under the workspace's lock). */
export interface Caller {
  person: Person;
  sessionId: string;
}

export interface CommandContext {
  unit: WorkUnit;
  caller: Caller;
  /** The command's id: what an agent writes takes it as its own id. */
  commandId: string;
  /** Places a message in the queue to its channel, in this transaction. */
  send(messageId: string, conversationId: string): Promise<void>;
  /** Something to tell the channel after the commit; a hint that may be lost. */
  tellAfterCommit(work: () => Promise<void>): void;
}

/** `conversationId`: the conversation that was begun or found, for the answer. */
export type HandlerResult =
  | { ok: true; conversationId?: string }
  | { ok: false; reason: RefusalReason; detail?: string };

/** A handler checks everything before it changes anything in the unit; a refusal leaves no trace. */
export type Handler<Name extends CommandName> = (
  context: CommandContext,
  args: CommandArgs<Name>,
) => Promise<HandlerResult>;

export const done: HandlerResult = { ok: true };
export type Refused = Extract<HandlerResult, { ok: false }>;
export const refused = (reason: RefusalReason, detail?: string): Refused => ({
  ok: false,
  reason,
  ...(detail === undefined ? {} : { detail }),
});

/** The conversation, if this person may see it; to everyone else it does not exist. */
export async function visibleConversation({ unit, caller }: CommandContext, id: string): Promise<Conversation | null> {
  const conversation = await unit.conversation(id);
  if (conversation === null) return null;
  if (sees(caller.person, audienceOf([conversation]))) return conversation;
  return conversation.status === 'finished' && (await seesContact(unit, caller.person, conversation.contactId))
    ? conversation
    : null;
}

/** The one that stands for all that are served as one with this conversation, if the person may see them: what is moved is that one. */
export async function servedConversation(context: CommandContext, id: string): Promise<Conversation | null> {
  const conversation = await visibleConversation(context, id);
  const [root = null] = conversation === null ? [] : await context.unit.groupOf(conversation);
  return root;
}

/** Whether the person sees any conversation of the customer, and so the whole record, whichever of its contacts is named. */
export async function seesContact(unit: WorkUnit, person: Person, contactId: string): Promise<boolean> {
  const rows = await unit.tx.db
    .selectFrom('conversation')
    .select(['department_id', 'assignee_id'])
    .where('workspace_id', '=', unit.tx.workspaceId)
    .where('contact_id', 'in', sameCustomer(unit.tx.workspaceId, [contactId]))
    .execute();
  if (rows.length === 0) return false;
  return sees(
    person,
    audienceOf(rows.map((row) => ({ departmentId: row.department_id, assigneeId: row.assignee_id }))),
  );
}

export const isSupervisor = (person: Person): boolean => person.role !== 'agent';

export async function isDepartment({ tx }: WorkUnit, departmentId: string): Promise<boolean> {
  const row = await tx.db
    .selectFrom('department')
    .select('id')
    .where('workspace_id', '=', tx.workspaceId)
    .where('id', '=', departmentId)
    .executeTakeFirst();
  return row !== undefined;
}
