import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { directoryQuery } from '../../../../src-main/engine/cache/directory-memory.ts';
import { inboxIndexQueries } from '../../../../src-main/engine/cache/inbox-table.ts';
import { membershipQueries } from '../../../../src-main/engine/cache/membership.ts';
import { cacheMigrations } from '../../../../src-main/engine/cache/migrations/cache/index.ts';
import { userMigrations } from '../../../../src-main/engine/cache/migrations/user/index.ts';
import { migrate } from '../../../../src-main/engine/cache/open.ts';
import { queueQueries } from '../../../../src-main/engine/cache/queues.ts';
import { anyConversationQuery } from '../../../../src-main/engine/cache/reader.ts';
import { chatQueries } from '../../../../src-main/engine/cache/readers/chat.ts';
import { recentQueries } from '../../../../src-main/engine/cache/readers/contact.ts';
import { historyTextQueries } from '../../../../src-main/engine/cache/readers/history-list.ts';
import { inboxStateQueries } from '../../../../src-main/engine/cache/readers/inbox-states.ts';
import { entityQueries } from '../../../../src-main/engine/cache/readers/reading.ts';
import { recordQueries } from '../../../../src-main/engine/cache/readers/records.ts';
import { timelineQueries } from '../../../../src-main/engine/cache/readers/timeline.ts';
import { unreadQuery } from '../../../../src-main/engine/cache/readers/unread.ts';
import { userQueries } from '../../../../src-main/engine/cache/user-reader.ts';
import { purgeQueries } from '../../../../src-main/engine/cache/writing/purge.ts';
import { rootQueries } from '../../../../src-main/engine/cache/writing/roots.ts';
import { messageSearchQueries } from '../../../../src-main/engine/search/message-search.ts';
import { searchQueries } from '../../../../src-main/engine/search/search.ts';

const cache = new Database(':memory:');
migrate(cache, cacheMigrations, 0);
const user = new Database(':memory:');
migrate(user, userMigrations, 0);

function planOf(db: Database.Database, sql: string): string[] {
  const parameters = [...sql.matchAll(/\?/g)].map(() => '1');
  return db
    .prepare<string[], { detail: string }>(`EXPLAIN QUERY PLAN ${sql}`)
    .all(...parameters)
    .map((step) => step.detail);
}

/** Every query that the interface waits for, with the exact plan it must keep. */
const plans: [string, string, string[]][] = [
  [
    'a conversation by id',
    entityQueries.conversation,
    [
      'SEARCH conversation USING INDEX sqlite_autoindex_conversation_1 (id=?)',
      'SEARCH contact USING INDEX sqlite_autoindex_contact_1 (id=?) LEFT-JOIN',
    ],
  ],
  ['a row of a bulk action', inboxStateQueries.one, ['SEARCH conversation USING INTEGER PRIMARY KEY (rowid=?)']],
  [
    'all rows of a bulk action',
    inboxStateQueries.all,
    ['SCAN conversation USING COVERING INDEX sqlite_autoindex_conversation_1'],
  ],
  [
    'a conversation of a page',
    entityQueries.conversationByNumber,
    [
      'SEARCH conversation USING INTEGER PRIMARY KEY (rowid=?)',
      'SEARCH contact USING INDEX sqlite_autoindex_contact_1 (id=?) LEFT-JOIN',
    ],
  ],
  [
    'one row of a queue',
    queueQueries.one,
    ['SEARCH inbox USING INTEGER PRIMARY KEY (rowid=?)', 'SEARCH conversation USING INTEGER PRIMARY KEY (rowid=?)'],
  ],
  ['a contact', recordQueries.contact, ['SEARCH contact USING INDEX sqlite_autoindex_contact_1 (id=?)']],
  [
    'what is shown as one contact',
    membershipQueries('contact').members,
    ['SEARCH contact USING INDEX contact_by_root (root=?)'],
  ],
  [
    'what is shown in a conversation',
    membershipQueries('conversation').members,
    ['SEARCH conversation USING INDEX conversation_by_root (root=?)'],
  ],
  [
    'what was merged into a contact',
    rootQueries('contact').into,
    ['SEARCH contact USING INDEX contact_by_merge (merged_into=?)'],
  ],
  [
    'the events of a contact',
    recordQueries.events,
    ['SEARCH contact_event USING INDEX contact_event_by_contact (contact_id=?)'],
  ],
  ['a message by id', entityQueries.message, ['SEARCH message USING INDEX sqlite_autoindex_message_1 (id=?)']],
  [
    'the newest messages of a conversation',
    chatQueries.messages,
    ['SEARCH message USING INDEX message_by_conversation (conversation_id=?)'],
  ],
  [
    'earlier conversations of a contact',
    chatQueries.earlier,
    ['SEARCH conversation USING INDEX conversation_by_contact (contact_id=? AND rowid<?)'],
  ],
  [
    'recent conversations of a contact',
    recentQueries.one,
    ['SEARCH conversation USING INDEX conversation_by_contact (contact_id=?)'],
  ],
  [
    'unread messages after a position',
    unreadQuery,
    ['SEARCH message USING INDEX message_by_conversation (conversation_id=? AND rowid>?)'],
  ],
  ['one row of the inbox', inboxIndexQueries.one, ['SEARCH inbox USING INTEGER PRIMARY KEY (rowid=?)']],
  ['the directory', directoryQuery, ['SEARCH directory USING PRIMARY KEY (kind=?)']],
  ['a message that matches', messageSearchQueries.row, ['SEARCH message USING INTEGER PRIMARY KEY (rowid=?)']],
  [
    'the next rows at the end of a snapshot',
    purgeQueries.message,
    ['SEARCH message USING INTEGER PRIMARY KEY (rowid>?)'],
  ],
];

