import type { Evidence, Violation } from '../evidence/evidence.ts';
import { tokenOf } from '../people/words.ts';

/** Faults that were at work so long around an event may have to do with it. */
const NEAR_MS = 5_000;

/** All that is known of what a violation is about, in the order of time, and the faults around it. */
export function traceOf(violation: Violation, evidence: Evidence): string[] {
  const { customers, deeds, server, machines, channel, faults } = evidence;
  const message = server.messages.find(
    ({ id, text }) => id === violation.messageId || (violation.token !== null && tokenOf(text) === violation.token),
  );
  const messageId = message?.id ?? violation.messageId;
  const conversationId = message?.conversationId ?? violation.conversationId;
  const lines: { at: number; words: string }[] = [];
  for (const customer of customers) {
    for (const { token, at, takenAt } of customer.said) {
      if (token !== violation.token) continue;
      lines.push({ at, words: `${customer.name} wrote it` });
      if (takenAt !== null) lines.push({ at: takenAt, words: 'it was confirmed to them' });
    }
  }
  for (const deed of deeds) {
    const isIt = deed.commandId === messageId || (deed.token !== null && deed.token === violation.token);
    const isWhole = violation.token === null && deed.conversationId === conversationId && conversationId !== null;
    if (isIt || isWhole) {
      lines.push({
        at: deed.at,
        words: `${deed.agent}: ${deed.name} ${deed.token ?? ''} → ${deed.outcome} ${deed.reason ?? ''}`,
      });
    }
  }
  const times = lines.map(({ at }) => at);
  for (const { name, target, at, until } of faults) {
    if (times.some((time) => time >= at - NEAR_MS && time <= until + NEAR_MS)) {
      lines.push({ at, words: `[${name}: ${target}, until ${seconds(until)}]` });
    }
  }
  const told = lines.toSorted((a, b) => a.at - b.at).map(({ at, words }) => `${seconds(at)} ${words.trim()}`);
  return [
    ...told.slice(-40),
    ...(message === undefined
      ? ['on the server: nothing']
      : [
          `on the server: ${message.id}, position ${message.position}, ${message.status ?? message.direction}, attempts ${JSON.stringify(message.attempts)}`,
        ]),
    ...(messageId === null
      ? []
      : [`by the provider: accepted ${channel.accepted.filter((id) => id === messageId).length} times`]),
    ...customers
      .filter(({ heard }) => heard.some((one) => one.messageId === messageId))
      .map(({ name }) => `${name} has it`),
    ...(message === undefined
      ? []
      : machines.map(({ agent, messages }) => {
          const held = messages.find(({ id }) => id === message.id);
          return `the cache of ${agent}: ${held === undefined ? 'nothing' : `version ${held.version}, ${held.status ?? held.direction}`}`;
        })),
  ];
}

const seconds = (ms: number): string => `${(ms / 1_000).toFixed(2)} s`;
