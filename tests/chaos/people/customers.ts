import { randomBytes } from 'node:crypto';
import { passingMemory } from '../../../src-backend/channels/livechat/widget/memory.ts';
import { createOutbox } from '../../../src-backend/channels/livechat/widget/outbox.ts';
import { createSession } from '../../../src-backend/channels/livechat/widget/session.ts';
import { createRandom, type Random } from '../../../src-backend/demo/seed/random.ts';
import type { GraphApi } from '../../simulators/graph-api/graph-api.ts';
import type { CustomerRecord, Said } from '../evidence/evidence.ts';
import { sales, support } from '../world/workspace.ts';
import { phrase, tokenOf } from './words.ts';

/** Everyone who writes to the shop. They keep what they said and what stands on their screen themselves. */
export interface Customers {
  start(): void;
  /** Nobody writes any more; what was written goes on its way. */
  stop(): void;
  /** Why not everything they wrote is taken yet; null: it is. */
  waitingFor(): string | null;
  records(): CustomerRecord[];
  close(): void;
}

interface Customer {
  record(): CustomerRecord;
  says(text: string): void;
  waitingFor(): string | null;
  close(): void;
}

/** A telephone writes so much, and then somebody else does: a pair of numbers may send one message in six seconds. */
const LINES_OF_A_TELEPHONE = 14;
const VISITORS = 3;
const TELEPHONES = 5;

export function createCustomers(deps: {
  seed: number;
  graph: GraphApi;
  /** The site's own line to the backend. */
  siteUrl: string;
  liveChatId: string;
  now(): number;
}): Customers {
  const random = createRandom(deps.seed);
  const all: Customer[] = [];
  const timers = new Set<NodeJS.Timeout>();
  let stopped = false;
  let telephones = 0;

  /** One line of customers, one after the other; each says their lines at the pace of a person in a hurry. */
  function line(make: () => Customer, lines: number, own: Random, paceMs: number): void {
    let customer = make();
    all.push(customer);
    let said = 0;
    const next = () => {
      const timer = setTimeout(
        () => {
          timers.delete(timer);
          if (stopped) return;
          if (said === lines) {
            customer = make();
            all.push(customer);
            said = 0;
          }
          said += 1;
          customer.says(phrase(own));
          next();
        },
        paceMs * (0.3 + 1.4 * own.next()),
      );
      timers.add(timer);
    };
    next();
  }

  return {
    start() {
      for (let n = 1; n <= VISITORS; n += 1) {
        line(() => visitor(deps, `v${n}`), Number.POSITIVE_INFINITY, createRandom(random.uint32()), 1_800);
      }
      for (let n = 1; n <= TELEPHONES; n += 1) {
        const make = () => {
          telephones += 1;
          return telephone(deps, telephones);
        };
        line(make, LINES_OF_A_TELEPHONE, createRandom(random.uint32()), 1_300);
      }
    },
    stop() {
      stopped = true;
      for (const timer of timers) clearTimeout(timer);
    },
    waitingFor: () => all.map((customer) => customer.waitingFor()).find((why) => why !== null) ?? null,
    records: () => all.map((customer) => customer.record()),
    close() {
      for (const customer of all) customer.close();
    },
  };
}

function telephone(deps: { graph: GraphApi; now(): number }, number: number): Customer {
  const waId = `55119${String(80_000_000 + number)}`;
  const name = `t${number}`;
  const said: Said[] = [];
  return {
    says(text) {
      const one: Said = { token: `${name}-${said.length + 1}`, at: deps.now(), takenAt: null };
      said.push(one);
      const { delivered } = deps.graph.customerWrites({
        waId,
        name: `Cliente ${name}`,
        phoneNumberId: (number % 3 === 0 ? sales : support).phoneNumberId,
        text: `${one.token} ${text}`,
      });
      void delivered.then((taken) => {
        if (taken) one.takenAt = deps.now();
      });
    },
    waitingFor() {
      const untaken = said.filter(({ takenAt }) => takenAt === null).length;
      return untaken === 0 ? null : `${untaken} webhooks of ${name}`;
    },
    record: () => ({
      name,
      channel: 'whatsapp',
      inOrder: false,
      said,
      heard: deps.graph
        .businessMessages()
        .filter(({ to }) => to === waId)
        .map(({ text, ownId }) => ({ text: text ?? '', messageId: ownId })),
    }),
    close: () => undefined,
  };
}

function visitor(deps: { siteUrl: string; liveChatId: string; now(): number }, name: string): Customer {
  const said: Said[] = [];
  const outbox = createOutbox(passingMemory(), 'outbox');
  const session = createSession({
    origin: deps.siteUrl,
    connectionId: deps.liveChatId,
    secret: randomBytes(32).toString('base64url'),
    outbox,
    upload: () => Promise.reject(new Error('no images here')),
    patience: { first: 200, longest: 1_500, answer: 4_000 },
  });
  session.onChange(({ entries, outgoing }) => {
    const waiting = new Set(outgoing.map(({ text }) => tokenOf(text)));
    for (const one of said) if (one.takenAt === null && !waiting.has(one.token)) one.takenAt = deps.now();
    session.setWatched(entries.length % 2 === 0);
  });
  session.start();
  return {
    says(text) {
      const token = `${name}-${said.length + 1}`;
      // Written down first: the widget tells of the change while it takes it.
      said.push({ token, at: deps.now(), takenAt: null });
      session.sendText(`${token} ${text}`);
    },
    waitingFor() {
      const { line, outgoing } = session.state();
      if (outgoing.length > 0) return `${outgoing.length} messages of ${name}, whose line is ${line}`;
      return line === 'online' ? null : `the line of ${name}, which is ${line}`;
    },
    record: () => ({
      name,
      channel: 'livechat',
      inOrder: true,
      said,
      heard: session
        .state()
        .entries.flatMap((entry) => (entry.kind === 'agent' ? [{ text: entry.text ?? '', messageId: entry.id }] : [])),
    }),
    close: () => session.close(),
  };
}
