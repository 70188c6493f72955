import { type Kysely, sql } from 'kysely';

/**
 * What live chat keeps for itself: its visitors and what each of them sees. Like the agents' log, every visitor has one
 * counter (`head`); an entry's `position` is where it was made and its `version` where it last changed, so a widget
 * that says how far it got receives everything it missed, new entries and changed ones alike.
 */
export interface LiveChatVisitorTable {
  id: string;
  workspace_id: string;
  connection_id: string;
  /** SHA-256 of the secret that the widget keeps; the secret itself is never stored. */
  secret_hash: string;
  /** Counts the connection's visitors, so that people can tell them apart («Visitante 7»). */
  number: number;
  /** The version of the newest change. The row's lock orders those who write for this visitor. */
  head: number;
  /** Who serves the visitor now, as shown to them. */
  agent_name: string | null;
  /** Until when the agent counts as typing (epoch milliseconds). */
  agent_typing_until: number;
  created_at: number;
  seen_at: number;
}

export interface LiveChatEntryTable {
  visitor_id: string;
  position: number;
  version: number;
  /** A message's id: made by the widget for what the visitor writes, ours for what an agent writes. */
  id: string;
  kind: 'visitor' | 'agent' | 'joined' | 'finished';
  text: string | null;
  media_id: string | null;
  /** The agent's name on what they wrote and on `joined`; the protocol number on `finished`. */
  label: string | null;
  status: 'sent' | 'delivered' | 'read' | null;
  created_at: number;
}

/** Which visitor may see which stored medium. */
export interface LiveChatMediaTable {
  visitor_id: string;
  media_id: string;
  mime: string;
  name: string | null;
  bytes: number;
  created_at: number;
}

export interface LiveChatTables {
  livechat_visitor: LiveChatVisitorTable;
  livechat_entry: LiveChatEntryTable;
  livechat_media: LiveChatMediaTable;
}

export const up = async (db: Kysely<unknown>): Promise<void> => {
  await sql`
    create table livechat_visitor (
      id text primary key,
      workspace_id text not null,
      connection_id text not null,
      secret_hash text not null,
      number bigint not null,
      head bigint not null default 0,
      agent_name text,
      agent_typing_until bigint not null default 0,
      created_at bigint not null,
      seen_at bigint not null,
      unique (connection_id, secret_hash),
      unique (connection_id, number)
    )`.execute(db);
  await sql`
    create table livechat_entry (
      visitor_id text not null references livechat_visitor (id) on delete cascade,
      position bigint not null,
      version bigint not null,
      id text not null,
      kind text not null check (kind in ('visitor', 'agent', 'joined', 'finished')),
      text text,
      media_id text,
      label text,
      status text check (status in ('sent', 'delivered', 'read')),
      created_at bigint not null,
      primary key (visitor_id, position),
      unique (visitor_id, id)
    )`.execute(db);
  await sql`create unique index livechat_entry_version on livechat_entry (visitor_id, version)`.execute(db);
  await sql`
    create table livechat_media (
      visitor_id text not null references livechat_visitor (id) on delete cascade,
      media_id text not null,
      mime text not null,
      name text,
      bytes bigint not null,
      created_at bigint not null,
      primary key (visitor_id, media_id)
    )`.execute(db);
};
