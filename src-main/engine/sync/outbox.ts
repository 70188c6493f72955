import { randomUUID } from 'node:crypto';
import type { ServerActionResult } from '../../../src-shared/bridge/contract.ts';
import {
  type CommandName,
  type CommandReply,
  type CommandRequest,
  commands,
} from '../../../src-shared/protocol/commands.ts';
import type { OutboxRow, UserData } from '../cache/api.ts';
import type { Clock } from '../clock.ts';
import { errorFacts } from '../error-facts.ts';
import type { Log } from '../log.ts';
import { type BackoffPolicy, waitBefore } from './backoff.ts';

/**
 * What the agent did, on its way to the server. Commands that may wait are on the disk before anything is sent, and
 * keep their id for ever: an unknown outcome is settled by sending the same id again, which the server applies once.
 * A row goes away when the cache shows its effect, so nothing flickers; a refused one stays until the agent discards it.
 */
export interface Outbox {
  perform(name: CommandName, args: unknown): Promise<ServerActionResult>;
  /**
   * Sent at once and answered by the server, whether it could wait or not: for who must know the outcome. It goes after
   * what was written before it in the same conversation.
   */
  direct(name: CommandName, args: unknown): Promise<ServerActionResult>;
  /** A line is up: whatever is unanswered is sent. */
  resume(): void;
  /** The cache holds everything up to here. */
  applied(cursor: number): void;
  /** The server has another log: what the former one accepted is sent again, under the same ids. */
  logChanged(): void;
  /** The agent read a conflict, or withdraws what was not sent yet. */
  discard(id: string): void;
  stop(): void;
}

export interface CommandLine {
  /** A line is up. */
  isUp(): boolean;
  /** What the agent is shown: stays true while a good line is only made anew. */
  isOnline(): boolean;
  /** null: the outcome is unknown. */
  send(request: CommandRequest): Promise<CommandReply | null>;
  /** No answer came though the line seemed up. */
  suspect(): void;
}

const RETRY: BackoffPolicy = { firstMs: 1_000, maxMs: 30_000, factor: 2, jitter: 0.5 };

/** After this many answers of `server-error` a command is shown as refused instead of tried for ever. */
const SERVER_ERRORS = 5;

/** A direct command that met a short loss is sent again, under its id, if the line is back within this time. */
const DIRECT_PATIENCE_MS = 8_000;

/** How long a command that began or found a conversation waits for the cache to hold it, before it answers anyway. */
const SEEN_PATIENCE_MS = 3_000;

