import type { Kysely } from 'kysely';
import type { Logger } from 'pino';
import type { z } from 'zod';
import type { Person } from '../../src-shared/protocol/entities.ts';
import {
  type QueryName,
  type QueryReply,
  queries,
  queryRequestSchema,
  type ServerQueryArgs,
  type ServerQueryResult,
} from '../../src-shared/protocol/queries.ts';
import type { Database } from '../store/database.ts';
import { loadPeople } from '../store/entities/person.ts';
import type { Store } from '../store/open.ts';

/** Answers what desktops ask without changing anything. Reads outside the workspace's lock: an answer may be a moment old. */
export interface QueryRunner {
  run(from: { workspaceId: string; personId: string }, request: unknown): Promise<QueryReply>;
}

export interface QueryContext {
  db: Kysely<Database>;
  workspaceId: string;
  caller: Person;
  /** Epoch milliseconds. */
  now: number;
}

/** Refused by throwing nothing: what the caller may not see is answered as if it did not exist. */
export type QueryHandler<Name extends QueryName> = (
  context: QueryContext,
  args: ServerQueryArgs<Name>,
) => Promise<ServerQueryResult<Name> | 'not-found' | 'forbidden'>;

export type QueryHandlers = { [Name in QueryName]: QueryHandler<Name> };

export function createQueryRunner(deps: {
  store: Store;
  handlers: QueryHandlers;
  logger: Logger;
  now: () => number;
}): QueryRunner {
  return {
    async run(from, raw) {
      const request = queryRequestSchema.safeParse(raw);
      const bound = request.success ? bindByName(request.data.name, request.data.args) : null;
      if (bound === null) return { ok: false, reason: 'invalid' };
      try {
        const { db } = deps.store;
        const [caller] = await loadPeople(db, from.workspaceId, [from.personId]);
        if (caller === undefined || !caller.active) return { ok: false, reason: 'forbidden' };
        const value = await bound(deps.handlers, { db, workspaceId: from.workspaceId, caller, now: deps.now() });
        if (value === 'not-found' || value === 'forbidden') return { ok: false, reason: value };
        return { ok: true, value };
      } catch (error) {
        deps.logger.error({ error: error instanceof Error ? error.message : 'unknown' }, 'a query failed');
        return { ok: false, reason: 'server-error' };
      }
    },
  };
}

/** The same schemas, told apart by name. */
const schemas: { [Name in QueryName]: { args: z.ZodType<ServerQueryArgs<Name>> } } = queries;

type Bound = (handlers: QueryHandlers, context: QueryContext) => Promise<unknown>;

function bindByName(name: string, args: unknown): Bound | null {
  return isQueryName(name) ? bind(name, args) : null;
}

function isQueryName(name: string): name is QueryName {
  return Object.hasOwn(queries, name);
}

/** Ties a query's checked arguments to its own handler. */
function bind<Name extends QueryName>(name: Name, raw: unknown): Bound | null {
  const args = schemas[name].args.safeParse(raw);
  if (!args.success) return null;
  const checked: ServerQueryArgs<Name> = args.data;
  return (handlers, context) => handlers[name](context, checked);
}
