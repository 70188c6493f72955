import type { CustomerRecord, Evidence, StoredMessage, Violation } from '../evidence/evidence.ts';
import { violation } from './violations.ts';

/** After these nobody may know what became of a send that was under way. */
const DEATHS = new Set(['kill a node', 'kill amid a send', 'kill the database', 'deploy', 'sleep']);
const LINE_FAULTS = new Set(['cut a line', 'lose the network', 'half-open line', 'slow line']);

/**
 * What agents wrote to customers: what is shown as sent was got once, in the order of the conversation; nothing waits any
 * more; and where nobody can know, it is said, and there was a reason for it.
 */
export function checkDepartures(evidence: Evidence): Violation[] {
  const { customers, server } = evidence;
  const found: Violation[] = [];
  const outbound = server.messages.filter(({ direction }) => direction === 'outbound');
  const known = new Map(outbound.map((message) => [message.id, message]));
  const heardIds = new Map<string, number>();
  for (const customer of customers) {
    for (const { messageId, text } of customer.heard) {
      const message = messageId === null ? undefined : known.get(messageId);
      if (message === undefined) {
        found.push(
          violation('doubled', `${customer.name} got «${text.slice(0, 40)}», which no agent's message is`, {
            messageId,
          }),
        );
        continue;
      }
      heardIds.set(message.id, (heardIds.get(message.id) ?? 0) + 1);
      if (message.text !== text)
        found.push(about(message, 'lost', `${customer.name} got another text than was written`));
    }
    found.push(...disorderOf(customer, known));
  }
  for (const message of outbound) {
    const times = heardIds.get(message.id) ?? 0;
    if (times > 1) found.push(about(message, 'doubled', `was got ${times} times`));
    found.push(...fateOf(message, times, evidence));
  }
  return found;
}

export function uncertainMessages({ server }: Pick<Evidence, 'server'>): StoredMessage[] {
  return server.messages.filter(({ status, failure }) => status === 'failed' && failure?.code === 'uncertain');
}

function fateOf(message: StoredMessage, times: number, evidence: Evidence): Violation[] {
  switch (message.status) {
    case 'queued':
      return [about(message, 'stuck', `is still «enviando»${message.underWay ? ', marked as under way' : ''}`)];
    case 'sent':
    case 'delivered':
    case 'read':
      return times === 0 ? [about(message, 'lost', `is shown as ${message.status} and was never got`)] : [];
    case 'failed':
      break;
    default:
      return [about(message, 'stuck', 'was written to a customer and has no state')];
  }
  const code = message.failure?.code ?? null;
  if (code !== 'uncertain') return [about(message, 'lost', `failed with ${code}, which nothing in this run explains`)];
  if (message.channel === 'livechat')
    return [about(message, 'uncertain', 'is uncertain, and live chat recognises repetition')];
  // The provider tells by our id what became of what it took, so such a message is settled.
  if (times > 0) return [about(message, 'uncertain', 'is uncertain, and the provider had told that it has it')];
  return isExplained(message, evidence) ? [] : [about(message, 'uncertain', 'is uncertain, and no answer was lost')];
}

/** Its answer was lost as arranged; or, after it was written, its node or database died, or the line to the provider failed. */
function isExplained({ id, attempts }: StoredMessage, { faults, channel, deeds }: Evidence): boolean {
  if (channel.answerLost.includes(id)) return true;
  const writtenAt = deeds.find(({ commandId }) => commandId === id)?.at ?? 0;
  const isInterrupted = attempts.at(-1)?.code === 'interrupted';
  return faults.some(({ name, target, until }) => {
    if (until < writtenAt) return false;
    if (DEATHS.has(name)) return name !== 'sleep' || target.startsWith('node');
    return LINE_FAULTS.has(name) && target.includes(isInterrupted ? 'database' : 'provider');
  });
}

/** Within a conversation the customer gets what was written in the order of its positions. */
function disorderOf(customer: CustomerRecord, known: ReadonlyMap<string, StoredMessage>): Violation[] {
  const found: Violation[] = [];
  const last = new Map<string, StoredMessage>();
  for (const { messageId } of customer.heard) {
    const message = messageId === null ? undefined : known.get(messageId);
    if (message === undefined) continue;
    const before = last.get(message.conversationId);
    if (before !== undefined && before.position > message.position) {
      found.push(about(message, 'disordered', `was got by ${customer.name} after the one behind it`));
    }
    last.set(message.conversationId, message);
  }
  return found;
}

const about = (message: StoredMessage, promise: Violation['promise'], words: string): Violation =>
  violation(promise, `«${(message.text ?? '').slice(0, 30).replaceAll(/\s+/g, ' ')}» ${words}`, {
    token: (message.text ?? '').split(/\s/, 1)[0] ?? null,
    messageId: message.id,
    conversationId: message.conversationId,
  });
