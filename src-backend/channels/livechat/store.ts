import { createHash, randomUUID } from 'node:crypto';
import { type Kysely, type Selectable, sql, type Transaction } from 'kysely';
import type { LivechatEntry, LivechatImage } from '../../../src-shared/protocol/livechat.ts';
import type { Database } from '../../store/database.ts';
import type { LiveChatEntryTable } from '../../store/migrations/0002-livechat.ts';

export interface Visitor {
  id: string;
  workspaceId: string;
  connectionId: string;
  number: number;
  agentName: string | null;
}

export type NewEntry =
  | { kind: 'visitor' | 'agent'; id: string; text: string | null; imageId: string | null; agentName: string | null }
  | { kind: 'joined'; id: string; agentName: string }
  | { kind: 'finished'; id: string; protocol: string };

/** What a node must know about the visitors connected to it after a wake-up. */
export interface VisitorState {
  id: string;
  head: number;
  agentName: string | null;
  agentTypingUntil: number;
}

/** The visitors and what each of them sees. Times are epoch milliseconds. */
export interface LiveChatStore {
  /** The visitor who holds the secret, made at the first call. Calling it twice at once makes one. */
  enter(connection: { id: string; workspaceId: string }, secret: string): Promise<Visitor>;
  /** The visitor who holds the secret, or null; makes none. */
  find(connectionId: string, secret: string): Promise<Visitor | null>;
  byId(connectionId: string, visitorId: string): Promise<Visitor | null>;
  /** Adds an entry, once per id: a second call returns the first entry. */
  append(visitorId: string, entry: NewEntry): Promise<LivechatEntry>;
  entry(visitorId: string, id: string): Promise<LivechatEntry | null>;
  head(visitorId: string): Promise<number>;
  /** Entries changed after the version, oldest change first. */
  changes(visitorId: string, after: number, limit: number): Promise<LivechatEntry[]>;
  /** Entries before the position (or the newest), oldest first. */
  before(visitorId: string, position: number | null, limit: number): Promise<LivechatEntry[]>;
  /** Ids of entries of a kind, up to the position, whose status is below the given one. */
  below(visitorId: string, mark: EntryMark): Promise<string[]>;
  /** Raises those entries' status; never lowers one. Returns how many changed. */
  raise(visitorId: string, mark: EntryMark): Promise<number>;
  setAgent(visitorId: string, agentName: string | null): Promise<void>;
  setTyping(visitorId: string, until: number): Promise<void>;
  states(visitorIds: string[]): Promise<VisitorState[]>;
  addImage(visitorId: string, image: LivechatImage): Promise<void>;
  /** The image, if this visitor may see it. */
  image(visitorId: string, mediaId: string): Promise<LivechatImage | null>;
}

export interface EntryMark {
  kind: 'visitor' | 'agent';
  status: 'delivered' | 'read';
  position: number;
}

/** A plain hash is enough: the secret is 256 random bits, so there is nothing to guess. */
const hashOf = (secret: string): string => createHash('sha256').update(secret).digest('hex');

const lower = { delivered: ['sent'], read: ['sent', 'delivered'] } as const;

type EntryRow = Selectable<LiveChatEntryTable> & {
  image_mime: string | null;
  image_name: string | null;
  image_bytes: number | null;
};

const toEntry = (row: EntryRow): LivechatEntry => {
  const base = { id: row.id, position: row.position, version: row.version, at: row.created_at };
  switch (row.kind) {
    case 'joined':
      return { kind: 'joined', ...base, agentName: row.label ?? '' };
    case 'finished':
      return { kind: 'finished', ...base, protocol: row.label ?? '' };
    case 'visitor':
    case 'agent': {
      const image =
        row.media_id === null || row.image_mime === null
          ? null
          : { id: row.media_id, mime: row.image_mime, name: row.image_name, bytes: row.image_bytes ?? 0 };
      const content = { text: row.text, image, status: row.status ?? 'sent' };
      return row.kind === 'visitor'
        ? { kind: 'visitor', ...base, ...content }
        : { kind: 'agent', ...base, ...content, agentName: row.label };
    }
  }
};

