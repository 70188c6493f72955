import { plainConversation } from '../../../src-shared/protocol/defaults.ts';
import type {
  Connection,
  Conversation,
  Department,
  Identity,
  Media,
  Message,
  Person,
  Reason,
} from '../../../src-shared/protocol/entities.ts';
import { items } from './goods.ts';
import { seededUuid } from './ids.ts';
import { activityMessage, type Common, inboundMessage, noteMessage, outboundMessage } from './messages.ts';
import type { Subject } from './phrases.ts';
import type { Customer } from './population.ts';
import type { Random } from './random.ts';
import type { Scene, Wording } from './wording.ts';

const sizedItems = items.filter(({ sizes }) => sizes.length > 0);

export interface ComposeInput {
  random: Random;
  wording: Wording;
  subject: Subject;
  customer: Customer;
  identity: Identity;
  connection: Connection;
  department: Department;
  /** Who serves it; null when the department has nobody. */
  agent: Person | null;
  reasons: readonly Reason[];
  images: readonly Media[];
  status: 'finished' | 'open' | 'queued';
  /** Counts conversations, for the protocol number. */
  number: number;
  /** Rows, activity lines included; at least one. */
  length: number;
  at: number;
  now: number;
  nextPosition: () => number;
}

type Step =
  | 'opening'
  | 'customer'
  | 'impatience'
  | 'agent'
  | 'outcome'
  | 'closing'
  | 'note'
  | 'queued'
  | 'assigned'
  | 'finished';

/** One conversation from first word to last, with exactly `length` rows in order of position and time. */
export function composeConversation(input: ComposeInput): { conversation: Conversation; messages: Message[] } {
  const { random, wording, customer, connection, department, agent, status } = input;
  const item = random.pick(input.subject.reason === 'tamanho' ? sizedItems : items);
  const scene: Scene = {
    subject: input.subject,
    client: customer.first,
    agent: agent ? firstWord(agent.name) : 'Aurora',
    home: customer.home,
    order: String(random.between(100_000, 999_999)),
    item,
    color: wording.color(),
    size: item.sizes.length > 0 ? random.pick(item.sizes) : '',
    street: wording.street(),
    at: input.at,
    greeted: false,
    start: random.below(1_000),
    turn: 0,
    asked: 0,
    expected: null,
    cpf: customer.cpf,
  };
  const id = seededUuid(random);
  const steps = plan(random, input.length, status, agent !== null);
  const times = stepTimes(random, steps, input.at, input.now);
  const base = {
    conversationId: id,
    connectionId: connection.id,
    identityId: input.identity.id,
    channel: connection.channel,
  };
  const agentId = agent?.id ?? null;
  // What failed long ago was sent again; of what is under way some of it stands there still.
  const failing = status === 'open' ? 1 / 14 : 1 / 400;
  const reasonId = pickReason(input);

  function row(step: Step, common: Common): Message {
    switch (step) {
      case 'opening':
      case 'impatience':
        return inboundMessage(common, wording[step](scene), null);
      case 'customer': {
        const image = input.images.length > 0 && random.chance(0.04) ? random.pick(input.images) : null;
        return inboundMessage(common, image && random.chance(0.5) ? null : wording.customer(scene), image);
      }
      case 'agent':
      case 'outcome':
      case 'closing':
        return outboundMessage(random, common, wording[step](scene), { authorId: agentId, connection, failing });
      case 'note':
        return noteMessage(common, wording.note(scene), agentId);
      case 'queued':
        return activityMessage(common, { type: 'queued', departmentId: department.id }, null);
      case 'assigned':
        return activityMessage(
          common,
          {
            type: 'assigned',
            toId: agentId ?? '',
            cause: department.distribution === 'manual' ? 'taken' : 'distributed',
          },
          null,
        );
      case 'finished':
        return activityMessage(common, { type: 'finished', reasonId }, agentId);
    }
  }

  const messages = steps.map((step, index) =>
    row(step, { ...base, id: seededUuid(random), position: input.nextPosition(), createdAt: times[index] ?? input.at }),
  );
  return { messages, conversation: summarise(input, id, messages, reasonId, () => wording.note(scene)) };
}

