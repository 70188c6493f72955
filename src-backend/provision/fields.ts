import { randomUUID } from 'node:crypto';
import { loadFields } from '../store/entities/directory.ts';
import type { Run } from './run.ts';
import type { FieldEntry } from './schema.ts';

/** Custom fields by their name, in the file's order. One that exists is left as it is: people edit them in the application. */
export async function applyFields(run: Run, entries: FieldEntry[]): Promise<void> {
  const { tx } = run;
  const known = new Set((await loadFields(tx.db, tx.workspaceId)).map(({ name }) => name));
  for (const [position, { name, type, choices = [] }] of entries.entries()) {
    if (known.has(name)) continue;
    const field = { id: randomUUID(), name, type, choices, position, active: true, version: tx.nextSeq() };
    await tx.db
      .insertInto('field')
      .values({ ...field, workspace_id: tx.workspaceId, choices: JSON.stringify(choices) })
      .execute();
    run.say(field.version, { type: 'field', field });
  }
}
