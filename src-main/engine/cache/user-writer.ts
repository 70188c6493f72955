import { ok } from '../../../src-shared/result.ts';
import type { Clock } from '../clock.ts';
import type { Log } from '../log.ts';
import type { Stored, Touched, UserDataWriter } from './api.ts';
import { readCommand } from './overlay.ts';
import { type Db, storageFailure } from './sqlite.ts';
import { createTimed } from './timed.ts';

export interface UserWriterDeps {
  db: Db;
  clock: Clock;
  log: Log;
  onTouched(touched: Touched): void;
}

/**
 * Drafts, outbox, preferences and what the session remembers. What people wrote is on the disk when a call returns. How
 * far a command got is not waited for (a sync takes milliseconds, in which the engine does nothing else): lost with the
 * machine's power, the command is sent again under its id and answered as before.
 */
export function createUserDataWriter({ db, clock, log, onTouched }: UserWriterDeps): UserDataWriter {
  const timed = createTimed(clock, log);
  const anyDraft = db.prepare<[string], { side: string }>('SELECT side FROM draft WHERE conversation_id = ?');
  const saveDraft = db.prepare<[string, string, string, number]>(
    'INSERT OR REPLACE INTO draft (conversation_id, side, text, updated_at) VALUES (?, ?, ?, ?)',
  );
  const removeDraft = db.prepare<[string, string]>('DELETE FROM draft WHERE conversation_id = ? AND side = ?');
  const saveEmailDraft = db.prepare<[string, string, number]>(
    'INSERT OR REPLACE INTO email_draft (conversation_id, email, updated_at) VALUES (?, ?, ?)',
  );
  const removeEmailDraft = db.prepare<[string]>('DELETE FROM email_draft WHERE conversation_id = ?');
  const enqueue = db.prepare<[string, string, string, number]>(
    `INSERT INTO outbox (id, name, args, created_at, state) VALUES (?, ?, ?, ?, 'waiting') ON CONFLICT (id) DO NOTHING`,
  );
  const command = db.prepare<[string], { name: string; args: string }>('SELECT name, args FROM outbox WHERE id = ?');
  const setState = db.prepare<[string, string | null, string | null, number | null, string]>(
    'UPDATE outbox SET state = ?, reason = ?, detail = ?, accepted_at_seq = ? WHERE id = ?',
  );
  const discard = db.prepare<[string]>('DELETE FROM outbox WHERE id = ?');
  const visible = db.prepare<[number], { id: string }>(
    `SELECT id FROM outbox WHERE state = 'accepted' AND accepted_at_seq <= ?`,
  );
  const setPreference = db.prepare<[string, string]>('INSERT OR REPLACE INTO preference (key, value) VALUES (?, ?)');
  const setMeta = db.prepare<[string, string]>('INSERT OR REPLACE INTO meta (key, value) VALUES (?, ?)');
  const setMedium = db.prepare<[string, string]>('INSERT OR REPLACE INTO medium (name, kind) VALUES (?, ?)');
  const removeMedium = db.prepare<[string]>('DELETE FROM medium WHERE name = ?');
  const removeMeta = db.prepare<[string]>('DELETE FROM meta WHERE key = ?');

  function store(name: string, work: () => Touched | null, safety: 'synced' | 'soon' = 'synced'): Stored<null> {
    let touched: Touched | null;
    try {
      if (safety === 'soon') db.pragma('synchronous = NORMAL');
      touched = timed(name, () => db.transaction(work).immediate());
    } catch (error) {
      const failure = storageFailure(error);
      if (failure === null) throw error;
      log.error('user-data-write-failed', { name, reason: failure.reason });
      return { ok: false, ...failure };
    } finally {
      if (safety === 'soon') db.pragma('synchronous = FULL');
    }
    if (touched !== null) onTouched(touched);
    return ok(null);
  }

  /** The conversation, contact or saved filter that a row of the outbox lies over. */
  function concernedBy(ids: readonly string[]): Touched {
    const conversations = new Set<string>();
    const contacts = new Set<string>();
    let directory = false;
    for (const id of ids) {
      const row = command.get(id);
      const read = row === undefined ? null : readCommand({ name: row.name, args: JSON.parse(row.args) });
      if (read === null) continue;
      if ('contactId' in read.args) contacts.add(read.args.contactId);
      else if ('conversationId' in read.args) conversations.add(read.args.conversationId);
      else if (read.name !== 'suggestion.refuse') directory = true;
    }
    return { outbox: true, conversations, contacts, ...(directory && { directory }) };
  }

  function change(id: string, state: string, reason: string | null, detail: string | null, seq: number | null) {
    const work = () => {
      setState.run(state, reason, detail, seq, id);
      return concernedBy([id]);
    };
    return store('outbox', work, 'soon');
  }

  return {
    saveDraft: (conversationId, side, text, at) =>
      store('draft', () => {
        const before = anyDraft.get(conversationId) !== undefined;
        if (text === '') removeDraft.run(conversationId, side);
        else saveDraft.run(conversationId, side, text, at);
        const after = anyDraft.get(conversationId) !== undefined;
        // Only the card's mark depends on it, and it does not change with every key.
        return before === after ? null : { conversations: new Set([conversationId]), inbox: true };
      }),
    saveEmailDraft: (conversationId, email, at) =>
      store('emailDraft', () => {
        if (email === null) removeEmailDraft.run(conversationId);
        else saveEmailDraft.run(conversationId, JSON.stringify(email), at);
        return null;
      }),
    enqueue({ id, name, args, createdAt }) {
      const work = () => {
        enqueue.run(id, name, JSON.stringify(args), createdAt);
        return concernedBy([id]);
      };
      // A read mark is nobody's words: lost, it is told again when the conversation is looked at.
      return store('enqueue', work, name === 'conversation.read' ? 'soon' : 'synced');
    },
    markSent: (id) => change(id, 'sent', null, null, null),
    markWaiting: (id) => change(id, 'waiting', null, null, null),
    markAccepted: (id, acceptedAtSeq) => change(id, 'accepted', null, null, acceptedAtSeq),
    markRefused: (id, reason, detail) => change(id, 'refused', reason, detail, null),
    discard: (id) =>
      store('discard', () => {
        const touched = concernedBy([id]);
        discard.run(id);
        return touched;
      }),
    dropAccepted(cursor) {
      // Called after every batch, mostly with nothing to drop: then no transaction is opened.
      const ids = visible.all(cursor).map((row) => row.id);
      if (ids.length === 0) return ok(null);
      const work = () => {
        const touched = concernedBy(ids);
        for (const id of ids) discard.run(id);
        return touched;
      };
      return store('dropAccepted', work, 'soon');
    },
    setPreferences: (preferences) =>
      store('preferences', () => {
        for (const [key, value] of Object.entries(preferences)) {
          if (value !== undefined) setPreference.run(key, JSON.stringify(value));
        }
        return { preferences: true };
      }),
    setMediumKind: (name, kind) =>
      store('medium', () => {
        if (kind === null) removeMedium.run(name);
        else setMedium.run(name, kind);
        return null;
      }),
    setMeta: (key, value) =>
      store('meta', () => {
        if (value === null) removeMeta.run(key);
        else setMeta.run(key, value);
        return null;
      }),
    clearPersonal: () =>
      store('clearPersonal', () => {
        db.exec('DELETE FROM draft; DELETE FROM email_draft; DELETE FROM outbox');
        return { everything: true };
      }),
  };
}
