import type { Wire } from '../../../../src-main/engine/sync/wire.ts';
import { archiveQueries } from '../../../../src-shared/protocol/archive.ts';
import type { Contact, Conversation, Message } from '../../../../src-shared/protocol/entities.ts';
import type { LogItem } from '../../../../src-shared/protocol/log.ts';
import { contactOf, conversationOf, messageOf } from '../cache/entities.ts';

export const DAY = 24 * 60 * 60_000;
/** So few messages to a page that most conversations come in several. */
const PAGE = 2;

/**
 * A server in memory, as far as keeping conversations goes: a log, snapshots that leave out what the desktop does not
 * keep, and the two questions of the archive, with events going on between a question and its answer.
 */
export interface World {
  now: number;
  conversations: Map<string, Conversation>;
  contacts: Map<string, Contact>;
  messages: Map<string, Message[]>;
  /** What the agent may not see now. */
  hidden: Set<string>;
  begin(contact: string): void;
  write(conversation: string): void;
  finish(conversation: string): void;
  reopen(conversation: string): void;
  /** A late state of its first message. */
  receipt(conversation: string): void;
  hide(conversation: string): void;
  show(conversation: string): void;
  /** The log begins here. */
  prune(): void;
  restOf(conversation: Conversation): number;
  connect(onDead: () => void): { wire: Wire; flush(): Promise<void>; cut(): void };
}

