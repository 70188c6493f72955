import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { sessionSchema } from '../../../src-shared/protocol/http.ts';
import { PROTOCOL_VERSION } from '../../../src-shared/protocol/version.ts';
import { type Desktop, openDesktop } from '../../simulators/desktop.ts';
import { openProduct, PASSWORD, type Product } from '../harness.ts';
import { createDatabase } from '../stores.ts';
import { everything } from './inbox.ts';

/**
 * Two workspaces on one backend, as alike as two can be: the same names of departments and connections, the same customer
 * address, the same ids from the provider. That no command and no query reaches across is tried with all of them in
 * `tenant-isolation.test.ts`; here are a day's work side by side, and what is the same in both by chance.
 */
const BOREAL = 'Loja Boreal';
const spies = ['rui@boreal.example', 'eva@boreal.example'];

let database: Awaited<ReturnType<typeof createDatabase>>;
let product: Product;
let ana: Desktop;
let rui: Desktop;
let sql: pg.Client;
/** Everything that has an id, by workspace. */
let idsOf: { aurora: Record<string, string[]>; boreal: Record<string, string[]> };
let boreal: { workspaceId: string; people: { id: string }[] };

const TABLES = [
  'conversation',
  'message',
  'contact',
  'identity',
  'person',
  'department',
  'connection',
  'tag',
  'reason',
  'media',
  'saved_text',
  'template',
  'pause_reason',
  'automation',
  'settings_change',
  'pipeline',
  'deal',
  'field',
  'suggestion',
  'saved_filter',
];

beforeAll(async () => {
  database = await createDatabase();
  product = await openProduct({ location: { kind: 'server', url: database.url } });
  const backend = product.backend();
  const shared = { tags: [{ name: 'VIP', color: '#cc0000' }], reasons: [{ name: 'Troca' }] };
  const person = { password: PASSWORD, departments: ['Suporte', 'Vendas'] };
  const live = (name: string) => ({
    channel: 'livechat',
    name: `Chat de ${name}`,
    title: `Boreal ${name}`,
    department: name,
  });
  const made = [
    await backend.provision({ workspace: { name: 'Loja Aurora', timeZone: 'America/Sao_Paulo' }, ...shared }, {}),
    await backend.provision(
      {
        workspace: { name: BOREAL, timeZone: 'America/Sao_Paulo' },
        departments: [
          { name: 'Suporte', distribution: 'automatic' },
          { name: 'Vendas', distribution: 'manual' },
        ],
        people: [
          { name: 'Ana Souza', email: spies[0], role: 'agent', ...person },
          { name: 'Eva', email: spies[1], role: 'admin', ...person },
        ],
        connections: [live('Suporte'), live('Vendas')],
        ...shared,
      },
      {},
    ),
  ];
  expect(made).toEqual([expect.objectContaining({ ok: true }), expect.objectContaining({ ok: true })]);
  ana = await product.agent('Ana Souza');
  rui = await openDesktop({ serverUrl: product.network.url });
  await rui.signIn(PASSWORD, spies[0]);
  await rui.online();

  // The same address and the same provider's ids, at the same time.
  sql = new pg.Client({ connectionString: database.url });
  await sql.connect();
  const { rows: connections } = await sql.query(
    'SELECT connection.id, workspace.name FROM connection JOIN workspace ON workspace.id = workspace_id',
  );
  for (const { id, name } of connections) {
    const sender = { address: 'mesmo-endereco', phone: '5511988880001', profileName: 'Maria' };
    const part = { kind: 'text' as const, media: null, unknownKind: null, quotedExternalId: null, providerAt: null };
    await backend.core.door.accept(id, [
      { type: 'message', externalId: 'same-id', sender, text: `segredo da ${name}`, ...part },
    ]);
  }
  await backend.core.inbound.settle();
  for (const desktop of [ana, rui]) {
    const { rows } = await desktop.until('inbox.list', everything, ({ total }) => total === 2);
    for (const { id, contactId } of rows) {
      await desktop.act('server.conversation.take', { conversationId: id });
      await desktop.act('server.note.add', { conversationId: id, text: 'anotado', mentionIds: [] });
      const { tags } = await desktop.see('directory', {});
      await desktop.act('server.contact.tag', { contactId, tagId: tags[0]?.id ?? '' });
    }
    await desktop.act('server.filter.save', {
      id: randomUUID(),
      name: 'Meu',
      departmentId: null,
      filter: everything.filter,
    });
    await desktop.until('outbox', {}, ({ pending }) => pending.length === 0);
  }
  const [auroraId, borealId] = [await workspaceId('Loja Aurora'), await workspaceId(BOREAL)];
  idsOf = { aurora: await everyId(auroraId), boreal: await everyId(borealId) };
  boreal = { workspaceId: borealId, people: (idsOf.boreal.person ?? []).map((id) => ({ id })) };
}, 60_000);
afterAll(async () => {
  await rui[Symbol.asyncDispose]();
  await product[Symbol.asyncDispose]();
  await sql.end();
  await database.drop();
});

async function workspaceId(name: string): Promise<string> {
  return (await sql.query('SELECT id FROM workspace WHERE name = $1', [name])).rows[0].id;
}

