import { sql } from 'kysely';
import { z } from 'zod';
import { loadContacts } from '../../../src-backend/store/entities/contact.ts';
import { toConversation } from '../../../src-backend/store/entities/conversation.ts';
import { toMessage } from '../../../src-backend/store/entities/message.ts';
import { loadPeople } from '../../../src-backend/store/entities/person.ts';
import type { Store } from '../../../src-backend/store/open.ts';
import { refusalReasonSchema } from '../../../src-shared/protocol/commands.ts';
import type { ServerRecord } from './evidence.ts';

const replySchema = z.object({ ok: z.boolean(), reason: refusalReasonSchema.optional() });

/** What the tables hold. The workspace is the only one there is. */
export async function readServer({ db }: Store): Promise<ServerRecord> {
  const { id: workspaceId } = await db.selectFrom('workspace').select('id').executeTakeFirstOrThrow();
  const conversations = await db.selectFrom('conversation').selectAll().orderBy('created_at').execute();
  const messages = await db.selectFrom('message').selectAll().orderBy('position').execute();
  const contacts = await db.selectFrom('contact').select(['id', 'root_id']).execute();
  const people = await db.selectFrom('person').select('id').execute();
  const commands = await db.selectFrom('command').selectAll().execute();
  const head = await db.selectFrom('workspace_log').select(['seq', 'pruned_to']).executeTakeFirstOrThrow();
  const events = await db
    .selectFrom('event')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow();
  const jobs = await sql<{ queue: string; state: string }>`
    SELECT name AS queue, state::text AS state FROM pgboss.job
    WHERE state IN ('created', 'retry', 'active') AND start_after <= now() + interval '1 minute'`.execute(db);
  return {
    conversations: conversations.map(toConversation),
    messages: messages.map((row) => ({
      ...toMessage(row),
      externalId: row.external_id,
      underWay: row.sending_since !== null,
    })),
    contacts: await loadContacts(
      db,
      workspaceId,
      contacts.map(({ id }) => id),
    ),
    rootOf: Object.fromEntries(contacts.map(({ id, root_id }) => [id, root_id])),
    people: await loadPeople(
      db,
      workspaceId,
      people.map(({ id }) => id),
    ),
    commands: commands.map(({ id, person_id: personId, name, reply }) => {
      const { ok, reason } = replySchema.parse(reply);
      return { id, personId, name, ok, reason: reason ?? null };
    }),
    log: { head: head.seq, prunedTo: head.pruned_to, count: Number(events.count) },
    inbound: await db.selectFrom('inbound').select(['id', 'state', 'error']).execute(),
    jobs: jobs.rows,
  };
}