export function createWorld(start: number): World {
  /** What is told of an event is found out when it is sent, as far as it depends on what may be seen then. */
  const events: (() => LogItem[])[] = [];
  let prunedTo = 0;
  const emit = (make: (seq: number) => LogItem[]): void => {
    const items = make(events.length + 1);
    events.push(() => items);
  };

  const get = (id: string): Conversation => {
    const found = world.conversations.get(id);
    if (found === undefined) throw new Error('no such conversation');
    return found;
  };
  const change = (id: string, fields: Partial<Conversation>): void =>
    emit((version) => {
      const conversation = { ...get(id), ...fields, version };
      world.conversations.set(id, conversation);
      return world.hidden.has(id) ? [] : [{ type: 'conversation', conversation }];
    });
  const say = (id: string): void =>
    emit((version) => {
      const known = world.messages.get(id) ?? [];
      const message = messageOf({
        id: `${id}-${known.length}`,
        conversationId: id,
        position: version,
        version,
        createdAt: world.now,
      });
      world.messages.set(id, [...known, message]);
      return world.hidden.has(id) ? [] : [{ type: 'message', message }];
    });
  const whole = (conversation: Conversation): LogItem[] => {
    const contact = world.contacts.get(conversation.contactId);
    return [
      { type: 'enter', contacts: contact === undefined ? [] : [contact], conversations: [conversation], messages: [] },
      { type: 'enter', contacts: [], conversations: [], messages: world.messages.get(conversation.id) ?? [] },
    ];
  };
  const visible = (): Conversation[] => [...world.conversations.values()].filter(({ id }) => !world.hidden.has(id));

  const world: World = {
    now: start,
    conversations: new Map(),
    contacts: new Map(),
    messages: new Map(),
    hidden: new Set(),
    begin(contactId) {
      if (!world.contacts.has(contactId)) {
        emit((version) => {
          const contact = contactOf({ id: contactId, version, createdAt: world.now });
          world.contacts.set(contactId, contact);
          return [{ type: 'contact', contact }];
        });
      }
      const id = `v${world.conversations.size}`;
      emit((version) => {
        const conversation = conversationOf({
          ...{ id, contactId, version, status: 'open', protocol: `2026-${id}` },
          ...{ createdAt: world.now, lastActivityAt: world.now, queuedAt: world.now },
        });
        world.conversations.set(id, conversation);
        return [{ type: 'conversation', conversation }];
      });
      say(id);
    },
    write(id) {
      change(id, { lastActivityAt: world.now });
      say(id);
    },
    finish: (id) => change(id, { status: 'finished', finishedAt: world.now }),
    reopen: (id) => change(id, { status: 'open', finishedAt: null }),
    receipt: (id) =>
      emit((version) => {
        const [first, ...rest] = world.messages.get(id) ?? [];
        if (first === undefined) return [];
        const message: Message = { ...first, status: 'read', version };
        world.messages.set(id, [message, ...rest]);
        return world.hidden.has(id) ? [] : [{ type: 'message', message }];
      }),
    hide(id) {
      world.hidden.add(id);
      const { contactId } = get(id);
      events.push(() => {
        const seen = visible().some((one) => one.contactId === contactId);
        const hiddenIds = [...world.hidden].filter((one) => get(one).contactId === contactId);
        return [{ type: 'leave', conversationIds: hiddenIds, contactIds: seen ? [] : [contactId] }];
      });
    },
    show(id) {
      world.hidden.delete(id);
      events.push(() => (world.hidden.has(id) ? [] : whole(get(id))));
    },
    prune() {
      prunedTo = events.length;
    },
    restOf: ({ finishedAt, lastActivityAt }) => Math.max(finishedAt ?? 0, lastActivityAt),

    connect(onDead) {
      let alive = true;
      let sent = 0;
      let pushBatch: (batch: unknown, applied: () => void) => void = () => {};
      let pushPage: (page: unknown, applied: () => void) => void = () => {};
      let snapshot: { keepsSince: number; head: number } | null = null;
      let started = false;
      let walking = Promise.resolve();

      const answer = (name: string, raw: unknown): unknown => {
        if (name === 'conversation.whole') {
          const args = archiveQueries['conversation.whole'].args.parse(raw);
          const conversation = world.conversations.get(args.conversationId);
          if (conversation === undefined || world.hidden.has(conversation.id)) return null;
          const newest = (world.messages.get(conversation.id) ?? [])
            .filter(({ position }) => position < (args.before ?? Number.POSITIVE_INFINITY))
            .reverse();
          const contact = world.contacts.get(conversation.contactId);
          return structuredClone({
            contacts: contact === undefined ? [] : [contact],
            conversation,
            messages: newest.slice(0, PAGE),
            hasMore: newest.length > PAGE,
          });
        }
        const args = archiveQueries['contact.conversations'].args.parse(raw);
        const older = visible()
          .filter((one) => one.contactId === args.contactId)
          .sort((a, b) => b.createdAt - a.createdAt || (a.id < b.id ? 1 : -1))
          .filter((one) => {
            const { before } = args;
            return before === null || one.createdAt < before.at || (one.createdAt === before.at && one.id < before.id);
          });
        const page = older.slice(0, 1);
        const last = page.at(-1);
        const more = older.length > 1 && last !== undefined;
        return structuredClone({ conversations: page, next: more ? { at: last.createdAt, id: last.id } : null });
      };

      const wire: Wire = {
        alive: () => alive,
        atRest: () => Promise.resolve(),
        async resume({ cursor, keepsSince }) {
          await turn();
          if (!alive) return null;
          const continues = cursor !== null && cursor >= prunedTo;
          sent = continues ? cursor : events.length;
          snapshot = continues ? null : { keepsSince: keepsSince ?? 0, head: events.length };
          started = true;
          return { mode: continues ? 'log' : 'snapshot', logId: 'log', head: events.length, serverTime: world.now };
        },
        command: async () => null,
        async query({ name, args }) {
          await turn();
          if (!alive) return null;
          const value = answer(name, args);
          // What happens now comes through the log while the answer is on its way.
          await turn();
          if (!alive) return null;
          return value === null ? { ok: false, reason: 'not-found' } : { ok: true, value };
        },
        typing() {},
        looking() {},
        onBatch: (listener) => {
          pushBatch = listener;
        },
        onSnapshot: (listener) => {
          pushPage = listener;
        },
      };

      const acknowledged = (push: (applied: () => void) => void): Promise<void> =>
        new Promise((done) => {
          push(done);
          // A line that is gone is not acknowledged.
          const watch = setInterval(() => {
            if (alive) return;
            clearInterval(watch);
            done();
          }, 1);
        });

      return {
        wire,
        cut() {
          alive = false;
          onDead();
        },
        /** Sends what there is to send, one after the other. */
        flush() {
          walking = walking.then(walk);
          return walking;
        },
      };

      async function walk(): Promise<void> {
        if (!alive || !started) return;
        if (snapshot !== null) {
          const { keepsSince, head } = snapshot;
          snapshot = null;
          const pages = visible()
            .filter((one) => one.status !== 'finished' || world.restOf(one) >= keepsSince)
            .map(whole);
          for (const [index, items] of [...pages, []].entries()) {
            const last = index === pages.length;
            const page = structuredClone({ first: index === 0, last, items, cursor: head, logId: 'log' });
            if (!alive) return;
            await acknowledged((done) => pushPage(page, done));
          }
        }
        while (alive && sent < events.length) {
          const to = Math.min(events.length, sent + 3);
          const batch = structuredClone({
            items: events.slice(sent, to).flatMap((event) => event()),
            cursor: to,
            head: events.length,
          });
          sent = to;
          await acknowledged((done) => pushBatch(batch, done));
        }
      }
    },
  };
  return world;
}

export const turn = (): Promise<void> => new Promise((done) => setImmediate(done));
