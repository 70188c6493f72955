import { isDeepStrictEqual } from 'node:util';
import { FORM_CAPABILITIES, formSettingsSchema } from '../channels/form/settings.ts';
import { toConnection } from '../store/entities/directory.ts';
import { type Problem, problem } from './problems.ts';
import type { ConnectionPlan } from './read.ts';
import type { Run } from './run.ts';

/** After all connections are there: by which of them each form's customers are answered. */
export async function applyForms(run: Run, plans: ConnectionPlan[]): Promise<Problem[]> {
  const { tx } = run;
  const problems: Problem[] = [];
  if (!plans.some(({ channel }) => channel === 'form')) return problems;
  const rows = await tx.db.selectFrom('connection').selectAll().where('workspace_id', '=', tx.workspaceId).execute();
  const byName = new Map(rows.map((row) => [row.name, row]));
  for (const [index, plan] of plans.entries()) {
    const row = byName.get(plan.name);
    if (plan.channel !== 'form' || row === undefined) continue;
    const { key, answeredBy } = formSettingsSchema.parse(plan.settings);
    if (await isTaken(run, key, row.id))
      problems.push(problem(['connections', index, 'key'], `is another form's already: ${key}`));
    const ways = answeredBy.map((name) => byName.get(name));
    for (const [at, way] of ways.entries())
      if (way?.channel !== 'email' && way?.channel !== 'whatsapp')
        problems.push(
          problem(['connections', index, 'answeredBy', at], 'must be the name of a connection for e-mail or WhatsApp'),
        );
    const answered_by = ways.flatMap((way) => way?.id ?? []);
    if (isDeepStrictEqual(row.answered_by, answered_by)) continue;
    const version = tx.nextSeq();
    await tx.db
      .updateTable('connection')
      .set({ answered_by: JSON.stringify(answered_by), version })
      .where('id', '=', row.id)
      .execute();
    const connection = toConnection({ ...row, answered_by, version }, FORM_CAPABILITIES);
    run.say(version, { type: 'connection', connection });
  }
  return problems;
}

/** A form's address names it among all workspaces. */
async function isTaken({ tx }: Run, key: string, ownId: string): Promise<boolean> {
  const rows = await tx.db
    .selectFrom('connection')
    .select('settings')
    .where('channel', '=', 'form')
    .where('id', '<>', ownId)
    .execute();
  return rows.some(({ settings }) => {
    const other = formSettingsSchema.safeParse(settings);
    return other.success && other.data.key === key;
  });
}