async function everyId(workspace: string): Promise<Record<string, string[]>> {
  const found: Record<string, string[]> = {};
  for (const table of TABLES) {
    const { rows } = await sql.query(`SELECT id FROM ${table} WHERE workspace_id = $1`, [workspace]);
    found[table] = rows.map(({ id }) => id);
  }
  return found;
}

test('mentions and quotations of the other workspace’s people and messages leave no trace', async () => {
  const conversationId = idsOf.boreal.conversation?.[0] ?? '';
  const note = { conversationId, text: 'chamo alguém de fora', mentionIds: (idsOf.aurora.person ?? []).slice(0, 1) };
  await rui.act('server.note.add', note);
  const answer = {
    conversationId,
    text: 'cito alguém de fora',
    mediaId: null,
    quotedMessageId: idsOf.aurora.message?.[0] ?? '',
  };
  await rui.act('server.message.send', answer);
  const { conflicts } = await rui.until(
    'outbox',
    {},
    (outbox) => outbox.pending.length === 0 && outbox.conflicts.length > 0,
  );
  expect(conflicts).toEqual([expect.objectContaining({ name: 'message.send', reason: 'not-found' })]);
  await rui.act('outbox.discard', { id: conflicts[0]?.id ?? '' });
  const { rows } = await sql.query(
    "SELECT mention_ids, quoted_message_id FROM message WHERE text LIKE '%alguém de fora'",
  );
  const foreign = Object.values(idsOf.aurora).flat();
  for (const id of foreign) expect(JSON.stringify(rows)).not.toContain(id);
});

test('what a desktop receives, lists and finds is of its own workspace only', async () => {
  for (const [desktop, mine, others] of [
    [ana, 'Loja Aurora', idsOf.boreal],
    [rui, BOREAL, idsOf.aurora],
  ] as const) {
    const seen = JSON.stringify([
      await desktop.see('directory', {}),
      await desktop.see('inbox.list', everything),
      await desktop.query('search', { text: 'segredo', limit: 50 }),
      await desktop.query('search', { text: 'Maria', limit: 50 }),
    ]);
    expect(seen).toContain(`segredo da ${mine}`);
    for (const id of Object.values(others).flat()) expect(seen).not.toContain(id);
  }
});

test('one command id used in both workspaces is two commands', async () => {
  const id = randomUUID();
  const run = (workspace: string, personId: string) =>
    product
      .backend()
      .core.commands.run(
        { workspaceId: workspace, personId, sessionId: 'session' },
        { id, name: 'presence.set', args: { state: 'away', reason: null } },
      );
  const aurora = await workspaceId('Loja Aurora');
  expect(await run(aurora, idsOf.aurora.person?.[0] ?? '')).toMatchObject({ ok: true });
  expect(await run(boreal.workspaceId, idsOf.boreal.person?.[0] ?? '')).toMatchObject({ ok: true });
  // A person is not taken along into a workspace that is not theirs.
  expect(
    await product
      .backend()
      .core.commands.run(
        { workspaceId: boreal.workspaceId, personId: idsOf.aurora.person?.[0] ?? '', sessionId: 'session' },
        { id: randomUUID(), name: 'presence.set', args: { state: 'away', reason: null } },
      ),
  ).toMatchObject({ ok: false, reason: 'forbidden' });
});

test('a file of the other workspace is not found, by whoever asks', async () => {
  const url = product.backend().url;
  const login = async (email: string) => {
    const response = await fetch(`${url}/auth/login`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ email, password: PASSWORD, protocol: PROTOCOL_VERSION }),
    });
    return sessionSchema.parse(await response.json()).accessToken;
  };
  const form = new FormData();
  const png = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';
  form.append('file', new Blob([Buffer.from(png, 'base64')], { type: 'image/png' }), 'foto.png');
  const authorization = `Bearer ${await login('ana@aurora.example')}`;
  const upload = await fetch(`${url}/media?conversationId=${idsOf.aurora.conversation?.[0]}`, {
    method: 'POST',
    headers: { authorization },
    body: form,
  });
  expect(upload.status).toBe(201);
  const mediaId: string = JSON.parse(await upload.text()).id;
  const answer = { conversationId: idsOf.aurora.conversation?.[0] ?? '', text: null, mediaId, quotedMessageId: null };
  await ana.act('server.message.send', answer);
  await ana.until('outbox', {}, ({ pending }) => pending.length === 0);
  expect((await fetch(`${url}/media/${mediaId}`, { headers: { authorization } })).status).toBe(200);
  for (const email of spies) {
    const stranger = { authorization: `Bearer ${await login(email)}` };
    expect((await fetch(`${url}/media/${mediaId}`, { headers: stranger })).status).toBe(404);
  }
  const conversationId = idsOf.boreal.conversation?.[0] ?? '';
  await rui.act('server.message.send', { conversationId, text: null, mediaId, quotedMessageId: null });
  const { conflicts } = await rui.until('outbox', {}, (outbox) => outbox.conflicts.length > 0);
  expect(conflicts.map(({ reason }) => reason)).toEqual(['not-found']);
});
