import type { Deed, Evidence, Violation } from '../evidence/evidence.ts';
import { tokenOf } from '../people/words.ts';
import { violation } from './violations.ts';

/**
 * What agents did: whatever their machine took was decided by the server once, or is shown to them as refused; what they
 * wrote stands there once, in the order of writing; and what died with an engine happened at most once.
 */
export function checkDeeds({ deeds, server, machines }: Evidence): Violation[] {
  const decided = new Map(server.commands.map((command) => [command.id, command]));
  const conflicts = new Set(machines.flatMap((machine) => machine.conflicts.map(({ id }) => id)));
  const byId = new Map(server.messages.map((message) => [message.id, message]));
  const ours = server.messages.filter(({ direction }) => direction === 'outbound' || direction === 'note');
  const byToken = Map.groupBy(ours, ({ text }) => tokenOf(text));
  const found: Violation[] = [];

  for (const deed of deeds) {
    if (deed.token !== null) {
      const stored = byToken.get(deed.token) ?? [];
      if (stored.length > 1) found.push(about(deed, 'doubled', `stands on the server ${stored.length} times`));
      if (deed.outcome === 'refused' && stored.length > 0) {
        found.push(about(deed, 'doubled', 'was refused to the agent, and stands on the server'));
      }
    }
    if (deed.commandId === null) continue;
    const command = decided.get(deed.commandId);
    if (command === undefined) {
      // A newer mark of what was read takes the older one's place before it was sent.
      if (!conflicts.has(deed.commandId))
        found.push(about(deed, 'lost', 'was taken, and the server never heard of it'));
      continue;
    }
    if (command.ok && conflicts.has(deed.commandId)) {
      found.push(about(deed, 'command', 'is shown as refused, and the server applied it'));
    }
    if (!command.ok && !conflicts.has(deed.commandId)) {
      found.push(about(deed, 'command', `was refused (${command.reason}), and nobody is shown it`));
    }
    if (deed.token === null || !command.ok) continue;
    const message = byId.get(deed.commandId);
    if (message === undefined) found.push(about(deed, 'lost', 'was confirmed, and its message is not on the server'));
    else if (message.conversationId !== deed.conversationId)
      found.push(about(deed, 'lost', 'stands in another conversation'));
  }
  return [...found, ...disorder(deeds, byToken)];
}

/** An agent's own lines in one conversation keep the order in which they were written. */
function disorder(deeds: readonly Deed[], byToken: ReadonlyMap<string, { position: number }[]>): Violation[] {
  const found: Violation[] = [];
  const last = new Map<string, { position: number; deed: Deed }>();
  for (const deed of deeds) {
    const position = deed.token === null ? undefined : byToken.get(deed.token)?.[0]?.position;
    if (position === undefined) continue;
    const key = `${deed.agent} ${deed.conversationId}`;
    const before = last.get(key);
    if (before !== undefined && before.position > position) {
      found.push(about(deed, 'disordered', `stands before «${before.deed.token}», which was written first`));
    }
    last.set(key, { position, deed });
  }
  return found;
}

const about = (deed: Deed, promise: Violation['promise'], words: string): Violation =>
  violation(promise, `${deed.name} ${deed.token === null ? '' : `«${deed.token}» `}of ${deed.agent} ${words}`, {
    token: deed.token,
    messageId: deed.commandId,
    conversationId: deed.conversationId,
  });
