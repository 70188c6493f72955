import type { ContactEvent, Field, Suggestion } from '../../../src-shared/protocol/contacts.ts';
import type { Pipeline } from '../../../src-shared/protocol/deals.ts';
import type {
  Connection,
  Contact,
  Conversation,
  Department,
  Media,
  Message,
  Person,
  Reason,
  Tag,
} from '../../../src-shared/protocol/entities.ts';
import { composeConversation } from './conversation.ts';
import { createPopulation } from './population.ts';
import { createRandom, type Random } from './random.ts';
import { createRecords } from './record.ts';
import { arrivalTimes, longTail, shortenLast } from './rhythm.ts';
import { createShare } from './share.ts';
import { bringNear, chooseStanding } from './standing.ts';
import { createSubjectChoice, createWording } from './wording.ts';

export interface SeedOptions {
  seed: number;
  conversations: number;
  /** Rows in all, activity lines and notes included; at least one per conversation. */
  messages: number;
  people: readonly Person[];
  departments: readonly Department[];
  connections: readonly Connection[];
  tags?: readonly Tag[];
  reasons?: readonly Reason[];
  pipelines?: readonly Pipeline[];
  /** Custom fields, for what is known of customers. */
  fields?: readonly Field[];
  /** Stored pictures that customers' image messages may show; without any there are none. */
  images?: readonly Media[];
  /** Epoch milliseconds; nothing is later. */
  now: number;
  /** How far back the history goes; as far as a shop of some twenty-five conversations a day needs, 540 days at most. */
  days?: number;
  /** Conversations still under way; by the people's capacities unless said. */
  open?: { assigned: number; queued: number };
  /** First log position; positions and versions increase from here in the order given. */
  firstPosition?: number;
}

export interface SeededConversation {
  /** As it is after this conversation; the same contact comes again when the customer returns. */
  contact: Contact;
  conversation: Conversation;
  messages: Message[];
  /** The customer is known from another channel, or may be. */
  suggestion: Suggestion | null;
  event: ContactEvent | null;
}

const PER_DAY = 25;

/** There nobody is known by what they are reached by. */
const amongStrangers: readonly Connection['channel'][] = ['livechat', 'instagram', 'messenger'];

const channelWeights: Record<Connection['channel'], number> = {
  whatsapp: 70,
  livechat: 14,
  instagram: 9,
  email: 5,
  messenger: 3,
  form: 2,
};

/**
 * A shop's history, oldest conversation first: same options, same history. Pure: somebody else writes it to a backend
 * or a cache. Throws RangeError for impossible counts or when there is no connection or department.
 */
export function* generateConversations(options: SeedOptions): Generator<SeededConversation, void, undefined> {
  const { conversations, messages, connections, departments } = options;
  if (!Number.isInteger(conversations) || conversations < 0) throw new RangeError('conversations must be a count');
  if (!Number.isInteger(messages) || messages < conversations) {
    throw new RangeError('there must be at least one message per conversation');
  }
  if (conversations === 0) {
    if (messages > 0) throw new RangeError('messages need conversations');
    return;
  }
  if (connections.length === 0 || departments.length === 0) {
    throw new RangeError('a history needs a connection and a department');
  }

  const random = createRandom(options.seed);
  const times = arrivalTimes(random, conversations, options.now, options.days ?? daysFor(conversations));
  const lengths = longTail(random, messages, conversations);
  // A source of its own: what is known of customers does not change what is said.
  const recordRandom = createRandom(~options.seed);
  const { people, tags = [], fields = [], pipelines = [] } = options;
  const records = createRecords(recordRandom, { fields, pipelines, people }, options.now);
  const population = createPopulation(random, { tags, fields, records, recordRandom });
  const wording = createWording(random);
  const subjectOf = createSubjectChoice(departments.map(({ name }) => name));
  const staff = staffOf(people, departments);
  const share = createShare();
  const open = openCounts(options);
  bringNear(recordRandom, times, options.now, open);
  const standing = chooseStanding(recordRandom, times, options.now, open);
  // Whoever still waits in a queue has written a few lines, not thirty.
  shortenLast(random, lengths, conversations - open.queued, 4);
  let strangers = 0;
  let position = options.firstPosition ?? 1;
  const nextPosition = () => position++;

  for (let index = 0; index < conversations; index += 1) {
    const at = times[index] ?? options.now;
    const connection = pickConnection(random, connections);
    const department = departmentFor(random, connection, departments);
    const agents = staff.get(department.id) ?? [];
    const wanted = standing[index] ?? 'finished';
    // Of the open ones of such a channel the first are people whom the shop knows from elsewhere.
    const unknown =
      amongStrangers.includes(connection.channel) &&
      (wanted === 'finished' ? recordRandom.chance(0.03) : strangers < 4);
    const second = wanted === 'finished' ? recordRandom.chance(0.5) : strangers % 2 === 1;
    const doubling = unknown ? (second ? 'merged' : 'suggested') : null;
    const visit = population.visitor({ at, connection, nextVersion: nextPosition, doubling });
    const { customer, identity, suggestion, event } = visit;
    if (wanted !== 'finished' && (suggestion !== null || event !== null)) strangers += 1;
    const drawn = agents.length > 0 ? random.pick(agents) : null;
    const composed = composeConversation({
      random,
      wording,
      subject: subjectOf(random, department.name),
      customer,
      identity,
      connection,
      department,
      agent: wanted === 'open' ? share.next(agents) : drawn,
      reasons: options.reasons ?? [],
      images: options.images ?? [],
      status: agents.length > 0 || wanted === 'finished' ? wanted : 'queued',
      number: index + 1,
      length: lengths[index] ?? 1,
      at,
      now: options.now,
      nextPosition,
    });
    customer.busyUntil = composed.conversation.finishedAt ?? Number.POSITIVE_INFINITY;
    yield { contact: customer.contact, ...composed, suggestion, event };
  }
}

const daysFor = (conversations: number): number => Math.max(14, Math.min(540, Math.ceil(conversations / PER_DAY)));

function pickConnection(random: Random, connections: readonly Connection[]): Connection {
  let sum = 0;
  for (const { channel } of connections) sum += channelWeights[channel];
  let draw = random.next() * sum;
  for (const connection of connections) {
    draw -= channelWeights[connection.channel];
    if (draw < 0) return connection;
  }
  return random.pick(connections);
}

/** Most conversations stay in the department their connection leads to. */
function departmentFor(random: Random, connection: Connection, departments: readonly Department[]): Department {
  const own = departments.find(({ id }) => id === connection.departmentId);
  return own && random.chance(0.78) ? own : random.pick(departments);
}

function staffOf(people: readonly Person[], departments: readonly Department[]): Map<string, Person[]> {
  const serving = people.filter(({ active, role, capacity }) => active && role !== 'admin' && capacity > 0);
  return new Map(
    departments.map(({ id }) => [id, serving.filter(({ departmentIds }) => departmentIds.includes(id))] as const),
  );
}

function openCounts({ open, conversations, people }: SeedOptions): { assigned: number; queued: number } {
  const capacity = people.reduce((sum, person) => sum + (person.active ? person.capacity : 0), 0);
  const wanted = open ?? { assigned: Math.floor(capacity * 0.6), queued: Math.ceil(capacity * 0.15) };
  // A small history is still a history: most of it is finished.
  const most = open ? conversations : Math.floor(conversations / 4);
  const assigned = Math.min(wanted.assigned, most);
  return { assigned, queued: Math.min(wanted.queued, most - assigned) };
}
