import { randomUUID } from 'node:crypto';
import type { Capabilities, Channel } from '../../src-shared/protocol/entities.ts';
import { toConnection } from '../store/entities/directory.ts';
import { changesTo } from './changes.ts';
import { type Problem, problem } from './problems.ts';
import type { ConnectionPlan } from './read.ts';
import type { Run } from './run.ts';

/**
 * Connections by name. Settings are not part of what desktops know, so a change of settings alone appends no event; it
 * counts, because the nodes must read the connections again.
 */
export async function applyConnections(
  run: Run,
  plans: ConnectionPlan[],
  departments: ReadonlyMap<string, string>,
  capabilitiesOf: (connection: { channel: Channel; settings: unknown }) => Capabilities,
): Promise<{ problems: Problem[]; settingsChanged: boolean }> {
  const { tx } = run;
  const problems: Problem[] = [];
  let settingsChanged = false;
  const rows = await tx.db.selectFrom('connection').selectAll().where('workspace_id', '=', tx.workspaceId).execute();
  const byName = new Map(rows.map((row) => [row.name, row]));

  for (const [index, plan] of plans.entries()) {
    const departmentId = departments.get(plan.department);
    const row = byName.get(plan.name);
    if (departmentId === undefined) {
      problems.push(
        problem(['connections', index, 'department'], `names a department that does not exist: ${plan.department}`),
      );
      continue;
    }
    if (row !== undefined && row.channel !== plan.channel) {
      problems.push(problem(['connections', index, 'channel'], `cannot change: «${plan.name}» is ${row.channel}`));
      continue;
    }
    const settings = JSON.stringify(plan.settings);
    if (row === undefined) {
      const version = tx.nextSeq();
      const made = {
        id: randomUUID(),
        workspace_id: tx.workspaceId,
        channel: plan.channel,
        name: plan.name,
        department_id: departmentId,
        address: plan.address,
        active: plan.active ?? true,
        problem: null,
        answered_by: null,
        version,
      };
      await tx.db
        .insertInto('connection')
        .values({ ...made, settings })
        .execute();
      const connection = toConnection({ ...made, settings: plan.settings }, capabilitiesOf(plan));
      run.say(version, { type: 'connection', connection });
      settingsChanged = true;
      continue;
    }
    const { settings: storedSettings, problem: _problem, answered_by: _answeredBy, ...known } = row;
    const changes = changesTo(known, { department_id: departmentId, address: plan.address, active: plan.active });
    const newSettings = changesTo({ settings: storedSettings }, { settings: plan.settings }) !== null;
    if (changes === null && !newSettings) continue;
    settingsChanged = true;
    const version = changes === null ? row.version : tx.nextSeq();
    await tx.db
      .updateTable('connection')
      .set({ ...changes, settings, version })
      .where('id', '=', row.id)
      .execute();
    if (changes === null) {
      run.changed += 1;
      continue;
    }
    const connection = toConnection({ ...row, ...changes, version }, capabilitiesOf(plan));
    run.say(version, { type: 'connection', connection });
  }
  return { problems, settingsChanged };
}
