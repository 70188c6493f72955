import type { z } from 'zod';
import type { ConnectionView } from '../../../src-shared/bridge/views.ts';
import { type Batch, batchSchema, snapshotPageSchema } from '../../../src-shared/protocol/log.ts';
import type { Applied, Cache, Position, Stored } from '../cache/api.ts';
import type { Clock } from '../clock.ts';
import { errorFacts } from '../error-facts.ts';
import type { Log } from '../log.ts';
import type { Wire } from './wire.ts';

/**
 * Keeps the cache where the server's log is. After any break it resumes from the stored cursor; a batch is acknowledged
 * only after it and its cursor are on the disk, so nothing is skipped and a repetition changes nothing. When the server
 * says so (the log does not reach back, another log, changed permissions), it takes a snapshot.
 */
export interface LogFollower {
  /** A line is up. */
  follow(wire: Wire): Promise<void>;
  /** The next resume asks for a snapshot. */
  wantSnapshot(): void;
  progress(): ConnectionView['catchingUp'];
  problem(): CacheProblem | null;
  /** Reading met damage: the cache is set aside and filled again. */
  cacheDamaged(): void;
  /** Ends what runs; resolves when nothing touches the cache any more. */
  stop(): Promise<void>;
}

export type CacheProblem = Extract<ConnectionView['localProblem'], 'disk-full' | 'cache-rebuilt'>;

/** With a full disk: the batch in hand is tried again after this long, and not acknowledged meanwhile. */
const DISK_RETRY_MS = 5_000;

/** A second refused batch within this time means that a snapshot does not help. */
const FALLBACK_WINDOW_MS = 10 * 60_000;

/** By so much the beginning of what is kept may be off. */
const CLOCK_TOLERANCE_MS = 24 * 60 * 60_000;

const PROGRESS_MS = 100;

/** A batch that waits for the one before it. */
interface Received {
  raw: unknown;
  acknowledge(): void;
}

export interface FollowEvents {
  onResumed(info: { mode: 'log' | 'snapshot'; clockSkewMs: number }): void;
  onApplied(applied: Applied, cursor: number, catchingUp: boolean): void;
  /** A whole snapshot is in place; `otherLog`: it is of another log than what was here before. */
  onSnapshotApplied(cursor: number, otherLog: boolean): void;
  onUpToDate(): void;
  onState(): void;
  /** The line must be made anew, and resumed. */
  renew(why: string): void;
  serverFault(): void;
}

