import { isDeepStrictEqual } from 'node:util';
import { sql } from 'kysely';
import type { Contact } from '../../src-shared/protocol/entities.ts';
import type { Held } from '../conversations/held.ts';
import type { WriteTransaction } from '../log/write.ts';
import { loadFields } from '../store/entities/directory.ts';
import { type ContactKey, keysOf, newKeys } from './keys.ts';

/** Keeps what contacts are found by. Answers with those of whom something is known now that was not, or no longer. */
export async function saveKeys(tx: WriteTransaction, changed: Held<Contact>[]): Promise<string[]> {
  const needsFields = changed.some(
    ({ before, now }) => before?.fields !== now.fields && Object.keys({ ...before?.fields, ...now.fields }).length > 0,
  );
  const fields = needsFields ? await loadFields(tx.db, tx.workspaceId) : [];
  const added: { contactId: string; key: ContactKey }[] = [];
  const gone: { contactId: string; key: ContactKey }[] = [];
  const touched: string[] = [];
  for (const { before, now } of changed) {
    const known = before !== null && before.fields === now.fields;
    if (known && before.identities === now.identities) continue;
    // Fields that stay as they are cancel out, so they need not be read.
    const of = (contact: Contact) => keysOf(known ? { ...contact, fields: {} } : contact, fields);
    const was = before === null ? [] : of(before);
    const is = of(now);
    if (isDeepStrictEqual(was, is)) continue;
    touched.push(now.id);
    for (const key of newKeys(was, is)) added.push({ contactId: now.id, key });
    // What goes as an identity may still stand in a field.
    const kept =
      known && Object.keys(now.fields).length > 0 ? keysOf(now, await loadFields(tx.db, tx.workspaceId)) : is;
    for (const key of newKeys(kept, was)) gone.push({ contactId: now.id, key });
  }
  const rows = (keys: typeof added) =>
    keys.map(({ contactId, key }) => ({
      workspace_id: tx.workspaceId,
      kind: key.kind,
      value: key.value,
      contact_id: contactId,
    }));
  if (gone.length > 0) {
    const tuples = rows(gone).map((row) => sql`(${row.kind}::text, ${row.value}::text, ${row.contact_id}::text)`);
    await tx.db
      .deleteFrom('contact_key')
      .where('workspace_id', '=', tx.workspaceId)
      .where(sql<boolean>`(kind, value, contact_id) IN (${sql.join(tuples)})`)
      .execute();
  }
  if (added.length > 0) {
    await tx.db
      .insertInto('contact_key')
      .values(rows(added))
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  }
  return touched;
}