export const createLiveChatStore = (db: Kysely<Database>, now: () => number = Date.now): LiveChatStore => {
  const visitors = (source: Kysely<Database> = db) =>
    source
      .selectFrom('livechat_visitor')
      .select([
        'id',
        'workspace_id as workspaceId',
        'connection_id as connectionId',
        'number',
        'agent_name as agentName',
      ]);

  const entries = (visitorId: string, source: Kysely<Database> = db) =>
    source
      .selectFrom('livechat_entry as e')
      .leftJoin('livechat_media as m', (join) =>
        join.onRef('m.visitor_id', '=', 'e.visitor_id').onRef('m.media_id', '=', 'e.media_id'),
      )
      .selectAll('e')
      .select(['m.mime as image_mime', 'm.name as image_name', 'm.bytes as image_bytes'])
      .where('e.visitor_id', '=', visitorId);

  /** Runs with the visitor's row locked, so that versions are given out and become visible in the same order. */
  const locked = <Value>(
    visitorId: string,
    work: (trx: Transaction<Database>, head: number) => Promise<Value>,
  ): Promise<Value> =>
    db.transaction().execute(async (trx) => {
      const { head } = await trx
        .selectFrom('livechat_visitor')
        .select('head')
        .where('id', '=', visitorId)
        .forUpdate()
        .executeTakeFirstOrThrow();
      return work(trx, head);
    });

  const setHead = (trx: Transaction<Database>, visitorId: string, head: number) =>
    trx.updateTable('livechat_visitor').set({ head, seen_at: now() }).where('id', '=', visitorId).execute();

  const entryById = async (visitorId: string, id: string, source: Kysely<Database> = db) => {
    const row = await entries(visitorId, source).where('e.id', '=', id).executeTakeFirst();
    return row ? toEntry(row) : null;
  };

  const find = async (connectionId: string, secret: string, source: Kysely<Database> = db) =>
    (await visitors(source)
      .where('connection_id', '=', connectionId)
      .where('secret_hash', '=', hashOf(secret))
      .executeTakeFirst()) ?? null;

  const marked = (visitorId: string, mark: EntryMark, source: Kysely<Database> = db) =>
    source
      .selectFrom('livechat_entry')
      .where('visitor_id', '=', visitorId)
      .where('kind', '=', mark.kind)
      .where('position', '<=', mark.position)
      .where('status', 'in', lower[mark.status])
      .orderBy('position');

  return {
    async enter(connection, secret) {
      const known = await find(connection.id, secret);
      if (known) return known;
      return db.transaction().execute(async (trx) => {
        // One at a time per connection, so that numbers have no holes and the same secret makes one visitor.
        await sql`select pg_advisory_xact_lock(hashtext(${`livechat_visitor ${connection.id}`}))`.execute(trx);
        const meanwhile = await find(connection.id, secret, trx);
        if (meanwhile) return meanwhile;
        const last = await trx
          .selectFrom('livechat_visitor')
          .select('number')
          .where('connection_id', '=', connection.id)
          .orderBy('number', 'desc')
          .limit(1)
          .executeTakeFirst();
        const visitor = {
          id: randomUUID(),
          workspace_id: connection.workspaceId,
          connection_id: connection.id,
          number: (last?.number ?? 0) + 1,
        };
        await trx
          .insertInto('livechat_visitor')
          .values({
            ...visitor,
            secret_hash: hashOf(secret),
            head: 0,
            agent_name: null,
            agent_typing_until: 0,
            created_at: now(),
            seen_at: now(),
          })
          .execute();
        return {
          id: visitor.id,
          workspaceId: connection.workspaceId,
          connectionId: connection.id,
          number: visitor.number,
          agentName: null,
        };
      });
    },

    find: (connectionId, secret) => find(connectionId, secret),

    async byId(connectionId, visitorId) {
      const query = visitors().where('id', '=', visitorId).where('connection_id', '=', connectionId);
      return (await query.executeTakeFirst()) ?? null;
    },

    append: (visitorId, entry) =>
      locked(visitorId, async (trx, head) => {
        const known = await entryById(visitorId, entry.id, trx);
        if (known) return known;
        const isMessage = entry.kind === 'visitor' || entry.kind === 'agent';
        await trx
          .insertInto('livechat_entry')
          .values({
            visitor_id: visitorId,
            position: head + 1,
            version: head + 1,
            id: entry.id,
            kind: entry.kind,
            text: isMessage ? entry.text : null,
            media_id: isMessage ? entry.imageId : null,
            label: entry.kind === 'finished' ? entry.protocol : entry.agentName,
            status: isMessage ? 'sent' : null,
            created_at: now(),
          })
          .execute();
        await setHead(trx, visitorId, head + 1);
        const added = await entryById(visitorId, entry.id, trx);
        if (!added) throw new Error('an entry just written cannot be read');
        return added;
      }),

    entry: (visitorId, id) => entryById(visitorId, id),

    async head(visitorId) {
      const row = await db.selectFrom('livechat_visitor').select('head').where('id', '=', visitorId).executeTakeFirst();
      return row?.head ?? 0;
    },

    async changes(visitorId, after, limit) {
      const rows = await entries(visitorId).where('e.version', '>', after).orderBy('e.version').limit(limit).execute();
      return rows.map(toEntry);
    },

    async before(visitorId, position, limit) {
      const newest = entries(visitorId).orderBy('e.position', 'desc').limit(limit);
      const rows = await (position === null ? newest : newest.where('e.position', '<', position)).execute();
      return rows.reverse().map(toEntry);
    },

    async below(visitorId, mark) {
      return (await marked(visitorId, mark).select('id').execute()).map((row) => row.id);
    },

    raise: (visitorId, mark) =>
      locked(visitorId, async (trx, head) => {
        const rows = await marked(visitorId, mark, trx).select('position').execute();
        for (const [index, { position }] of rows.entries()) {
          await trx
            .updateTable('livechat_entry')
            .set({ status: mark.status, version: head + 1 + index })
            .where('visitor_id', '=', visitorId)
            .where('position', '=', position)
            .execute();
        }
        if (rows.length > 0) await setHead(trx, visitorId, head + rows.length);
        return rows.length;
      }),

    async setAgent(visitorId, agentName) {
      await db.updateTable('livechat_visitor').set({ agent_name: agentName }).where('id', '=', visitorId).execute();
    },

    async setTyping(visitorId, until) {
      await db.updateTable('livechat_visitor').set({ agent_typing_until: until }).where('id', '=', visitorId).execute();
    },

    async states(visitorIds) {
      if (visitorIds.length === 0) return [];
      return db
        .selectFrom('livechat_visitor')
        .select(['id', 'head', 'agent_name as agentName', 'agent_typing_until as agentTypingUntil'])
        .where('id', 'in', visitorIds)
        .execute();
    },

    async addImage(visitorId, image) {
      await db
        .insertInto('livechat_media')
        .values({
          visitor_id: visitorId,
          media_id: image.id,
          mime: image.mime,
          name: image.name,
          bytes: image.bytes,
          created_at: now(),
        })
        .onConflict((conflict) => conflict.doNothing())
        .execute();
    },

    async image(visitorId, mediaId) {
      const row = await db
        .selectFrom('livechat_media')
        .select(['media_id as id', 'mime', 'name', 'bytes'])
        .where('visitor_id', '=', visitorId)
        .where('media_id', '=', mediaId)
        .executeTakeFirst();
      return row ?? null;
    },
  };
};
