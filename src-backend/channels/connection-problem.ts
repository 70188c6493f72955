import type { Connection } from '../../src-shared/protocol/entities.ts';
import { EVERYONE } from '../log/audience.ts';
import type { WriteTransaction } from '../log/write.ts';
import { toConnection } from '../store/entities/directory.ts';
import type { LiveConnection } from './connections.ts';

/**
 * The provider refuses the account itself rather than one message: everything sent through the connection fails until
 * somebody with its credentials does something. Supervisors are told by the connection's `problem`.
 *
 * `imap-login`, `smtp-login`: a mailbox's server refuses the password, `imap-folder`: it has no such folder.
 *
 * Source: Graph API and Cloud API error codes: 190 and 10 token and permission, 200–299 permissions, 368 and 131031
 * account blocked or locked, 131042 payment.
 */
const accountCodes = new Set([
  '190',
  '10',
  '368',
  '131031',
  '131042',
  'imap-login',
  'imap-folder',
  'imap-unreachable',
  'smtp-login',
]);

export const isAccountCode = (code: string): boolean => accountCodes.has(code) || /^2\d\d$/.test(code);

/** Codes of the token and its permissions: any call that succeeds disproves them, not only a send. */
export const isTokenCode = (code: string): boolean => code === '190' || code === '10' || /^2\d\d$/.test(code);

/** Of receiving, where that is another server than sending: what goes out says nothing of it, and the other way round. */
export const isReadingCode = (code: string): boolean => code.startsWith('imap-');

/** Notes a failure if it is the account's. The same problem reported again changes nothing, so its age stays true. */
export async function noteFailure(
  tx: WriteTransaction,
  connection: LiveConnection,
  failure: { code: string; detail: string | null },
): Promise<void> {
  if (!isAccountCode(failure.code)) return;
  const before = await problemOf(tx, connection.id);
  if (before?.code === failure.code) return;
  await setProblem(tx, connection, {
    code: failure.code.slice(0, 64),
    detail: failure.detail?.slice(0, 500) ?? null,
    since: tx.now,
  });
}

/** The connection works again. `disproves`: which problems this success says nothing about are left as they are. */
export async function noteSuccess(
  tx: WriteTransaction,
  connection: LiveConnection,
  disproves: (code: string) => boolean = (code) => !isReadingCode(code),
): Promise<void> {
  const before = await problemOf(tx, connection.id);
  if (before !== null && disproves(before.code)) await setProblem(tx, connection, null);
}

async function problemOf(tx: WriteTransaction, connectionId: string): Promise<Connection['problem']> {
  const row = await tx.db
    .selectFrom('connection')
    .select('problem')
    .where('id', '=', connectionId)
    .where('problem', 'is not', null)
    .executeTakeFirst();
  return row?.problem ?? null;
}

async function setProblem(
  tx: WriteTransaction,
  connection: LiveConnection,
  problem: Connection['problem'],
): Promise<void> {
  const version = tx.nextSeq();
  const row = await tx.db
    .updateTable('connection')
    .set({ problem: problem === null ? null : JSON.stringify(problem), version })
    .where('workspace_id', '=', tx.workspaceId)
    .where('id', '=', connection.id)
    .returningAll()
    .executeTakeFirstOrThrow();
  tx.append(version, {
    body: { type: 'connection', connection: toConnection(row, connection.capabilities) },
    audience: EVERYONE,
  });
}