export function createOutbox(deps: {
  user: UserData;
  line: CommandLine;
  /** The position of the cache; null while it has none. */
  cursor(): number | null;
  /** What a conversation is shown in: they keep one order. */
  shownIn(conversationId: string): string;
  clock: Clock;
  random: () => number;
  log: Log;
}): Outbox {
  const { user, line, clock, log } = deps;
  const { reader, writer } = user;
  /** One command of a lane is under way at a time: the order of a conversation is the order of writing. */
  const busy = new Set<string>();
  const serverErrors = new Map<string, number>();
  const waits = new Set<() => void>();
  const upListeners = new Set<() => void>();
  const awaited = new Set<{ at: number; reached: () => void }>();
  const drained = new Set<() => void>();
  /** The last read mark of each conversation: the engine and the window both tell what was seen. */
  const reads = new Map<string, { position: number; id: string }>();
  let stopped = false;
  /** Whether any accepted row waits for the cache; spares a look at the disk after each batch. */
  let anyAccepted = reader.outbox().some((row) => row.state === 'accepted');

  /** What must keep its order among itself: everything of one conversation and what is shown in it, or of one contact. */
  function laneOf({ args }: Pick<OutboxRow, 'args'>): string {
    const conversationId = conversationOf(args);
    if (conversationId !== null) return `conversation ${deps.shownIn(conversationId)}`;
    if (typeof args === 'object' && args !== null && 'contactId' in args) return `contact ${String(args.contactId)}`;
    return 'other';
  }

  function dropSeen(cursor: number): void {
    if (!anyAccepted) return;
    writer.dropAccepted(cursor);
    anyAccepted = reader.outbox().some((row) => row.state === 'accepted');
  }

  function settle(row: OutboxRow, reply: CommandReply | null): 'next' | 'wait' | 'stop' {
    if (reply === null) {
      log.warn('command-unanswered', { name: row.name, id: row.id });
      if (line.isUp()) line.suspect();
      return 'stop';
    }
    if (reply.ok) {
      serverErrors.delete(row.id);
      writer.markAccepted(row.id, reply.at);
      anyAccepted = true;
      const cursor = deps.cursor();
      if (cursor !== null && cursor >= reply.at) dropSeen(cursor);
      return 'next';
    }
    if (reply.reason === 'rate-limited') return 'wait';
    if (reply.reason === 'server-error') {
      const count = (serverErrors.get(row.id) ?? 0) + 1;
      serverErrors.set(row.id, count);
      if (count < SERVER_ERRORS) return 'wait';
    }
    serverErrors.delete(row.id);
    log.warn('command-refused', { name: row.name, id: row.id, reason: reply.reason });
    // A read mark that came too late concerns nobody.
    if (row.name === 'conversation.read') {
      reads.delete(conversationOf(row.args) ?? '');
      writer.discard(row.id);
    } else writer.markRefused(row.id, reply.reason, reply.detail);
    return 'next';
  }

  async function drain(lane: string): Promise<void> {
    for (let tries = 0; !stopped && line.isUp(); ) {
      const row = reader.unanswered().find((candidate) => laneOf(candidate) === lane);
      if (row === undefined) return;
      const request = requestOf(row);
      if (request === null) {
        log.error('outbox-row-unknown', { name: row.name, id: row.id });
        writer.markRefused(row.id, 'invalid', null);
        continue;
      }
      writer.markSent(row.id);
      const outcome = settle(row, await line.send(request));
      if (outcome === 'stop' || stopped) return;
      if (outcome === 'next') tries = 0;
      else {
        await wait(waitBefore(RETRY, tries, deps.random()));
        tries += 1;
      }
    }
  }

  function wait(ms: number): Promise<void> {
    return new Promise((done) => {
      const end = () => {
        waits.delete(end);
        cancel();
        done();
      };
      const cancel = clock.after(ms, end);
      waits.add(end);
    });
  }

  function pump(): void {
    if (stopped || !line.isUp()) return;
    for (const lane of new Set(reader.unanswered().map(laneOf))) {
      if (busy.has(lane)) continue;
      busy.add(lane);
      void drain(lane)
        .catch((error: unknown) => {
          log.error('outbox-failed', errorFacts(error));
          return wait(RETRY.firstMs);
        })
        .finally(() => {
          busy.delete(lane);
          for (const listener of drained) listener();
          // The line may have come back between the last look and now, or a merge put a row into another lane.
          if (!stopped && line.isUp() && reader.unanswered().some((row) => !busy.has(laneOf(row)))) pump();
        });
    }
  }

  async function performDirect(name: CommandName, args: unknown): Promise<ServerActionResult> {
    const id = randomUUID();
    if (!line.isOnline()) return { ok: false, reason: 'offline', detail: null };
    const until = clock.monotonic() + DIRECT_PATIENCE_MS;
    // What was written before it goes before it: an answer, then the transfer.
    if (!(await laneEmpty(laneOf({ args }), until))) return { ok: false, reason: 'offline', detail: null };
    for (;;) {
      const reply = line.isUp() ? await line.send({ id, name, args }) : null;
      if (reply?.ok === false) return reply;
      if (reply !== null) {
        // Whoever is given a conversation opens it at once, and the answer may overtake the log that brings it.
        if (reply.conversationId !== undefined) await cacheAt(reply.at);
        return { ok: true, queued: false, id, conversationId: reply.conversationId };
      }
      if (line.isUp()) line.suspect();
      const left = until - clock.monotonic();
      if (left <= 0 || stopped || !(await lineWithin(left))) return { ok: false, reason: 'offline', detail: null };
    }
  }

  async function laneEmpty(lane: string, until: number): Promise<boolean> {
    while (reader.unanswered().some((row) => laneOf(row) === lane)) {
      const left = until - clock.monotonic();
      if (left <= 0 || stopped) return false;
      const { promise, resolve } = Promise.withResolvers<void>();
      drained.add(resolve);
      await Promise.race([promise, wait(left)]);
      drained.delete(resolve);
    }
    return true;
  }

  async function cacheAt(at: number): Promise<void> {
    if ((deps.cursor() ?? -1) >= at) return;
    const seen = Promise.withResolvers<void>();
    const entry = { at, reached: seen.resolve };
    awaited.add(entry);
    await Promise.race([seen.promise, wait(SEEN_PATIENCE_MS)]);
    awaited.delete(entry);
  }

  async function lineWithin(ms: number): Promise<boolean> {
    const up = Promise.withResolvers<void>();
    upListeners.add(up.resolve);
    await Promise.race([up.promise, wait(ms)]);
    upListeners.delete(up.resolve);
    return line.isUp();
  }

  function enqueue(name: CommandName, args: unknown): ServerActionResult {
    const read = name === 'conversation.read' ? commands[name].args.safeParse(args).data : undefined;
    const told = read === undefined ? undefined : reads.get(read.conversationId);
    if (read !== undefined && told !== undefined && read.position <= told.position) {
      return { ok: true, queued: true, id: told.id };
    }
    if (read !== undefined) withdrawReads(read.conversationId);
    const id = randomUUID();
    const stored = writer.enqueue({ id, name, args, createdAt: clock.now() });
    if (!stored.ok) {
      log.error('command-not-stored', { name, reason: stored.reason });
      return { ok: false, reason: 'disk-full', detail: null };
    }
    if (read !== undefined) reads.set(read.conversationId, { position: read.position, id });
    pump();
    return { ok: true, queued: true, id };
  }

  /** Only the last mark of a conversation matters. */
  function withdrawReads(conversationId: string | null): void {
    for (const row of reader.unanswered()) {
      const superseded = row.name === 'conversation.read' && row.state === 'waiting';
      if (superseded && conversationOf(row.args) === conversationId) writer.discard(row.id);
    }
  }

  return {
    async perform(name, args) {
      if (!commands[name].offline) return await performDirect(name, args);
      // Writing to the customer is disabled while the line is down (E2); what was under way before stays on its way.
      if (name === 'message.send' && !line.isOnline()) return { ok: false, reason: 'offline', detail: null };
      return enqueue(name, args);
    },
    direct: performDirect,
    resume() {
      for (const listener of upListeners) listener();
      pump();
    },
    applied(cursor) {
      dropSeen(cursor);
      for (const { at, reached } of awaited) if (cursor >= at) reached();
    },
    logChanged() {
      // Positions of another log are other positions.
      reads.clear();
      for (const row of reader.outbox()) if (row.state === 'accepted') writer.markWaiting(row.id);
      pump();
    },
    discard(id) {
      const row = reader.outbox().find((candidate) => candidate.id === id);
      if (row?.state === 'refused' || row?.state === 'waiting') writer.discard(id);
      else if (row !== undefined) log.warn('discard-of-sent', { id });
    },
    stop() {
      stopped = true;
      for (const end of [...waits]) end();
    },
  };
}

function conversationOf(args: unknown): string | null {
  if (typeof args !== 'object' || args === null || !('conversationId' in args)) return null;
  return typeof args.conversationId === 'string' ? args.conversationId : null;
}

/** A row of an older version whose command is not known any more, or takes other arguments now, is not sent. */
function requestOf(row: OutboxRow): CommandRequest | null {
  const known = Object.entries(commands).find(([name]) => name === row.name);
  if (known === undefined) return null;
  const args = known[1].args.safeParse(row.args);
  return args.success ? { id: row.id, name: row.name, args: args.data } : null;
}
