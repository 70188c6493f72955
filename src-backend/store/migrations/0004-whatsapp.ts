import { type Generated, type Kysely, sql } from 'kysely';
import type { Template } from '../../../src-shared/protocol/templates.ts';

/** What WhatsApp needs beyond text and pictures: structured contents, reactions, templates, saved texts, small pictures. */
export interface TemplateTable {
  id: string;
  workspace_id: string;
  connection_id: string;
  /** The provider's id of it. */
  external_id: string;
  /** The entity, as JSON text when written. */
  data: { __select__: Template; __insert__: string; __update__: string };
  version: number;
}

export interface SavedTextTable {
  id: string;
  workspace_id: string;
  shortcut: string;
  text: string;
  department_id: string | null;
  active: Generated<boolean>;
  version: number;
}

/**
 * Bytes, once for a workspace however often they were sent: the same photograph forwarded to ten customers is kept once.
 * Never shared between workspaces, or the time an upload takes would tell one what another has.
 */
export interface MediaContentTable {
  workspace_id: string;
  /** SHA-256 of the bytes, in hexadecimal. */
  sha256: string;
  content: Uint8Array;
}

/** A small picture of an image, made once for its bytes. */
export interface MediaThumbnailTable {
  workspace_id: string;
  sha256: string;
  mime: string;
  width: number;
  height: number;
  content: Uint8Array;
}

export interface WhatsAppTables {
  template: TemplateTable;
  saved_text: SavedTextTable;
  media_content: MediaContentTable;
  media_thumbnail: MediaThumbnailTable;
}

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}

const statements = [
  `ALTER TABLE message ADD COLUMN content jsonb, ADD COLUMN forwarded text, ADD COLUMN referral jsonb,
    ADD COLUMN reactions jsonb NOT NULL DEFAULT '[]', ADD COLUMN edits jsonb NOT NULL DEFAULT '[]',
    ADD COLUMN deleted_at bigint, ADD COLUMN status_times jsonb NOT NULL DEFAULT '{}'`,
  `ALTER TABLE media ADD COLUMN voice boolean NOT NULL DEFAULT false, ADD COLUMN sha256 text,
    ADD COLUMN thumbnail_width int, ADD COLUMN thumbnail_height int`,
  'CREATE INDEX media_sha256 ON media (workspace_id, sha256) WHERE sha256 IS NOT NULL',
  `CREATE TABLE media_content (
    workspace_id text NOT NULL, sha256 text NOT NULL, content bytea NOT NULL, PRIMARY KEY (workspace_id, sha256))`,
  // Media are compressed already; kept plain, a part of them can be read without the rest.
  'ALTER TABLE media_content ALTER COLUMN content SET STORAGE EXTERNAL',
  `UPDATE media SET sha256 = encode(sha256(media_blob.content), 'hex') FROM media_blob WHERE media_blob.media_id = media.id`,
  `INSERT INTO media_content (workspace_id, sha256, content)
    SELECT media.workspace_id, media.sha256, media_blob.content FROM media JOIN media_blob ON media_blob.media_id = media.id
    ON CONFLICT DO NOTHING`,
  'DROP TABLE media_blob',
  `ALTER TABLE media ADD CONSTRAINT media_has_content
    FOREIGN KEY (workspace_id, sha256) REFERENCES media_content (workspace_id, sha256)`,
  `CREATE TABLE media_thumbnail (
    workspace_id text NOT NULL, sha256 text NOT NULL, mime text NOT NULL, width int NOT NULL, height int NOT NULL,
    content bytea NOT NULL, PRIMARY KEY (workspace_id, sha256),
    FOREIGN KEY (workspace_id, sha256) REFERENCES media_content (workspace_id, sha256) ON DELETE CASCADE)`,
  'ALTER TABLE connection ADD COLUMN problem jsonb',
  `CREATE TABLE template (
    id text PRIMARY KEY, workspace_id text NOT NULL, connection_id text NOT NULL REFERENCES connection,
    external_id text NOT NULL, data jsonb NOT NULL, version bigint NOT NULL, UNIQUE (connection_id, external_id))`,
  'CREATE INDEX template_workspace ON template (workspace_id)',
  `CREATE TABLE saved_text (
    id text PRIMARY KEY, workspace_id text NOT NULL, shortcut text NOT NULL, text text NOT NULL, department_id text,
    active boolean NOT NULL DEFAULT true, version bigint NOT NULL)`,
  'CREATE INDEX saved_text_workspace ON saved_text (workspace_id)',
];
