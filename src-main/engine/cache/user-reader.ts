import { preferencesSchema } from '../../../src-shared/bridge/contract.ts';
import { emailDraftSchema } from '../../../src-shared/bridge/email-draft.ts';
import type { Preferences } from '../../../src-shared/bridge/views.ts';
import { refusalReasonSchema } from '../../../src-shared/protocol/commands.ts';
import type { OutboxRow, OutboxState, UserDataReader } from './api.ts';
import { defaultPreferences } from './empty-views.ts';
import type { Db } from './sqlite.ts';
import type { Timed } from './timed.ts';

interface StoredOutboxRow {
  ord: number;
  id: string;
  name: string;
  args: string;
  created_at: number;
  state: OutboxState;
  reason: string | null;
  detail: string | null;
  accepted_at_seq: number | null;
}

export const userQueries = {
  draft: 'SELECT text FROM draft WHERE conversation_id = ? AND side = ?',
  emailDraft: 'SELECT email FROM email_draft WHERE conversation_id = ?',
  withDraft: 'SELECT DISTINCT conversation_id FROM draft',
  outbox: 'SELECT * FROM outbox ORDER BY ord',
  preferences: 'SELECT key, value FROM preference',
  meta: 'SELECT value FROM meta WHERE key = ?',
  media: 'SELECT name, kind FROM medium',
};

/** What exists on this machine only, for whoever shows it. */
export function createUserDataReader(db: Db, timed: Timed): UserDataReader {
  const draft = db.prepare<[string, string], { text: string }>(userQueries.draft);
  const emailDraft = db.prepare<[string], string>(userQueries.emailDraft).pluck();
  const drafts = db.prepare<[], string>(userQueries.withDraft).pluck();
  const outbox = db.prepare<[], StoredOutboxRow>(userQueries.outbox);
  const preferences = db.prepare<[], { key: string; value: string }>(userQueries.preferences);
  const media = db.prepare<[], { name: string; kind: string }>(userQueries.media);
  const meta = db.prepare<[string], { value: string }>(userQueries.meta);

  function rowOf(row: StoredOutboxRow): OutboxRow {
    const reason = refusalReasonSchema.safeParse(row.reason);
    return {
      id: row.id,
      ord: row.ord,
      name: row.name,
      args: JSON.parse(row.args),
      createdAt: row.created_at,
      state: row.state,
      reason: reason.success ? reason.data : null,
      detail: row.detail,
      acceptedAtSeq: row.accepted_at_seq,
    };
  }

  const rows = (): OutboxRow[] => timed('outbox', () => outbox.all().map(rowOf));

  return {
    draft: (conversationId, side) => timed('draft', () => draft.get(conversationId, side)?.text ?? ''),
    emailDraft(conversationId) {
      const stored = timed('emailDraft', () => emailDraft.get(conversationId));
      return stored === undefined ? null : emailDraftSchema.parse(JSON.parse(stored));
    },
    withDraft(conversationIds) {
      const known = new Set(timed('withDraft', () => drafts.all()));
      return new Set(conversationIds.filter((id) => known.has(id)));
    },
    drafted: () => timed('drafted', () => drafts.all()),
    outbox: rows,
    unanswered: () => rows().filter((row) => row.state === 'waiting' || row.state === 'sent'),
    preferences: () => preferencesFrom(timed('preferences', () => preferences.all())),
    mediumKinds: () => new Map(timed('media', () => media.all()).map(({ name, kind }) => [name, kind])),
    meta: (key) => timed('meta', () => meta.get(key)?.value ?? null),
  };
}

/** Each preference by itself, so that one that a former version wrote differently does not cost the others. */
function preferencesFrom(rows: readonly { key: string; value: string }[]): Preferences {
  let all = defaultPreferences;
  for (const { key, value } of rows) {
    const one = preferencesSchema.partial().safeParse({ [key]: JSON.parse(value) });
    if (!one.success) continue;
    const merged = preferencesSchema.safeParse({ ...all, ...one.data });
    if (merged.success) all = merged.data;
  }
  return all;
}
