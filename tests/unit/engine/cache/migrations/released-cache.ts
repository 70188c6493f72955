import { join } from 'node:path';
import Database from 'better-sqlite3';
import { received } from '../../../../../src-main/engine/cache/migrations/cache/0001-received.ts';
import { migrate } from '../../../../../src-main/engine/cache/open.ts';
import { noon } from '../entities.ts';

/**
 * A cache file as the first released version left it: its schema, its statements, and entities without what was added
 * since. Written out, because today's entities and writers are not what wrote it.
 */
const presence = { state: 'available', reason: null, since: noon };
const ana = {
  ...{ id: 'ana', name: 'Ana Souza', role: 'agent', departmentIds: ['suporte'], capacity: 5 },
  ...{ presence, active: true, version: 1 },
};
const suporte = {
  ...{ id: 'suporte', name: 'Suporte', distribution: 'manual', requiresReason: false, requiresDescription: false },
  version: 1,
};
const loja = {
  ...{ id: 'loja', channel: 'whatsapp', name: 'WhatsApp Loja', departmentId: 'suporte', address: null },
  capabilities: { textLimit: 4096, windowMs: 86_400_000, media: [], receipts: [], typing: false },
  ...{ active: true, version: 1 },
};
const week = { mon: [], tue: [], wed: [], thu: [], fri: [], sat: [], sun: [] };
const operation = {
  ...{ id: 'w', timeZone: 'America/Sao_Paulo', businessHours: null, holidays: [] },
  affinity: { enabled: true, specialHours: week },
  ...{ channelWeights: {}, idleMinutes: null },
  lostAgent: { graceSeconds: 60, action: 'keep', requeueAfterMinutes: 0 },
  pausePlan: { dayMinutes: 360, restMinutes: 10, restTimes: 2, mealMinutes: 20, edgeMinutes: 60 },
  version: 1,
};
const joao = {
  ...{ id: 'joao', name: 'João Conceição', tagIds: [], createdAt: noon, version: 1 },
  identities: [
    {
      ...{ id: 'joao-wa', channel: 'whatsapp', address: '5511987654321', phone: '5511987654321' },
      profileName: 'Joãozinho',
    },
  ],
};
const conversation = (id: string, protocol: string, status: 'open' | 'finished', at: number) => ({
  ...{ id, protocol, contactId: 'joao', connectionId: 'loja', identityId: 'joao-wa', channel: 'whatsapp' },
  ...{ departmentId: 'suporte', assigneeId: 'ana', assignmentCause: null, status, createdAt: at, queuedAt: at },
  ...{ finishedAt: status === 'finished' ? at + 5 : null, finishedById: null, qualification: null },
  ...{ lastMessage: null, lastActivityAt: at, lastInboundAt: at, awaitingSince: null, unread: 0, failedCount: 0 },
  version: 1,
});
const photo = { id: 'foto', mime: 'image/jpeg', bytes: 9, name: null, width: 4, height: 3, state: 'ready' };

export function writeReleasedCache(folder: string, key: Uint8Array): void {
  const db = new Database(join(folder, 'cache.db'));
  db.pragma("cipher='chacha20'");
  db.pragma(`key="x'${Buffer.from(key).toString('hex')}'"`);
  db.pragma('journal_mode = WAL');
  migrate(db, [received], 0);
  const meta = db.prepare('INSERT INTO meta (key, value) VALUES (?, ?)');
  meta.run('generation', '2');
  meta.run('cursor', '30');
  meta.run('log_id', 'log');
  const ref = db.prepare('INSERT INTO ref (n, id) VALUES (?, ?)');
  for (const [index, id] of ['ana', 'suporte', 'loja'].entries()) ref.run(index + 1, id);
  db.prepare(`INSERT INTO identity_ref (n, id) VALUES (1, 'joao-wa')`).run();
  const directory = db.prepare(
    'INSERT OR REPLACE INTO directory (kind, id, version, generation, data) VALUES (?, ?, 1, 2, ?)',
  );
  const shared = { person: ana, department: suporte, connection: loja, operation };
  for (const [kind, entity] of Object.entries(shared)) directory.run(kind, entity.id, JSON.stringify(entity));
  // What no version understands must not keep anybody from working either.
  directory.run('tag', 'torn', '{"id":"torn"}');
  db.prepare(
    `INSERT INTO contact (id, version, generation, title, search, tagset, data)
     VALUES ('joao', 1, 2, 'João Conceição', ?, 0, ?)`,
  ).run('João Conceição\nJoãozinho\n5511987654321', JSON.stringify(joao));
  const insert = db.prepare(
    'INSERT INTO conversation (n, id, contact_id, version, generation, search, data) VALUES (?, ?, ?, 1, 2, ?, ?)',
  );
  const list = db.prepare(`INSERT OR REPLACE INTO inbox (n, flags, at, finished_at, assignee, department, connection,
    channel, reason, finished_by, unread, tagset) VALUES (?, ?, ?, ?, 1, 2, 3, 0, 0, 0, 0, 0)`);
  const index = db.prepare(
    'INSERT OR REPLACE INTO conversation_fts (rowid, who, protocol, description) VALUES (?, ?, ?, ?)',
  );
  for (const one of [
    conversation('c0', '2026-0000001', 'finished', noon - 90_000),
    conversation('c1', '2026-0000002', 'open', noon),
    conversation('gone', '2026-0000003', 'open', noon + 1),
  ]) {
    const n = one.createdAt * 1000;
    const spelled = `${one.protocol} ${one.protocol.replace('-', '')} ${one.protocol.slice(-1)}`;
    insert.run(n, one.id, one.contactId, `${spelled}\n`, JSON.stringify(one));
    list.run(n, one.status === 'finished' ? 8 : 1, one.lastActivityAt, one.finishedAt ?? 0);
    index.run(n, 'João Conceição\nJoãozinho\n5511987654321', spelled, '');
  }
  const message = db.prepare(`
    INSERT INTO message (n, id, conversation_id, position, version, generation, connection, identity, channel, direction,
      kind, text, author, created_at, provider_at, status, more)
    VALUES (?, ?, ?, ?, ?, 2, 3, 1, 'whatsapp', 'inbound', ?, ?, 0, ?, NULL, NULL, ?)`);
  const words = db.prepare('INSERT OR REPLACE INTO message_fts (rowid, text) VALUES (?, ?)');
  for (const [id, conversationId, position, kind, text, more] of [
    ['m0', 'c0', 10, 'text', 'Bom dia', null],
    ['m1', 'c1', 20, 'text', 'Meu outro número é (21) 3333-4444', null],
    ['m2', 'c1', 21, 'image', 'A nota', JSON.stringify({ media: photo })],
  ] as const) {
    message.run(position * 16, id, conversationId, position, position, kind, text, noon + position, more);
    words.run(position * 16, text);
  }
  db.close();
}
