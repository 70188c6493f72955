import { isDeepStrictEqual } from 'node:util';
import type { Conversation } from '../../../src-shared/protocol/entities.ts';
import type { Evidence, MachineRecord, ServerRecord, Violation } from '../evidence/evidence.ts';
import { violation } from './violations.ts';

/** Every machine holds what its agent may see, as the server has it, and nothing else. */
export function checkCaches({ server, machines, faults }: Evidence): Violation[] {
  return machines.flatMap((machine) => {
    const { agent, damage } = machine;
    // A damaged page is noticed by whoever reads it, and what nobody reads (a page that is free) stays as it is.
    const wasDamaged = faults.some(({ name, target }) => name === 'damaged cache' && target === agent);
    const words = `the cache of ${agent} is damaged: ${damage?.slice(0, 200)}`;
    return [...(damage === null || wasDamaged ? [] : [violation('cache', words)]), ...compare(machine, server)];
  });
}

function compare(machine: MachineRecord, server: ServerRecord): Violation[] {
  const visible = visibleTo(machine.personId, server);
  const roots = new Set(
    server.conversations.filter(({ id }) => visible.has(id)).map(({ contactId }) => server.rootOf[contactId]),
  );
  const conversations = server.conversations.filter(({ id }) => visible.has(id)).map(withoutDecision);
  const messages = server.messages
    .filter(({ conversationId }) => visible.has(conversationId))
    .map(({ externalId: _external, underWay: _underWay, ...message }) => message);
  const contacts = server.contacts.filter(({ id }) => roots.has(server.rootOf[id]));
  const whose = machine.agent;
  return [
    ...differences(conversations, machine.conversations.map(withoutDecision), (id, words) =>
      violation('cache', `conversation ${id} ${words} of ${whose}`, { conversationId: id }),
    ),
    ...differences(messages, machine.messages, (id, words, { text, conversationId }) =>
      violation('cache', `message «${(text ?? '').slice(0, 20)}» ${words} of ${whose}`, {
        messageId: id,
        conversationId,
      }),
    ),
    ...differences(contacts, machine.contacts, (id, words) => violation('cache', `contact ${id} ${words} of ${whose}`)),
  ];
}

function differences<Entity extends { id: string }>(
  expected: readonly Entity[],
  held: readonly Entity[],
  say: (id: string, words: string, entity: Entity) => Violation,
): Violation[] {
  const here = new Map(held.map((entity) => [entity.id, entity]));
  const found: Violation[] = [];
  for (const entity of expected) {
    const own = here.get(entity.id);
    here.delete(entity.id);
    if (own === undefined) found.push(say(entity.id, 'is missing from the cache', entity));
    else if (!isDeepStrictEqual(own, entity))
      found.push(say(entity.id, `differs (${differing(entity, own)}) in the cache`, entity));
  }
  for (const entity of here.values()) found.push(say(entity.id, 'should not be in the cache', entity));
  return found;
}

/** The names of the fields that differ, with both values where they are short. */
function differing(expected: object, own: object): string {
  const values = new Map(Object.entries(own));
  return Object.entries(expected)
    .filter(([field, value]) => !isDeepStrictEqual(value, values.get(field)))
    .map(([field, value]) => `${field}: ${short(value)} on the server, ${short(values.get(field))} here`)
    .join('; ');
}

const short = (value: unknown): string => (JSON.stringify(value) ?? 'nothing').slice(0, 80);

/** Colleagues’ pauses are private, so what they did to a decision is told to its agent alone. */
const withoutDecision = (conversation: Conversation): Conversation => ({ ...conversation, decision: null });

/** The rule in plain words: one’s department, one’s own; of the customers one sees, what is finished; supervisors all. */
function visibleTo(personId: string, { people, conversations, rootOf }: ServerRecord): ReadonlySet<string> {
  const person = people.find(({ id }) => id === personId);
  if (person === undefined) return new Set();
  const isSeen = ({ departmentId, assigneeId }: Conversation) =>
    person.role !== 'agent' || assigneeId === personId || person.departmentIds.includes(departmentId);
  const direct = conversations.filter(isSeen);
  const customers = new Set(direct.map(({ contactId }) => rootOf[contactId]));
  const finished = conversations.filter(
    ({ status, contactId }) => status === 'finished' && customers.has(rootOf[contactId]),
  );
  return new Set([...direct, ...finished].map(({ id }) => id));
}
