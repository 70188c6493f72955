import type { WorkUnit } from '../conversations/work-unit.ts';
import { changePresence } from '../people/presence.ts';
import { openCount } from '../routing/capacity.ts';
import { distribute } from '../routing/distribute.ts';
import { done, type Handler, refused } from './handler.ts';

export function createPresenceHandlers(deps: { endSession: (sessionId: string) => Promise<void> }) {
  const set: Handler<'presence.set'> = async ({ unit, caller }, args) => {
    const { state } = caller.person.presence;
    // A desktop that finds nobody at it never overrules what the person chose.
    if (args.auto === true && state !== (args.state === 'away' ? 'available' : 'away')) return done;
    if (args.state === 'paused' && !(await isPauseReason(unit, args.reason))) return refused('not-found', 'reason');
    await changePresence(unit.tx, caller.person, {
      state: args.state,
      reason: args.state === 'paused' ? args.reason : null,
      since: unit.tx.now,
    });
    if (args.state === 'available') await distribute(unit);
    return done;
  };

  /** F5: nobody leaves with customers in hand. */
  const signOut: Handler<'session.signOut'> = async ({ unit, caller, ...context }) => {
    const open = await openCount(unit.tx, caller.person.id);
    if (open > 0) return refused('open-conversations', String(open));
    await changePresence(unit.tx, caller.person, { state: 'offline', reason: null, since: unit.tx.now });
    context.tellAfterCommit(() => deps.endSession(caller.sessionId));
    return done;
  };

  return { 'presence.set': set, 'session.signOut': signOut };
}

/** Where a workspace has reasons for pauses, a pause has one of them. */
async function isPauseReason({ tx }: WorkUnit, name: string | null): Promise<boolean> {
  const reasons = await tx.db
    .selectFrom('pause_reason')
    .select('name')
    .where('workspace_id', '=', tx.workspaceId)
    .where('active', '=', true)
    .execute();
  return reasons.length === 0 || reasons.some((reason) => reason.name === name);
}
