import { randomUUID } from 'node:crypto';
import type { Capabilities, Channel } from '../../src-shared/protocol/entities.ts';
import { ok, type Result } from '../../src-shared/result.ts';
import type { Passwords } from '../accounts/passwords.ts';
import { capabilitiesWith } from '../channels/capabilities.ts';
import { CONNECTIONS_CHANNEL } from '../channels/connections.ts';
import type { ChannelAdapter } from '../channels/contract.ts';
import type { WorkspaceLog } from '../log/write.ts';
import type { Store } from '../store/open.ts';
import { applyAutomations } from './automations.ts';
import { applyConnections } from './connections.ts';
import { applyDepartments } from './departments.ts';
import { applyFields } from './fields.ts';
import { applyForms } from './forms.ts';
import { applyOperation, applyPauseReasons } from './operation.ts';
import { applyPeople, hashPasswords } from './people.ts';
import { applyPipelines } from './pipelines.ts';
import type { Problem } from './problems.ts';
import { readProvision } from './read.ts';
import { applyReasons } from './reasons.ts';
import { createRun, type Run } from './run.ts';
import { applySavedTexts } from './saved-texts.ts';
import type { Provision } from './schema.ts';
import { applyShop } from './shop.ts';
import { applyTags } from './tags.ts';

interface ProvisionDeps {
  store: Store;
  log: WorkspaceLog;
  now: () => number;
  passwords: Passwords;
  adapters: ChannelAdapter[];
  environment: Record<string, string | undefined>;
  /** Ends a person's sessions: their password changed, or they were deactivated. */
  endSessionsOf(personId: string): Promise<void>;
}

interface Provisioned {
  workspaceId: string;
  /** Entities made or changed; 0 when the workspace was already as the file says. */
  changed: number;
}

type ProvisionRefusal = { reason: 'invalid-provision'; problems: Problem[] };

/**
 * Brings a workspace to what a provision file says, all of it or nothing. Things are known by their names (people by
 * e-mail); what the file does not mention stays as it is, so applying a file twice changes nothing the second time.
 */
export async function provision(file: unknown, deps: ProvisionDeps): Promise<Result<Provisioned, ProvisionRefusal>> {
  const { store } = deps;
  const adapters = new Map(deps.adapters.map((adapter) => [adapter.channel, adapter]));
  const plan = readProvision(file, { adapters, environment: deps.environment });
  if (!plan.ok) return plan;

  const newHashes = await hashPasswords(store.db, plan.value.people, deps.passwords);
  const workspace = await openWorkspace(store, plan.value.workspace, deps.now());
  const capabilitiesOf = ({ channel, settings }: { channel: Channel; settings: unknown }): Capabilities => {
    const adapter = adapters.get(channel);
    if (adapter === undefined) throw new Error('a connection of a channel without an adapter passed the check');
    return capabilitiesWith(adapter, settings);
  };

  let problems: Problem[] = [];
  const unfit = new Error('the provision file does not fit what is there');
  try {
    const done = await deps.log.write(workspace.id, async (tx) => {
      const run = createRun(tx);
      await applyTimeZone(run, plan.value.workspace.timeZone);
      const departments = await applyDepartments(run, plan.value.departments);
      const people = await applyPeople(run, plan.value.people, departments, newHashes);
      await applyTags(run, plan.value.tags);
      await applyReasons(run, plan.value.reasons);
      await applyPauseReasons(run, plan.value.pauseReasons);
      await applyOperation(run, plan.value.operation);
      const savedTexts = await applySavedTexts(run, plan.value.savedTexts, departments);
      await applyPipelines(run, plan.value.pipelines);
      await applyFields(run, plan.value.fields);
      const automations = await applyAutomations(run, plan.value.automations, departments);
      const connections = await applyConnections(run, plan.value.connections, departments, capabilitiesOf);
      await applyShop(run, plan.value.shop);
      const forms = await applyForms(run, plan.value.connections);
      problems = [...people.problems, ...savedTexts, ...automations, ...connections.problems, ...forms];
      if (problems.length > 0) throw unfit;
      return { changed: run.changed, endSessionsOf: people.endSessionsOf, reread: connections.settingsChanged };
    });
    for (const personId of done.endSessionsOf) await deps.endSessionsOf(personId);
    if (done.reread) await store.notify(CONNECTIONS_CHANNEL);
    return ok({ workspaceId: workspace.id, changed: done.changed + (workspace.made ? 1 : 0) });
  } catch (error) {
    if (workspace.made) await removeWorkspace(store, workspace.id);
    if (error !== unfit) throw error;
    return { ok: false, reason: 'invalid-provision', problems };
  }
}

/** The workspace and its log, made where they are missing. Not an entity of the log: desktops get it with the session. */
async function openWorkspace(
  store: Store,
  wanted: Provision['workspace'],
  now: number,
): Promise<{ id: string; made: boolean }> {
  return store.db.transaction().execute(async (db) => {
    const made = await db
      .insertInto('workspace')
      .values({ id: randomUUID(), name: wanted.name, time_zone: wanted.timeZone, created_at: now })
      .onConflict((conflict) => conflict.column('name').doNothing())
      .returning('id')
      .executeTakeFirst();
    if (made === undefined) {
      const found = await db
        .selectFrom('workspace')
        .select('id')
        .where('name', '=', wanted.name)
        .executeTakeFirstOrThrow();
      return { id: found.id, made: false };
    }
    await db
      .insertInto('workspace_log')
      .values({ workspace_id: made.id, log_id: randomUUID(), seq: 0, pruned_to: 0, protocol_year: 0, protocol_last: 0 })
      .execute();
    return { id: made.id, made: true };
  });
}

/** Only for one that was made a moment ago and is still empty. */
async function removeWorkspace(store: Store, id: string): Promise<void> {
  await store.db.transaction().execute(async (db) => {
    await db.deleteFrom('workspace_log').where('workspace_id', '=', id).execute();
    await db.deleteFrom('workspace').where('id', '=', id).execute();
  });
}

async function applyTimeZone(run: Run, timeZone: string): Promise<void> {
  const { numUpdatedRows } = await run.tx.db
    .updateTable('workspace')
    .set({ time_zone: timeZone })
    .where('id', '=', run.tx.workspaceId)
    .where('time_zone', '<>', timeZone)
    .executeTakeFirst();
  run.changed += Number(numUpdatedRows);
}
