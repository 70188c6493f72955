import { z } from 'zod';
import { refusalReasonSchema } from '../../../src-shared/protocol/commands.ts';
import type { UserDataWriter } from '../cache/api.ts';
import { defaultPreferences } from '../cache/empty-views.ts';
import { type Db, isSqlite } from '../cache/sqlite.ts';
import { parseJson } from '../json.ts';
import { changedPreferences } from '../preferences.ts';

/** What could be read of a damaged user data file. */
export interface Rescued {
  drafts: z.infer<typeof draftSchema>[];
  commands: z.infer<typeof commandSchema>[];
  preferences: z.infer<typeof preferenceSchema>[];
}

const draftSchema = z.object({
  conversation_id: z.string(),
  side: z.enum(['reply', 'note']),
  text: z.string(),
  updated_at: z.number(),
});
const commandSchema = z.object({
  ord: z.number(),
  id: z.uuid(),
  name: z.string(),
  args: z.string(),
  created_at: z.number(),
  state: z.enum(['waiting', 'sent', 'accepted', 'refused']),
  reason: refusalReasonSchema.nullable(),
  detail: z.string().nullable(),
});
const preferenceSchema = z.object({ key: z.string(), value: z.string() });

export function rescue(db: Db): Rescued {
  const drafts = readable(db, 'draft', ['conversation_id', 'side'], draftSchema);
  const commands = readable(db, 'outbox', ['ord'], commandSchema);
  const preferences = readable(db, 'preference', ['key'], preferenceSchema);
  return { drafts, commands: commands.sort((a, b) => a.ord - b.ord), preferences };
}

/** From both ends up to the damage: one damaged page hides only its own rows. */
function readable<Schema extends z.ZodType>(db: Db, table: string, key: string[], schema: Schema): z.infer<Schema>[] {
  const found = new Map<string, z.infer<Schema>>();
  for (const direction of ['ASC', 'DESC']) {
    const order = key.map((column) => `${column} ${direction}`).join(', ');
    try {
      for (const row of db.prepare<[], Record<string, unknown>>(`SELECT * FROM ${table} ORDER BY ${order}`).iterate()) {
        const parsed = schema.safeParse(row);
        if (parsed.success) found.set(JSON.stringify(key.map((column) => row[column])), parsed.data);
      }
      break;
    } catch (error) {
      if (!isSqlite(error)) throw error;
    }
  }
  return [...found.values()];
}

/** Commands keep their ids, so what the server already knows is not applied again. */
export function restore(writer: UserDataWriter, rescued: Rescued): void {
  for (const draft of rescued.drafts) {
    writer.saveDraft(draft.conversation_id, draft.side, draft.text, draft.updated_at);
  }
  for (const command of rescued.commands) {
    const args = parseJson(command.args);
    if (args === undefined) continue;
    writer.enqueue({ id: command.id, name: command.name, args, createdAt: command.created_at });
    if (command.state === 'refused') writer.markRefused(command.id, command.reason ?? 'invalid', command.detail);
  }
  const change = Object.fromEntries(rescued.preferences.map(({ key, value }) => [key, parseJson(value)]));
  writer.setPreferences(changedPreferences(defaultPreferences, change));
}