/** The order of the rows. Short conversations are words only; longer ones show how they were served. */
function plan(random: Random, length: number, status: ComposeInput['status'], served: boolean): Step[] {
  if (status === 'queued') return queuedPlan(random, length);
  const steps: Step[] = ['opening'];
  const activities = length >= 6 && served;
  if (activities && length >= 9) steps.push('queued');
  if (activities) steps.push('assigned');
  const ends: Step[] = [];
  if (status === 'finished') {
    if (length >= 4) ends.push('outcome');
    if (length >= 7 && random.chance(0.7)) ends.push('closing');
    if (activities) ends.push('finished');
  }
  let agentSpeaks = random.chance(0.75);
  while (steps.length + ends.length < length) {
    if (steps.length > 6 && random.chance(0.012)) steps.push('note');
    else steps.push(agentSpeaks ? 'agent' : 'customer');
    // A burst goes on about every third time.
    if (random.chance(agentSpeaks ? 0.72 : 0.62)) agentSpeaks = !agentSpeaks;
  }
  return [...steps, ...ends].slice(0, length);
}

/** Nobody answered yet: the customer's words, and the line that says where they wait. */
function queuedPlan(random: Random, length: number): Step[] {
  const steps: Step[] = ['opening'];
  if (length > 1) steps.push('queued');
  while (steps.length < length) steps.push(steps.length > 2 || random.chance(0.4) ? 'impatience' : 'customer');
  return steps;
}

/** Times in order, none later than `now`: answers in minutes, now and then after hours. */
function stepTimes(random: Random, steps: readonly Step[], at: number, now: number): number[] {
  const times: number[] = [];
  let offset = 0;
  for (const step of steps) {
    times.push(offset);
    offset += gapAfter(random, step);
  }
  const room = now - at;
  const last = times.at(-1) ?? 0;
  const scale = last > room ? room / last : 1;
  return times.map((time) => Math.floor(at + time * scale));
}

function gapAfter(random: Random, step: Step): number {
  if (step === 'queued' || step === 'assigned') return random.between(500, 40_000);
  if (random.chance(0.015)) return random.between(20, 200) * 60_000;
  return Math.floor(-Math.log(1 - random.next()) * (step === 'agent' ? 90_000 : 55_000)) + 1_500;
}

function summarise(
  input: ComposeInput,
  id: string,
  messages: readonly Message[],
  reasonId: string | null,
  describe: () => string,
): Conversation {
  const { connection, department, agent, random } = input;
  const finished = input.status === 'finished';
  const assignee = input.status === 'queued' ? null : agent;
  const endedAt = messages.at(-1)?.createdAt ?? input.at;
  const words = messages.filter(({ direction }) => direction === 'inbound' || direction === 'outbound');
  const last = words.at(-1) ?? null;
  const lastInbound = words.findLast(({ direction }) => direction === 'inbound') ?? null;
  const lastOutboundIndex = words.findLastIndex(({ direction }) => direction === 'outbound');
  const unanswered = words.slice(lastOutboundIndex + 1);
  const qualified = finished && (department.requiresReason || random.chance(0.8));
  const year = new Date(input.at).getUTCFullYear();
  return {
    ...plainConversation,
    id,
    protocol: `${year}-${String(input.number).padStart(7, '0')}`,
    contactId: input.customer.contact.id,
    connectionId: connection.id,
    identityId: input.identity.id,
    channel: connection.channel,
    departmentId: department.id,
    assigneeId: assignee?.id ?? null,
    assignmentCause: assignee ? (department.distribution === 'manual' ? 'taken' : 'distributed') : null,
    status: input.status,
    createdAt: input.at,
    queuedAt: input.status === 'queued' ? input.at : null,
    finishedAt: finished ? endedAt : null,
    finishedById: finished ? (agent?.id ?? null) : null,
    qualification:
      qualified && agent
        ? { reasonId, description: random.chance(0.5) ? describe() : null, byId: agent.id, at: endedAt }
        : null,
    lastMessage: last && {
      id: last.id,
      direction: last.direction,
      kind: last.kind,
      text: (last.text ?? '').slice(0, 200),
      at: last.createdAt,
      status: last.status,
    },
    lastActivityAt: last?.createdAt ?? input.at,
    lastInboundAt: lastInbound?.createdAt ?? null,
    awaitingSince: finished ? null : (unanswered[0]?.createdAt ?? null),
    unread: finished ? 0 : unanswered.length,
    failedCount: words.reduce((count, { status }) => count + (status === 'failed' ? 1 : 0), 0),
    version: messages.at(-1)?.version ?? 0,
  };
}

/** A reason that belongs to the subject by name, else any leaf of the tree. */
function pickReason({ random, reasons, subject }: ComposeInput): string | null {
  if (reasons.length === 0) return null;
  const plain = (name: string) => name.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
  const fitting = reasons.find(({ name, parentId }) => parentId !== null && plain(name).includes(subject.reason));
  if (fitting && random.chance(0.8)) return fitting.id;
  const leaves = reasons.filter(({ parentId }) => parentId !== null);
  return random.pick(leaves.length > 0 ? leaves : reasons).id;
}

const firstWord = (name: string) => name.split(' ')[0] ?? name;
