import { type Kysely, sql } from 'kysely';

/** The core: workspaces and their log, people, connections, contacts, conversations, messages, media, sessions. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}

const statements = [
  `CREATE TABLE workspace (
    id text PRIMARY KEY, name text NOT NULL UNIQUE, time_zone text NOT NULL, created_at bigint NOT NULL)`,
  // Updated by every writer of the workspace: kept narrow and half empty so that updates stay on the page (HOT).
  `CREATE TABLE workspace_log (
    workspace_id text PRIMARY KEY REFERENCES workspace, log_id text NOT NULL, seq bigint NOT NULL DEFAULT 0,
    pruned_to bigint NOT NULL DEFAULT 0, protocol_year int NOT NULL DEFAULT 0, protocol_last int NOT NULL DEFAULT 0)
    WITH (fillfactor = 20)`,
  `CREATE TABLE event (
    workspace_id text NOT NULL, seq bigint NOT NULL, at bigint NOT NULL, body jsonb NOT NULL, conversation_id text,
    contact_id text, audience jsonb NOT NULL, audience_before jsonb, PRIMARY KEY (workspace_id, seq))`,
  `CREATE TABLE command (
    workspace_id text NOT NULL, id text NOT NULL, person_id text NOT NULL, name text NOT NULL, reply jsonb NOT NULL,
    at bigint NOT NULL, PRIMARY KEY (workspace_id, id))`,
  'CREATE INDEX command_at ON command (at)',
  `CREATE TABLE person (
    id text PRIMARY KEY, workspace_id text NOT NULL REFERENCES workspace, email text NOT NULL UNIQUE, name text NOT NULL,
    role text NOT NULL, password_hash text NOT NULL, capacity int NOT NULL, active boolean NOT NULL DEFAULT true,
    presence_state text NOT NULL DEFAULT 'offline', presence_reason text, presence_since bigint NOT NULL DEFAULT 0,
    seen_at bigint NOT NULL DEFAULT 0, permissions_at bigint NOT NULL DEFAULT 0,
    version bigint NOT NULL DEFAULT 0)`,
  'CREATE INDEX person_workspace ON person (workspace_id)',
  `CREATE TABLE department (
    id text PRIMARY KEY, workspace_id text NOT NULL REFERENCES workspace, name text NOT NULL, distribution text NOT NULL,
    requires_reason boolean NOT NULL DEFAULT false, requires_description boolean NOT NULL DEFAULT false,
    version bigint NOT NULL DEFAULT 0, UNIQUE (workspace_id, name))`,
  `CREATE TABLE person_department (
    workspace_id text NOT NULL, person_id text NOT NULL REFERENCES person, department_id text NOT NULL REFERENCES department,
    PRIMARY KEY (person_id, department_id))`,
  'CREATE INDEX person_department_department ON person_department (department_id)',
  `CREATE TABLE connection (
    id text PRIMARY KEY, workspace_id text NOT NULL REFERENCES workspace, channel text NOT NULL, name text NOT NULL,
    department_id text NOT NULL REFERENCES department, address text, settings jsonb NOT NULL,
    active boolean NOT NULL DEFAULT true, version bigint NOT NULL DEFAULT 0, UNIQUE (workspace_id, name))`,
  `CREATE TABLE tag (
    id text PRIMARY KEY, workspace_id text NOT NULL REFERENCES workspace, name text NOT NULL, color text NOT NULL,
    version bigint NOT NULL DEFAULT 0, UNIQUE (workspace_id, name))`,
  `CREATE TABLE reason (
    id text PRIMARY KEY, workspace_id text NOT NULL REFERENCES workspace, parent_id text REFERENCES reason,
    name text NOT NULL, position int NOT NULL, active boolean NOT NULL DEFAULT true, version bigint NOT NULL DEFAULT 0)`,
  "CREATE UNIQUE INDEX reason_name ON reason (workspace_id, coalesce(parent_id, ''), name)",
  `CREATE TABLE contact (
    id text PRIMARY KEY, workspace_id text NOT NULL REFERENCES workspace, name text, created_at bigint NOT NULL,
    version bigint NOT NULL DEFAULT 0)`,
  `CREATE TABLE contact_tag (
    workspace_id text NOT NULL, contact_id text NOT NULL REFERENCES contact, tag_id text NOT NULL REFERENCES tag,
    PRIMARY KEY (contact_id, tag_id))`,
  `CREATE TABLE identity (
    id text PRIMARY KEY, workspace_id text NOT NULL REFERENCES workspace, contact_id text NOT NULL REFERENCES contact,
    channel text NOT NULL, address text NOT NULL, phone text, profile_name text,
    UNIQUE (workspace_id, channel, address))`,
  'CREATE INDEX identity_contact ON identity (contact_id)',
  'CREATE INDEX identity_phone ON identity (workspace_id, phone) WHERE phone IS NOT NULL',
  `CREATE TABLE conversation (
    id text PRIMARY KEY, workspace_id text NOT NULL REFERENCES workspace, protocol text NOT NULL,
    contact_id text NOT NULL REFERENCES contact, connection_id text NOT NULL REFERENCES connection,
    identity_id text NOT NULL REFERENCES identity, channel text NOT NULL, department_id text NOT NULL REFERENCES department,
    assignee_id text REFERENCES person, assignment_cause text, status text NOT NULL, created_at bigint NOT NULL,
    queued_at bigint, finished_at bigint, finished_by_id text, qualification jsonb, last_message jsonb,
    last_activity_at bigint NOT NULL, last_inbound_at bigint, awaiting_since bigint, unread int NOT NULL DEFAULT 0,
    failed_count int NOT NULL DEFAULT 0, version bigint NOT NULL DEFAULT 0, UNIQUE (workspace_id, protocol))`,
  // One conversation at a time with one identity through one connection, whatever arrives at the same moment.
  "CREATE UNIQUE INDEX conversation_live ON conversation (connection_id, identity_id) WHERE status <> 'finished'",
  'CREATE INDEX conversation_contact ON conversation (contact_id)',
  "CREATE INDEX conversation_queue ON conversation (department_id, queued_at) WHERE status = 'queued'",
  "CREATE INDEX conversation_assignee ON conversation (assignee_id) WHERE status = 'open'",
  'CREATE INDEX conversation_recent ON conversation (workspace_id, last_activity_at DESC, id)',
  `CREATE TABLE message (
    id text PRIMARY KEY, workspace_id text NOT NULL, conversation_id text NOT NULL REFERENCES conversation,
    connection_id text NOT NULL, identity_id text NOT NULL, channel text NOT NULL, direction text NOT NULL,
    kind text NOT NULL, text text, media jsonb, unknown_kind text, quoted_message_id text,
    mention_ids jsonb NOT NULL DEFAULT '[]', author_id text, activity jsonb, position bigint NOT NULL,
    created_at bigint NOT NULL, provider_at bigint, external_id text, status text, sending_since bigint, failure jsonb,
    attempts jsonb NOT NULL DEFAULT '[]', version bigint NOT NULL DEFAULT 0)`,
  'CREATE UNIQUE INDEX message_external ON message (connection_id, external_id) WHERE external_id IS NOT NULL',
  'CREATE INDEX message_conversation ON message (conversation_id, position)',
  "CREATE INDEX message_media ON message ((media->>'id')) WHERE media IS NOT NULL",
  `CREATE TABLE parked_status (
    workspace_id text NOT NULL, connection_id text NOT NULL, external_id text NOT NULL, status text NOT NULL,
    failure jsonb, provider_at bigint, at bigint NOT NULL, PRIMARY KEY (connection_id, external_id, status))`,
  `CREATE TABLE inbound (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, workspace_id text NOT NULL, connection_id text NOT NULL,
    event jsonb NOT NULL, received_at bigint NOT NULL, state text NOT NULL, error text, tries int NOT NULL DEFAULT 0)`,
  "CREATE INDEX inbound_pending ON inbound (workspace_id, id) WHERE state = 'pending'",
  `CREATE TABLE media (
    id text PRIMARY KEY, workspace_id text NOT NULL, connection_id text, mime text NOT NULL, bytes bigint NOT NULL,
    name text, width int, height int, state text NOT NULL, provider_ref text, created_at bigint NOT NULL)`,
  'CREATE TABLE media_blob (media_id text PRIMARY KEY REFERENCES media, content bytea NOT NULL)',
  `CREATE TABLE session (
    id text PRIMARY KEY, workspace_id text NOT NULL, person_id text NOT NULL REFERENCES person, refresh_hash text NOT NULL,
    previous_hash text, created_at bigint NOT NULL, used_at bigint NOT NULL, rotated_at bigint NOT NULL, revoked_at bigint)`,
  'CREATE UNIQUE INDEX session_refresh ON session (refresh_hash)',
  'CREATE INDEX session_previous ON session (previous_hash)',
  'CREATE INDEX session_person ON session (person_id)',
  'CREATE TABLE login_throttle (key text PRIMARY KEY, failures int NOT NULL, locked_until bigint, at bigint NOT NULL)',
];
