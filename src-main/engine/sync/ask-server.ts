import type { z } from 'zod';
import type { ServerAnswer } from '../../../src-shared/bridge/contract.ts';
import {
  type QueryName,
  queries,
  type ServerQueryArgs,
  type ServerQueryResult,
} from '../../../src-shared/protocol/queries.ts';
import type { Wire } from './wire.ts';

/** The same schemas, told apart by name. */
const results: { [Name in QueryName]: { result: z.ZodType<ServerQueryResult<Name>> } } = queries;

/** Passes a question on to the server; nothing is kept, and without a line it is answered «offline» at once. */
export async function askServer<Name extends QueryName>(
  wire: Wire | null,
  name: Name,
  args: ServerQueryArgs<Name>,
): Promise<ServerAnswer<ServerQueryResult<Name>>> {
  const reply = (await wire?.query({ name, args })) ?? null;
  if (reply === null) return { ok: false, reason: 'offline' };
  if (!reply.ok) return reply;
  const value = results[name].result.safeParse(reply.value);
  return value.success ? { ok: true, value: value.data } : { ok: false, reason: 'server-error' };
}
