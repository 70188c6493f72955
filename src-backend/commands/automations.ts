import type { Flow } from '../../src-shared/protocol/automations.ts';
import { checkFlow } from '../../src-shared/rules/automation/check.ts';
import type { Automations } from '../automations/automations.ts';
import { loadAutomations } from '../automations/store.ts';
import { flowSurroundings } from '../automations/surroundings.ts';
import { EVERYONE } from '../log/audience.ts';
import type { WriteTransaction } from '../log/write.ts';
import { distribute } from '../routing/distribute.ts';
import { done, type Handler, isSupervisor, refused, servedConversation } from './handler.ts';

/** Whether all connections that begin it are of this workspace; one that is switched off may come back. */
async function hasConnections({ db, workspaceId }: WriteTransaction, { trigger }: Flow): Promise<boolean> {
  if (!('connectionIds' in trigger) || trigger.connectionIds.length === 0) return true;
  const known = await db
    .selectFrom('connection')
    .select('id')
    .where('workspace_id', '=', workspaceId)
    .where('id', 'in', trigger.connectionIds)
    .execute();
  return known.length === new Set(trigger.connectionIds).size;
}

/** Automations are kept by supervisors, and started by hand by whoever may serve the conversation (F7). */
export function createAutomationHandlers(deps: { automations: Automations }) {
  const save: Handler<'automation.save'> = async ({ unit, caller }, args) => {
    if (!isSupervisor(caller.person)) return refused('forbidden');
    const { db, workspaceId, now } = unit.tx;
    const known = await db.selectFrom('automation').selectAll().where('id', '=', args.id).executeTakeFirst();
    if (known !== undefined && known.workspace_id !== workspaceId) return refused('not-found');
    // Somebody else saved it since: what they did is not overwritten.
    if ((known?.revision ?? null) !== args.revision) return refused('stale', String(known?.revision ?? 0));
    const problems = checkFlow(args.flow, await flowSurroundings(db, workspaceId));
    const [problem] = problems;
    if (problem !== undefined) return refused('invalid', `${problem.problem} ${problem.stepId ?? ''}`.trim());
    if (!(await hasConnections(unit.tx, args.flow))) return refused('invalid', 'unknown-connection');
    const revision = (known?.revision ?? 0) + 1;
    const version = unit.tx.nextSeq();
    const row = {
      id: args.id,
      workspace_id: workspaceId,
      name: args.flow.name,
      revision,
      active: args.active,
      removed: false,
      version,
    };
    await db
      .insertInto('automation')
      .values(row)
      .onConflict((conflict) => conflict.column('id').doUpdateSet(row))
      .execute();
    await db
      .insertInto('automation_revision')
      .values({
        automation_id: args.id,
        revision,
        flow: JSON.stringify(args.flow satisfies Flow),
        by_id: caller.person.id,
        at: now,
      })
      .execute();
    const automation = { ...args.flow, id: args.id, revision, active: args.active, removed: false, version };
    unit.tx.append(version, { body: { type: 'automation', automation }, audience: EVERYONE });
    return done;
  };

  const remove: Handler<'automation.remove'> = async ({ unit, caller }, { id }) => {
    if (!isSupervisor(caller.person)) return refused('forbidden');
    const { db, workspaceId } = unit.tx;
    const [automation] = await loadAutomations(db, workspaceId, [id]);
    if (automation === undefined) return refused('not-found');
    if (automation.removed) return done;
    const version = unit.tx.nextSeq();
    await db.updateTable('automation').set({ removed: true, active: false, version }).where('id', '=', id).execute();
    unit.tx.append(version, {
      body: { type: 'automation', automation: { ...automation, removed: true, active: false, version } },
      audience: EVERYONE,
    });
    return done;
  };

  const run: Handler<'automation.run'> = async (context, args) => {
    const { unit, caller } = context;
    const conversation = await servedConversation(context, args.conversationId);
    if (conversation === null) return refused('not-found');
    if (conversation.status === 'finished') return refused('already-finished');
    const mayServe = conversation.assigneeId === null || conversation.assigneeId === caller.person.id;
    if (!mayServe && !isSupervisor(caller.person)) return refused('not-assigned');
    const [automation] = await loadAutomations(unit.tx.db, unit.tx.workspaceId, [args.automationId]);
    if (automation === undefined || !automation.active || automation.trigger.type !== 'manual')
      return refused('not-found', 'automation');
    await deps.automations.stop(unit, conversation, 'as-it-is');
    await deps.automations.start(unit, (await unit.conversation(conversation.id)) ?? conversation, automation);
    await unit.flush();
    await distribute(unit);
    return done;
  };

  const stop: Handler<'automation.stop'> = async (context, args) => {
    const { unit, caller } = context;
    const conversation = await servedConversation(context, args.conversationId);
    if (conversation === null) return refused('not-found');
    if (conversation.automation === null) return done;
    const mayServe = conversation.assigneeId === null || conversation.assigneeId === caller.person.id;
    if (!mayServe && !isSupervisor(caller.person)) return refused('not-assigned');
    await deps.automations.stop(unit, conversation, 'queue');
    await unit.flush();
    await distribute(unit);
    return done;
  };

  return {
    'automation.save': save,
    'automation.remove': remove,
    'automation.run': run,
    'automation.stop': stop,
  };
}