describe('the plan of', () => {
  it.each(plans)('%s', (_what, sql, expected) => {
    expect(planOf(cache, sql)).toEqual(expected);
  });

  it.each([
    ['messages', messageSearchQueries.match],
    ['contacts', searchQueries.contacts],
    ['protocols', searchQueries.protocols],
    ['the history', historyTextQueries.subjects],
    ['protocols in the history', historyTextQueries.protocols],
  ])('searching %s: the full-text index gives the order itself, nothing is sorted', (_what, sql) => {
    const plan = planOf(cache, sql);
    expect(plan).toHaveLength(1);
    expect(plan[0]).toMatch(/^SCAN (message|conversation|protocol)_fts VIRTUAL TABLE INDEX \d+:M/);
  });

  it('the messages of a whole timeline are put in order by the index alone, before any is read', () => {
    expect(planOf(cache, timelineQueries.numbers)[0]).toBe(
      'SEARCH message USING COVERING INDEX message_by_conversation (conversation_id=?)',
    );
    expect(planOf(cache, chatQueries.grouped)).toContain(
      'SEARCH message USING COVERING INDEX message_by_conversation (conversation_id=?)',
    );
  });

  it('loading the inbox’s columns is the only walk through a whole table, and that table holds numbers only', () => {
    expect(planOf(cache, inboxIndexQueries.after)).toEqual(['SEARCH inbox USING INTEGER PRIMARY KEY (rowid>?)']);
    const types = cache.prepare<[], { type: string }>("SELECT type FROM pragma_table_info('inbox')").all();
    expect(new Set(types.map((column) => column.type))).toEqual(new Set(['INTEGER']));
  });

  it('whether anything is here at all: the first row answers', () => {
    expect(anyConversationQuery).toMatch(/LIMIT 1$/);
  });

  it.each([
    ['a draft', userQueries.draft, ['SEARCH draft USING PRIMARY KEY (conversation_id=? AND side=?)']],
    ['a draft’s subject', userQueries.emailDraft, ['SEARCH email_draft USING PRIMARY KEY (conversation_id=?)']],
    ['the outbox in order', userQueries.outbox, ['SCAN outbox']],
    ['what the session remembers', userQueries.meta, ['SEARCH meta USING PRIMARY KEY (key=?)']],
  ])('user data: %s', (_what, sql, expected) => {
    expect(planOf(user, sql)).toEqual(expected);
  });
});