export function createLogFollower(deps: {
  cache: Cache;
  /** The id of the log that this machine followed last; survives the cache. */
  lastLogId: { get(): string | null; set(logId: string): void };
  /** What opening the cache met. */
  problem: CacheProblem | null;
  /** Finished conversations at rest since before this (server's time) are not kept on this machine. */
  keepsSince(): number;
  /** The machine lacks something of what it keeps: only a snapshot brings that. */
  lacksSome(): boolean;
  clock: Clock;
  log: Log;
  events: FollowEvents;
}): LogFollower {
  const { cache, clock, log, events, lastLogId } = deps;
  let current: Wire | null = null;
  let snapshotWanted = false;
  let fellBackAt: number | null = null;
  let progress: ConnectionView['catchingUp'] = null;
  let progressToldAt = Number.NEGATIVE_INFINITY;
  let problem = deps.problem;
  let stopped = false;
  /** What came through the line is applied one after another. */
  let queue: Promise<void> = Promise.resolve();

  /** Its beginning and end are told at once, how far it got now and then: each word of it is painted. */
  function setProgress(next: ConnectionView['catchingUp']): void {
    const was = progress;
    progress = next;
    const now = clock.monotonic();
    if (was?.kind === next?.kind && (next === null || now - progressToldAt < PROGRESS_MS)) return;
    progressToldAt = now;
    events.onState();
  }

  function setProblem(next: typeof problem): void {
    if (problem === next) return;
    problem = next;
    events.onState();
  }

  /** What breaks the contract is refused whole: skipping an item would leave a hole that nobody sees. */
  function refuse(what: string, error: z.ZodError): void {
    const first = error.issues[0];
    log.error('refused-from-server', {
      what,
      issues: error.issues.length,
      path: first?.path.map((part) => (typeof part === 'number' ? '#' : String(part))).join('.') ?? '',
      code: first?.code ?? '',
    });
    const now = clock.monotonic();
    const again = fellBackAt !== null && now - fellBackAt < FALLBACK_WINDOW_MS;
    fellBackAt = now;
    snapshotWanted = true;
    current = null;
    if (again) events.serverFault();
    else events.renew('refused-batch');
  }

  /**
   * Stores, whatever it takes: waits out a full disk, rebuilds a corrupt cache. null: the line is gone, or the cache
   * was rebuilt and a snapshot is under way; then nothing is acknowledged.
   */
  async function persist<Value>(
    wire: Wire,
    store: () => Stored<Value> | Promise<Stored<Value>>,
  ): Promise<Value | null> {
    while (!stopped && wire === current) {
      const stored = await store();
      if (stored.ok) {
        if (problem === 'disk-full') setProblem(null);
        return stored.value;
      }
      // Whoever gave the line up (or rebuilt the cache under this batch) has arranged what follows.
      if (stopped || wire !== current) return null;
      if (stored.reason === 'corrupt' && rebuild()) return null;
      setProblem('disk-full');
      log.error('disk-full');
      await new Promise<void>((done) => clock.after(DISK_RETRY_MS, done));
    }
    return null;
  }

  function rebuild(): boolean {
    log.error('cache-corrupt');
    if (!cache.rebuild().ok) return false;
    snapshotWanted = true;
    current = null;
    setProblem('cache-rebuilt');
    events.renew('cache-rebuilt');
    return true;
  }

  /** What came while the batch before was written is written together: each commit costs as much as a hundred messages. */
  async function applyBatches(wire: Wire, received: Received[], logId: string): Promise<void> {
    if (stopped || wire !== current) return;
    const batches: Batch[] = [];
    for (const { raw } of received) {
      const parsed = batchSchema.safeParse(raw);
      if (!parsed.success) return refuse('batch', parsed.error);
      batches.push(parsed.data);
    }
    const last = batches.at(-1);
    if (last === undefined) return;
    const { cursor, head } = last;
    const items = batches.flatMap((batch) => batch.items);
    const applied = await persist(wire, () => cache.writer.applySliced(items, { cursor, logId }));
    if (applied === null) return;
    for (const { acknowledge } of received) acknowledge();
    const wasBehind = progress !== null;
    events.onApplied(applied, cursor, wasBehind);
    setProgress(head > cursor ? { kind: 'log', remaining: head - cursor } : null);
    if (head <= cursor && wasBehind) events.onUpToDate();
  }

  function createSnapshotReceiver(wire: Wire, before: string | null, keepsSince: number) {
    let begun = false;
    let received = 0;
    return async (raw: unknown, acknowledge: () => void): Promise<void> => {
      if (stopped || wire !== current) return;
      const parsed = snapshotPageSchema.safeParse(raw);
      if (!parsed.success) return refuse('snapshot', parsed.error);
      const page = parsed.data;
      if (page.first) {
        if ((await persist(wire, () => wrap(cache.writer.beginSnapshot(keepsSince)))) === null) return;
        begun = true;
        received = 0;
      } else if (!begun) {
        log.error('snapshot-without-beginning');
        return events.renew('snapshot-without-beginning');
      }
      if ((await persist(wire, async () => wrap(await cache.writer.applySnapshotPage(page.items)))) === null) return;
      received += page.items.length;
      if (page.last) {
        const position = { cursor: page.cursor, logId: page.logId };
        if ((await persist(wire, async () => wrap(await cache.writer.endSnapshot(position)))) === null) return;
        begun = false;
        snapshotWanted = false;
        lastLogId.set(page.logId);
      }
      acknowledge();
      if (!page.last) return setProgress({ kind: 'snapshot', received });
      if (problem === 'cache-rebuilt') setProblem(null);
      log.info('snapshot-applied', { items: received, cursor: page.cursor });
      events.onSnapshotApplied(page.cursor, before !== null && before !== page.logId);
      setProgress(null);
      events.onUpToDate();
    };
  }

  async function follow(wire: Wire): Promise<void> {
    current = wire;
    // What the former line brought is in the cache, or is not, before the position is read.
    await queue;
    if (stopped || wire !== current) return;
    const position: Position | null = snapshotWanted || deps.lacksSome() ? null : cache.reader.position();
    const keepsSince = deps.keepsSince();
    const before = lastLogId.get() ?? position?.logId ?? null;
    let logId = position?.logId ?? '';
    const receivePage = createSnapshotReceiver(wire, before, keepsSince);
    const enqueue = (work: () => Promise<void>) => {
      queue = queue.then(work).catch((error: unknown) => {
        log.error('applying-failed', errorFacts(error));
        if (wire === current) events.renew('applying-failed');
      });
    };
    // Both are listened to before asking: the first batch may come in the same packet as the answer.
    const resumed = Promise.withResolvers<boolean>();
    enqueue(async () => void (await resumed.promise));
    let received: Received[] = [];
    wire.onBatch((raw, acknowledge) => {
      received.push({ raw, acknowledge });
      if (received.length > 1) return;
      enqueue(() => {
        const batches = received;
        received = [];
        return applyBatches(wire, batches, logId);
      });
    });
    wire.onSnapshot((raw, acknowledge) => enqueue(() => receivePage(raw, acknowledge)));

    const askedAt = clock.now();
    const reply = await wire.resume({
      cursor: position?.cursor ?? null,
      logId: position?.logId ?? null,
      keepsSince,
    });
    if (stopped || wire !== current) return resumed.resolve(false);
    if (reply === null) {
      resumed.resolve(false);
      log.warn('resume-unanswered');
      return wire.alive() ? events.renew('resume-unanswered') : undefined;
    }
    if (reply.mode === 'log' && (position === null || reply.logId !== position.logId)) {
      // Positions of one log mean nothing in another.
      resumed.resolve(false);
      snapshotWanted = true;
      current = null;
      log.error('resumed-in-another-log');
      return events.renew('another-log');
    }
    logId = reply.logId;
    if (reply.mode === 'log') lastLogId.set(reply.logId);
    const behind = reply.mode === 'snapshot' || position === null ? null : reply.head - position.cursor;
    log.info('resumed', { mode: reply.mode, behind });
    if (behind === null) progress = { kind: 'snapshot', received: 0 };
    else progress = behind > 0 ? { kind: 'log', remaining: behind } : null;
    events.onResumed({ mode: reply.mode, clockSkewMs: skew(askedAt, clock.now(), reply.serverTime) });
    if (reply.mode === 'snapshot' && Math.abs(deps.keepsSince() - keepsSince) > CLOCK_TOLERANCE_MS) {
      // This machine's clock is wrong, which is known only now: what was asked for is another period.
      resumed.resolve(false);
      current = null;
      return events.renew('clock-was-wrong');
    }
    if (progress === null) events.onUpToDate();
    resumed.resolve(true);
  }

  return {
    follow,
    wantSnapshot() {
      snapshotWanted = true;
    },
    progress: () => progress,
    problem: () => problem,
    cacheDamaged() {
      if (!stopped && !rebuild()) setProblem('disk-full');
    },
    async stop() {
      stopped = true;
      current = null;
      await queue;
    },
  };
}

/** Half of the way there and back is taken as the answer's age. */
const skew = (askedAt: number, answeredAt: number, serverTime: number): number =>
  Math.round((askedAt + answeredAt) / 2 - serverTime);

/** `persist` says null for «not stored», so a stored nothing needs another value. */
const wrap = (stored: Stored<null>): Stored<true> => (stored.ok ? { ok: true, value: true } : stored);
