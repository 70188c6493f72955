import { sql } from 'kysely';
import type { WriteTransaction } from '../log/write.ts';

/** Gives the next protocol number of the workspace, `2026-0000001` and on, beginning anew each year in its time zone. */
export async function nextProtocol(tx: WriteTransaction, timeZone: string): Promise<string> {
  const year = Number(new Intl.DateTimeFormat('en', { year: 'numeric', timeZone }).format(tx.now));
  const row = await sql<{ protocol_last: number }>`
    UPDATE workspace_log
    SET protocol_last = CASE WHEN protocol_year = ${year} THEN protocol_last + 1 ELSE 1 END, protocol_year = ${year}
    WHERE workspace_id = ${tx.workspaceId} RETURNING protocol_last`.execute(tx.db);
  return `${year}-${String(row.rows[0]?.protocol_last ?? 0).padStart(7, '0')}`;
}
