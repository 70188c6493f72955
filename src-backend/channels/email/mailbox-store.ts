import { type Kysely, sql, type Transaction } from 'kysely';
import type { Database } from '../../store/database.ts';

/** How far a mailbox was read. */
export interface Cursor {
  uidValidity: string | null;
  lastUid: number;
  /** Mail that arrived before is left alone (epoch milliseconds). */
  startedAt: number;
}

/** What is known of a mail that was taken. */
export interface TakenMail {
  fingerprint: string;
}

/**
 * The tables of e-mail. Leases run by the database's own clock, because the clocks of several nodes differ; one node of
 * several reads a mailbox. Should two for a moment, each mail is still taken once: by its id, under the workspace's lock.
 */
export interface MailboxStore {
  /** The cursor, if this node holds the mailbox now (or took it, its holder having been silent); else null. */
  hold(
    connection: { id: string; workspaceId: string },
    node: string,
    leaseMs: number,
    now: number,
  ): Promise<Cursor | null>;
  release(connectionId: string, node: string): Promise<void>;
  /** Begins to count anew: the mailbox is new, or its server numbered it anew. */
  restart(connectionId: string, cursor: { uidValidity: string; lastUid: number }): Promise<void>;
  /** Never backwards, and never over a new numbering. */
  advance(
    db: Transaction<Database>,
    connectionId: string,
    cursor: { uidValidity: string; lastUid: number },
  ): Promise<void>;
  taken(connectionId: string, externalId: string): Promise<TakenMail | null>;
  /** A mail of ours with this id. */
  isOurs(connectionId: string, externalId: string): Promise<boolean>;
  remember(db: Transaction<Database>, mail: NewMail): Promise<void>;
  paceOf(connectionId: string, address: string, direction: 'in' | 'out', hours: number, now: number): Promise<number>;
  count(
    db: Kysely<Database>,
    connectionId: string,
    address: string,
    direction: 'in' | 'out',
    now: number,
  ): Promise<void>;
}

export interface NewMail {
  workspaceId: string;
  connectionId: string;
  externalId: string;
  fingerprint: string;
  thread: string[];
  html: string | null;
  inlineMedia: string[];
  at: number;
}

const HOUR_MS = 3_600_000;
const nowInDatabase = sql<number>`(extract(epoch from clock_timestamp()) * 1000)::bigint`;

export function createMailboxStore(db: Kysely<Database>): MailboxStore {
  return {
    async hold({ id, workspaceId }, node, leaseMs, now) {
      const row = await db
        .insertInto('email_mailbox')
        .values({
          connection_id: id,
          workspace_id: workspaceId,
          uid_validity: null,
          last_uid: 0,
          started_at: now,
          holder: node,
          held_until: sql<number>`${nowInDatabase} + ${leaseMs}`,
        })
        .onConflict((conflict) =>
          conflict
            .column('connection_id')
            .doUpdateSet({ holder: node, held_until: sql<number>`${nowInDatabase} + ${leaseMs}` })
            .where((eb) =>
              eb.or([
                eb('email_mailbox.holder', 'is', null),
                eb('email_mailbox.holder', '=', node),
                eb('email_mailbox.held_until', '<', nowInDatabase),
              ]),
            ),
        )
        .returning(['uid_validity', 'last_uid', 'started_at'])
        .executeTakeFirst();
      return row === undefined
        ? null
        : { uidValidity: row.uid_validity, lastUid: row.last_uid, startedAt: row.started_at };
    },

    async release(connectionId, node) {
      await db
        .updateTable('email_mailbox')
        .set({ holder: null, held_until: 0 })
        .where('connection_id', '=', connectionId)
        .where('holder', '=', node)
        .execute();
    },

    async restart(connectionId, { uidValidity, lastUid }) {
      await db
        .updateTable('email_mailbox')
        .set({ uid_validity: uidValidity, last_uid: lastUid })
        .where('connection_id', '=', connectionId)
        .execute();
    },

    async advance(on, connectionId, { uidValidity, lastUid }) {
      await on
        .updateTable('email_mailbox')
        .set({ last_uid: lastUid })
        .where('connection_id', '=', connectionId)
        .where('uid_validity', '=', uidValidity)
        .where('last_uid', '<', lastUid)
        .execute();
    },

    async taken(connectionId, externalId) {
      const row = await db
        .selectFrom('email_message')
        .select('fingerprint')
        .where('connection_id', '=', connectionId)
        .where('external_id', '=', externalId)
        .executeTakeFirst();
      return row ?? null;
    },

    async isOurs(connectionId, externalId) {
      const row = await db
        .selectFrom('message')
        .select('id')
        .where('connection_id', '=', connectionId)
        .where('external_id', '=', externalId)
        .where('direction', '=', 'outbound')
        .executeTakeFirst();
      return row !== undefined;
    },

    async remember(on, mail) {
      await on
        .insertInto('email_message')
        .values({
          workspace_id: mail.workspaceId,
          connection_id: mail.connectionId,
          external_id: mail.externalId,
          fingerprint: mail.fingerprint,
          thread: JSON.stringify(mail.thread),
          html: mail.html,
          inline_media: JSON.stringify(mail.inlineMedia),
          at: mail.at,
        })
        .onConflict((conflict) => conflict.doNothing())
        .execute();
    },

    async paceOf(connectionId, address, direction, hours, now) {
      const row = await db
        .selectFrom('email_pace')
        .select(sql<number>`coalesce(sum(count), 0)::int`.as('sum'))
        .where('connection_id', '=', connectionId)
        .where('address', '=', address)
        .where('direction', '=', direction)
        .where('hour', '>', Math.floor(now / HOUR_MS) - hours)
        .executeTakeFirstOrThrow();
      return row.sum;
    },

    async count(on, connectionId, address, direction, now) {
      const hour = Math.floor(now / HOUR_MS);
      await on
        .insertInto('email_pace')
        .values({ connection_id: connectionId, address, direction, hour, count: 1 })
        .onConflict((conflict) =>
          conflict
            .columns(['connection_id', 'address', 'direction', 'hour'])
            .doUpdateSet({ count: sql<number>`email_pace.count + 1` }),
        )
        .execute();
      // What is older says nothing any more.
      await on
        .deleteFrom('email_pace')
        .where('connection_id', '=', connectionId)
        .where('address', '=', address)
        .where('hour', '<', hour - 48)
        .execute();
    },
  };
}
