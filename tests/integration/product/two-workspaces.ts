import { randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { sql } from 'kysely';
import { pino } from 'pino';
import { type Backend, createBackend } from '../../../src-backend/backend.ts';
import type { StoreLocation } from '../../../src-backend/store/open.ts';

/** Two shops on one backend that differ in nothing but who they are, each with something of every kind. */
export interface TwoWorkspaces extends AsyncDisposable {
  backend: Backend;
  aurora: Workspace;
  boreal: Workspace;
  /** Every row of every table, as the database writes it out. */
  rows(): Promise<string[]>;
  run(statement: ReturnType<typeof sql>): Promise<Record<string, unknown>[]>;
}

export interface Workspace {
  id: string;
  /** «Aurora» or «Boreal». */
  shop: string;
  /** Ids by table, and `inner` for those inside a row: identities, deals, stages, merges. */
  ids: Map<string, string[]>;
  /** All of them, none of which the other workspace has. */
  allIds: Set<string>;
  people: { id: string; email: string; role: string }[];
}

export const PASSWORD = 'senha-de-teste-2026';
/** In every text of a workspace. */
export const secretOf = (name: string): string => `segredo da ${name}`;

const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;

export async function openTwoWorkspaces(location: StoreLocation): Promise<TwoWorkspaces> {
  const created = await createBackend({
    location,
    port: 0,
    host: '127.0.0.1',
    logger: pino({ level: process.env.TURNO_TEST_LOG ?? 'silent' }),
    widgetFile: fileURLToPath(import.meta.url),
    // No sign of life is written down meanwhile, so that whatever differs was changed by somebody.
    attendance: { graceMs: 3_600_000, everyMs: 3_600_000 },
  });
  if (!created.ok) throw new Error(`the backend did not open: ${created.reason}`);
  const { backend } = created;
  const names = ['Aurora', 'Boreal'];
  for (const name of names) {
    const made = await backend.provision(shop(name), {});
    if (!made.ok) throw new Error(JSON.stringify(made));
  }

  // The log's transaction is the way to the database that an embedded backend has, too.
  let anywhere = '';
  const run: TwoWorkspaces['run'] = async (statement) => {
    const { rows } = await backend.core.log.write(anywhere, (tx) => statement.execute(tx.db));
    return rows.map((row) => (typeof row === 'object' && row !== null ? { ...row } : {}));
  };
  const known = new Set(backend.core.connections.ofChannel('livechat').map(({ workspaceId }) => workspaceId));
  anywhere = [...known][0] ?? '';
  const rows = async () => (await run(everyRow(await tables(run)))).map(({ row }) => String(row));

  const workspaces: Workspace[] = [];
  for (const name of names) {
    const [found] = await run(sql`SELECT id FROM workspace WHERE name = ${`Loja ${name}`}`);
    const id = String(found?.id);
    await fill(backend, run, id, name);
    workspaces.push({ id, shop: name, ids: new Map(), allIds: new Set(), people: [] });
  }
  const [aurora, boreal] = workspaces;
  if (aurora === undefined || boreal === undefined) throw new Error('two workspaces were planned');
  for (const workspace of workspaces) await readIds(run, workspace);
  return {
    backend,
    aurora,
    boreal,
    rows,
    run,
    [Symbol.asyncDispose]: () => backend.close(),
  };
}

function shop(name: string) {
  const secret = secretOf(name);
  const domain = `${name.toLowerCase()}.example`;
  const person = { password: PASSWORD, departments: ['Suporte', 'Vendas'], capacity: 50 };
  return {
    workspace: { name: `Loja ${name}`, timeZone: 'America/Sao_Paulo' },
    departments: [
      { name: 'Suporte', distribution: 'manual' },
      { name: 'Vendas', distribution: 'manual' },
    ],
    people: [
      { ...person, name: `Ana ${secret}`, email: `ana@${domain}`, role: 'agent', departments: ['Suporte'] },
      { ...person, name: 'Gabriela', email: `gabriela@${domain}`, role: 'supervisor' },
      { ...person, name: 'Eva', email: `eva@${domain}`, role: 'admin' },
    ],
    tags: [{ name: 'VIP', color: '#cc0000' }],
    reasons: [{ name: 'Troca' }],
    pauseReasons: [{ name: 'Banheiro' }],
    savedTexts: [{ shortcut: 'ola', text: secret }],
    pipelines: [{ name: 'Funil', stages: ['Novo', 'Proposta'] }],
    fields: [{ name: 'Cidade', type: 'text' }],
    operation: { idleMinutes: 20 },
    automations: [
      {
        name: 'Aviso',
        active: true,
        trigger: { type: 'manual' },
        steps: [{ id: 'a', type: 'sendText', text: secret }],
      },
    ],
    connections: ['Suporte', 'Vendas'].map((department) => ({
      channel: 'livechat',
      name: `Chat de ${department}`,
      title: secret,
      department,
    })),
  };
}

/** Two customers with the same addresses and provider's ids in both shops, and of everything that is made later one. */
async function fill(backend: Backend, run: TwoWorkspaces['run'], workspaceId: string, name: string): Promise<void> {
  const part = { kind: 'text' as const, media: null, unknownKind: null, quotedExternalId: null, providerAt: null };
  const connections = backend.core.connections.ofChannel('livechat').filter((one) => one.workspaceId === workspaceId);
  for (const [index, connection] of connections.entries()) {
    for (const customer of ['um', 'dois']) {
      const sender = { address: `endereco-${customer}`, phone: `551198888000${customer.length}`, profileName: 'Maria' };
      const externalId = `mesmo-${customer}-${index}`;
      await backend.core.door.accept(connection.id, [
        { type: 'message', externalId, sender, text: `${secretOf(name)}, ${customer}`, ...part },
      ]);
    }
  }
  await backend.core.inbound.settle();
  const one = async (statement: ReturnType<typeof sql>) => String((await run(statement))[0]?.id);
  const [eva, contact, conversation, tag, pipeline, field, connection, reason] = [
    await one(sql`SELECT id FROM person WHERE workspace_id = ${workspaceId} AND name = 'Eva'`),
    await one(sql`SELECT id FROM contact WHERE workspace_id = ${workspaceId} ORDER BY id LIMIT 1`),
    await one(sql`SELECT id FROM conversation WHERE workspace_id = ${workspaceId} ORDER BY id LIMIT 1`),
    await one(sql`SELECT id FROM tag WHERE workspace_id = ${workspaceId}`),
    await one(sql`SELECT id FROM pipeline WHERE workspace_id = ${workspaceId}`),
    await one(sql`SELECT id FROM field WHERE workspace_id = ${workspaceId}`),
    await one(sql`SELECT id FROM connection WHERE workspace_id = ${workspaceId} ORDER BY id LIMIT 1`),
    await one(sql`SELECT id FROM reason WHERE workspace_id = ${workspaceId}`),
  ];
  const stage = await one(sql`SELECT stages->0->>'id' AS id FROM pipeline WHERE id = ${pipeline}`);
  const secret = secretOf(name);
  const filter = { tab: 'all', status: 'open', order: 'newest', connectionIds: [], departmentIds: [], tagIds: [tag] };
  const asked: [string, object][] = [
    ['conversation.take', { conversationId: conversation }],
    ['note.add', { conversationId: conversation, text: secret, mentionIds: [eva] }],
    ['contact.tag', { contactId: contact, tagId: tag }],
    ['contact.field', { contactId: contact, fieldId: field, seen: null, value: secret }],
    ['contact.note', { contactId: contact, id: randomUUID(), text: secret }],
    [
      'deal.save',
      { contactId: contact, id: randomUUID(), title: secret, pipelineId: pipeline, stageId: stage, amount: 1 },
    ],
    ['filter.save', { id: randomUUID(), name: 'Meu', departmentId: null, filter }],
    ['presence.set', { state: 'paused', reason: 'Banheiro' }],
    ['presence.set', { state: 'available', reason: null }],
    [
      'reason.save',
      {
        id: reason,
        seen: { parentId: null, name: 'Troca', position: 0, active: true },
        value: { parentId: null, name: 'Troca ou devolução', position: 0, active: true },
      },
    ],
    ['conversation.finish', { conversationId: conversation, reasonId: reason, description: secret }],
  ];
  const from = { workspaceId, personId: eva, sessionId: 'session' };
  for (const [command, args] of asked) {
    const reply = await backend.core.commands.run(from, { id: randomUUID(), name: command, args });
    if (!reply.ok) throw new Error(`${command}: ${JSON.stringify(reply)}`);
  }
  await fillUnasked(run, workspaceId, { contact, connection });
}

/** What comes of itself or from a provider: a suggestion, a merged customer, a template. */
async function fillUnasked(
  run: TwoWorkspaces['run'],
  workspaceId: string,
  { contact, connection }: { contact: string; connection: string },
): Promise<void> {
  const second = randomUUID();
  const mark = { id: randomUUID(), intoId: contact, at: 1, byId: null, reasons: [], choices: {}, hiddenTagIds: [] };
  await run(sql`INSERT INTO contact (id, workspace_id, created_at, root_id, merged, version)
    VALUES (${second}, ${workspaceId}, 0, ${contact}, ${JSON.stringify(mark)}::jsonb, 1)`);
  await run(sql`INSERT INTO suggestion
    (id, workspace_id, contact_a, contact_b, title_a, title_b, reasons, state, at, version)
    VALUES (${randomUUID()}, ${workspaceId}, ${contact}, ${second}, '', '', '[]'::jsonb, 'open', 0, 1)`);
  const template = {
    ...{ id: randomUUID(), connectionId: connection, name: 'ola', language: 'pt_BR', category: 'utility' },
    ...{ status: 'approved', quality: 'high', reason: null, format: 'positional', header: null, footer: null },
    ...{ body: { text: 'Olá', parameters: [] }, buttons: [], unsupported: null, version: 1 },
  };
  await run(sql`INSERT INTO template (id, workspace_id, connection_id, external_id, data, version)
    VALUES (${template.id}, ${workspaceId}, ${connection}, 'mesmo', ${JSON.stringify(template)}::jsonb, 1)`);
}

async function tables(run: TwoWorkspaces['run']): Promise<string[]> {
  const found = await run(
    sql`SELECT table_name AS name FROM information_schema.tables WHERE table_schema = 'public' AND table_type = 'BASE TABLE'`,
  );
  return found.map(({ name }) => String(name));
}

const everyRow = (names: string[]) =>
  sql`${sql.join(
    names.map((name) => sql`SELECT ${sql.lit(`${name} `)} || to_jsonb(t)::text AS row FROM ${sql.table(name)} t`),
    sql` UNION ALL `,
  )}`;

async function readIds(run: TwoWorkspaces['run'], workspace: Workspace): Promise<void> {
  const owned = await run(sql`SELECT table_name AS name FROM information_schema.columns
    WHERE table_schema = 'public' AND column_name = 'workspace_id'`);
  const add = (kind: string, id: string) => {
    if (workspace.allIds.has(id)) return;
    workspace.allIds.add(id);
    workspace.ids.set(kind, [...(workspace.ids.get(kind) ?? []), id]);
  };
  const inner = new Set<string>();
  for (const name of owned.map((row) => String(row.name))) {
    const rows = await run(
      sql`SELECT to_jsonb(t) AS row FROM ${sql.table(name)} t WHERE workspace_id = ${workspace.id}`,
    );
    for (const { row } of rows) {
      if (typeof row === 'object' && row !== null && 'id' in row) add(name, String(row.id));
      for (const id of JSON.stringify(row).match(UUID) ?? []) inner.add(id);
    }
  }
  for (const id of inner) add('inner', id);
  const people = await run(sql`SELECT id, email, role FROM person WHERE workspace_id = ${workspace.id}`);
  workspace.people = people.map(({ id, email, role }) => ({
    id: String(id),
    email: String(email),
    role: String(role),
  }));
}
