import { changePresence } from '../people/presence.ts';
import { distribute } from '../routing/distribute.ts';
import { done, type Handler, openCount, refused } from './handler.ts';

export function createPresenceHandlers(deps: { endSession: (sessionId: string) => Promise<void> }) {
  const set: Handler<'presence.set'> = async ({ unit, caller }, args) => {
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
    const open = await openCount(unit, caller.person.id);
    if (open > 0) return refused('open-conversations', String(open));
    await changePresence(unit.tx, caller.person, { state: 'offline', reason: null, since: unit.tx.now });
    context.tellAfterCommit(() => deps.endSession(caller.sessionId));
    return done;
  };

  return { 'presence.set': set, 'session.signOut': signOut };
}
