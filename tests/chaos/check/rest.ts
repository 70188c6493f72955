import type { Evidence, Violation } from '../evidence/evidence.ts';
import { violation } from './violations.ts';

/** Nothing waits for anything, nothing died by itself, and the log has no gap. */
export function checkRest({ server, machines, crashes, channel }: Evidence): Violation[] {
  const found: Violation[] = [];
  for (const { agent, pending } of machines) {
    if (pending.length > 0) found.push(violation('stuck', `${pending.length} commands wait in the outbox of ${agent}`));
  }
  for (const { id, state, error } of server.inbound) {
    found.push(violation('stuck', `arrival ${id} is stored and not applied (${state}: ${error ?? 'not tried'})`));
  }
  for (const { queue, state } of server.jobs) {
    // A send that is never answered goes on until its time is over, though the provider has long told the message's fate.
    const awaitsAnswer = state === 'active' && channel.answerLost.length > 0;
    if (!awaitsAnswer) found.push(violation('unrest', `a job of «${queue}» is ${state}`));
  }
  const { head, prunedTo, count } = server.log;
  if (count !== head - prunedTo) found.push(violation('lost', `the log has ${count} of ${head - prunedTo} positions`));
  for (const { who, words } of crashes) found.push(violation('crash', `${who} ended by itself: ${words}`));
  return found;
}
