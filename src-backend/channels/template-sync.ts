import { isDeepStrictEqual } from 'node:util';
import type { Kysely } from 'kysely';
import type { Logger } from 'pino';
import { v7 as uuid } from 'uuid';
import { z } from 'zod';
import type { Template } from '../../src-shared/protocol/templates.ts';
import type { Jobs } from '../jobs/jobs.ts';
import { defineQueue } from '../jobs/queue.ts';
import { EVERYONE } from '../log/audience.ts';
import type { WorkspaceLog, WriteTransaction } from '../log/write.ts';
import type { Database } from '../store/database.ts';
import type { Store } from '../store/open.ts';
import { isTokenCode, noteFailure, noteSuccess } from './connection-problem.ts';
import type { ConnectionDirectory, LiveConnection } from './connections.ts';
import type { ProviderTemplate } from './contract.ts';

/**
 * Copies each connection's templates from the provider: at the start, every quarter of an hour, when the provider says
 * that something changed, and when a supervisor asks. Only what changed is written, one log item for each; what the
 * provider no longer lists is kept as `deleted`, because messages refer to it.
 */
export interface TemplateSync {
  /** Asks for a copy soon, in the caller's transaction. */
  ask(at: { db: Kysely<Database>; workspaceId: string }, connectionId: string): Promise<void>;
  /** The same outside a transaction; resolves when it is noted durably. */
  news(connection: LiveConnection): Promise<void>;
  close(): void;
}

export const templateSyncQueue = defineQueue(
  'template-sync',
  z.object({ workspaceId: z.string(), connectionId: z.string() }),
  { tries: 6, timeoutMs: 3 * 60_000 },
);

const EVERY_MS = 15 * 60_000;
/** How soon a connection that was just provisioned is noticed. */
const LOOK_MS = 20_000;

export interface TemplateSyncDeps {
  store: Store;
  log: WorkspaceLog;
  connections: ConnectionDirectory;
  jobs: Jobs;
  logger: Logger;
  now: () => number;
}

export async function createTemplateSync(deps: TemplateSyncDeps): Promise<TemplateSync> {
  const { store, connections, jobs, logger } = deps;
  const askedAt = new Map<string, number>();

  const ask: TemplateSync['ask'] = ({ db, workspaceId }, connectionId) =>
    jobs.enqueue(db, templateSyncQueue, { workspaceId, connectionId });

  const news: TemplateSync['news'] = async (connection) => {
    if (connection.adapter.templates === undefined) return;
    await ask({ db: store.db, workspaceId: connection.workspaceId }, connection.id);
  };

  async function askWhoseTimeItIs(): Promise<void> {
    for (const connection of connections.all()) {
      if (deps.now() - (askedAt.get(connection.id) ?? Number.NEGATIVE_INFINITY) < EVERY_MS) continue;
      askedAt.set(connection.id, deps.now());
      await news(connection);
    }
  }

  await jobs.work(
    templateSyncQueue,
    { concurrency: 1 },
    {
      async run({ connectionId }) {
        const connection = connections.byId(connectionId);
        if (connection?.adapter.templates === undefined) return undefined;
        let listed: ProviderTemplate[];
        try {
          listed = await connection.adapter.templates(connection);
        } catch (error) {
          const refusal = refusalShape.safeParse(error).data;
          if (refusal === undefined || !isTokenCode(refusal.code)) throw error;
          // Trying again is for the next quarter of an hour: until then somebody has to renew the token.
          await deps.log.write(connection.workspaceId, (tx) => noteFailure(tx, connection, refusal));
          return undefined;
        }
        await deps.log.write(connection.workspaceId, async (tx) => {
          await noteSuccess(tx, connection, isTokenCode);
          await copy(tx, connection, listed);
        });
        return undefined;
      },
      async giveUp({ connectionId }) {
        logger.warn({ connection: connectionId }, 'the templates of a connection could not be fetched');
      },
    },
  );

  const look = (): void => {
    askWhoseTimeItIs().catch((error: unknown) =>
      logger.warn({ error: error instanceof Error ? error.message : 'unknown' }, 'templates could not be asked for'),
    );
  };
  const timer = setInterval(look, LOOK_MS);
  timer.unref();
  look();

  return { ask, news, close: () => clearInterval(timer) };
}

const refusalShape = z.object({ code: z.string(), detail: z.string().nullable() });

/** Writes what differs from what is stored. */
async function copy(tx: WriteTransaction, connection: LiveConnection, listed: ProviderTemplate[]): Promise<void> {
  const rows = await tx.db
    .selectFrom('template')
    .select(['external_id', 'data'])
    .where('workspace_id', '=', tx.workspaceId)
    .where('connection_id', '=', connection.id)
    .execute();
  const stored = new Map(rows.map((row) => [row.external_id, row.data]));
  // An account that lists one twice would otherwise write it twice at each copy.
  const wanted = new Map(listed.map((template) => [template.externalId, template]));
  for (const [externalId, { externalId: _own, ...fields }] of wanted) {
    const before = stored.get(externalId);
    if (before === undefined) {
      await save(tx, externalId, { ...fields, id: uuid(), connectionId: connection.id, version: 0 }, true);
      continue;
    }
    const after = { ...fields, id: before.id, connectionId: connection.id, version: before.version };
    if (!isDeepStrictEqual(after, before)) await save(tx, externalId, after, false);
  }
  for (const [externalId, before] of stored) {
    if (wanted.has(externalId) || before.status === 'deleted') continue;
    await save(tx, externalId, { ...before, status: 'deleted' }, false);
  }
}

async function save(tx: WriteTransaction, externalId: string, fields: Template, isNew: boolean): Promise<void> {
  const template: Template = { ...fields, version: tx.nextSeq() };
  const data = JSON.stringify(template);
  if (isNew) {
    await tx.db
      .insertInto('template')
      .values({
        id: template.id,
        workspace_id: tx.workspaceId,
        connection_id: template.connectionId,
        external_id: externalId,
        data,
        version: template.version,
      })
      .execute();
  } else {
    await tx.db
      .updateTable('template')
      .set({ data, version: template.version })
      .where('id', '=', template.id)
      .execute();
  }
  tx.append(template.version, { body: { type: 'template', template }, audience: EVERYONE });
}
