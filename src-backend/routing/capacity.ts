import type { Kysely } from 'kysely';
import type { Channel, Person } from '../../src-shared/protocol/entities.ts';
import type { Operation } from '../../src-shared/protocol/operation.ts';
import type { Database } from '../store/database.ts';
import { loadOperation } from '../store/entities/directory.ts';
import { fits } from './state.ts';

/** Where to look: a workspace, under its lock when the answer must still hold at the commit. */
interface Workspace {
  db: Kysely<Database>;
  workspaceId: string;
}

/** How much of a capacity one conversation of the channel takes; a channel that is not named takes 1. */
export const weightOf = (operation: Pick<Operation, 'channelWeights'>, channel: Channel): number =>
  operation.channelWeights[channel] ?? 1;

/**
 * The weights of the open conversations of each person who has any, added up, those served as one counted once; `personIds` null: of everyone. What is only on
 * offer to somebody takes its place already.
 */
export async function loadsOf(
  { db, workspaceId }: Workspace,
  operation: Pick<Operation, 'channelWeights'>,
  personIds: string[] | null,
): Promise<Map<string, number>> {
  let query = db
    .selectFrom('conversation')
    .select(['assignee_id', 'channel', (eb) => eb.fn.countAll<number>().as('open')])
    .where('workspace_id', '=', workspaceId)
    .where('status', '=', 'open')
    .where('merged', 'is', null)
    .where('assignee_id', 'is not', null)
    .groupBy(['assignee_id', 'channel']);
  if (personIds !== null) query = query.where('assignee_id', 'in', personIds);
  const loads = new Map<string, number>();
  for (const { assignee_id: id, channel, open } of await query.execute()) {
    if (id !== null) loads.set(id, (loads.get(id) ?? 0) + Number(open) * weightOf(operation, channel));
  }
  return loads;
}

/** How many conversations a person serves now, those served as one counted once. */
export async function openCount({ db, workspaceId }: Workspace, personId: string): Promise<number> {
  const row = await db
    .selectFrom('conversation')
    .select((eb) => eb.fn.countAll<number>().as('open'))
    .where('workspace_id', '=', workspaceId)
    .where('assignee_id', '=', personId)
    .where('status', '=', 'open')
    .where('merged', 'is', null)
    .executeTakeFirst();
  return Number(row?.open ?? 0);
}

/**
 * Whether this person may be given one more conversation of the channel: the same rule for the distribution, for «Assumir»,
 * for transfers and for conversations they begin.
 */
export async function hasRoomFor(
  workspace: Workspace,
  person: Pick<Person, 'id' | 'capacity'>,
  channel: Channel,
): Promise<boolean> {
  const operation = await loadOperation(workspace.db, workspace.workspaceId);
  const loads = await loadsOf(workspace, operation, [person.id]);
  return fits({ load: loads.get(person.id) ?? 0, capacity: person.capacity }, weightOf(operation, channel));
}
