import { setTimeout as pause } from 'node:timers/promises';
import { type Kysely, sql } from 'kysely';
import { fromKysely, type Job, PgBoss } from 'pg-boss';
import type { Logger } from 'pino';
import { NIL, v7 as uuidv7 } from 'uuid';
import type { Database } from '../store/database.ts';
import type { Store } from '../store/open.ts';
import { bossOnPGlite } from './boss-database.ts';
import { type Queue, type QueueDeclaration, retryDelay } from './queue.ts';

/**
 * Work that outlives a request, on pg-boss. A job is committed with the change that asks for it and starts within
 * milliseconds of that commit, on any node (NOTIFY; a poll every two seconds is the fallback). It may run more than once
 * (a node dies after the work and before saying so), so handlers look at the state they find.
 *
 * pg-boss lets a finally failed job block its key for ever. Here no job ever fails finally in its eyes: we count the tries,
 * and the last one ends with the queue's `giveUp` and a completed job.
 */
export interface Jobs {
  /** Puts a job into the caller's transaction. `startAfterMs` must not be used on ordered queues (others would overtake). */
  enqueue<Payload extends object>(
    db: Kysely<Database>,
    queue: Queue<Payload>,
    payload: Payload,
    options?: { key?: string; startAfterMs?: number },
  ): Promise<void>;
  /** Runs a queue's jobs here, at most `concurrency` at a time on this node. To be called once per queue. */
  work<Payload extends object>(
    queue: Queue<Payload>,
    options: { concurrency: number },
    worker: JobWorker<Payload>,
  ): Promise<void>;
  /** Takes no more jobs and waits up to ten seconds for the running ones; what is cut off runs again elsewhere or later. */
  stop(): Promise<void>;
}

interface JobRun {
  /** 1 on the first try. */
  attempt: number;
  /** Aborts when the run has taken too long or the node stops. */
  signal: AbortSignal;
}

/** `againAfterMs`: not settled, try again after that (rounded up to seconds); it is the handler that limits how often. */
type JobOutcome = { againAfterMs: number } | undefined;

export interface JobWorker<Payload> {
  run(payload: Payload, run: JobRun): Promise<JobOutcome>;
  /** The last try failed with an error. An error in here makes it being tried again, the key still waiting. */
  giveUp(payload: Payload, error: unknown): Promise<void>;
}

const SCHEMA = 'pgboss';
const POLL_SECONDS = 2;
const STOP_TIMEOUT_MS = 10_000;
/** Settled jobs are kept this long, for a look at what happened. */
const KEEP_SETTLED_SECONDS = 3600;
/**
 * A node that has not touched its jobs for this long is dead, and they run elsewhere after the next look: 10 to 13 s
 * after it was killed. 10 s is pg-boss's least; a node that is only slow has missed three touches by then.
 */
const HEARTBEAT_SECONDS = 10;
const TOUCH_SECONDS = 3;
const SUPERVISE_SECONDS = 3;
/** Never reached: we count the tries (see above). */
const ENDLESS = 1_000_000;

export async function createJobs(deps: {
  store: Store;
  log: Logger;
  queues: QueueDeclaration[];
  /** How often jobs of dead nodes are looked for, in seconds. */
  superviseSeconds?: number;
}): Promise<Jobs> {
  const { store, log } = deps;
  const boss = new PgBoss({
    ...(store.pglite === null
      ? { connectionString: store.url ?? '', max: 4 }
      : { db: bossOnPGlite(store.pglite, store.db, store.room), backend: 'pglite' }),
    schema: SCHEMA,
    schedule: false,
    superviseIntervalSeconds: deps.superviseSeconds ?? SUPERVISE_SECONDS,
    monitorIntervalSeconds: deps.superviseSeconds ?? SUPERVISE_SECONDS,
  });
  boss.on('error', (error) => log.warn({ error: error.message }, 'the job library met an error'));
  boss.on('warning', (warning) => log.warn({ warning: warning.message }, 'the job library warns'));
  await boss.start();
  for (const queue of deps.queues) await declareQueue(boss, queue);
  if (store.pglite !== null) await releaseOrphans(store.db);

  const unlisten: (() => Promise<void>)[] = [];
  const worked = new Set<string>();

  async function runJob<Payload extends object>(
    queue: Queue<Payload>,
    worker: JobWorker<Payload>,
    job: Job<unknown>,
  ): Promise<void> {
    const attempt = job.retryCount + 1;
    const payload = queue.payload.safeParse(job.data);
    if (!payload.success) {
      log.error({ queue: queue.name, job: job.id }, 'a job of an unknown form was dropped');
      return;
    }
    const again = async (delayMs: number): Promise<never> => {
      await setRetryDelay(store.db, queue.name, job.id, delayMs);
      throw new Error('to be tried again');
    };
    let outcome: JobOutcome;
    try {
      outcome = await worker.run(payload.data, { attempt, signal: job.signal });
    } catch (error) {
      const message = error instanceof Error ? error.message : 'unknown';
      if (attempt < queue.tries) {
        log.warn({ queue: queue.name, job: job.id, attempt, error: message }, 'a job failed and is tried again');
        return again(retryDelay(queue, attempt, Math.random));
      }
      log.error({ queue: queue.name, job: job.id, attempt, error: message }, 'a job failed for the last time');
      try {
        await worker.giveUp(payload.data, error);
        return;
      } catch (second) {
        log.error({ queue: queue.name, job: job.id, error: String(second) }, 'giving up failed and is tried again');
        return again(queue.longestRetryDelayMs);
      }
    }
    if (outcome !== undefined) await again(outcome.againAfterMs);
  }

  return {
    async enqueue(db, queue, payload, options = {}) {
      const { key, startAfterMs } = options;
      if (queue.ordered && startAfterMs !== undefined) throw new Error('a delayed job cannot keep its place in a row');
      const id = uuidv7();
      await boss.send(queue.name, queue.payload.parse(payload), {
        db: fromKysely(db),
        id,
        ...(key === undefined ? {} : { singletonKey: key }),
        // From the database's own time on, in seconds.
        ...(startAfterMs === undefined ? {} : { startAfter: startAfterMs / 1_000 }),
      });
      if (startAfterMs === undefined) await announce(db, queue, id);
    },

    async work(queue, { concurrency }, worker) {
      worked.add(queue.name);
      const idle = new Set<string>();
      // One at a time: woken all at once, every idle worker would ask for the one job there is. Who gets a job wakes the next.
      const wakeOne = (): void => {
        const next = idle.values().next();
        if (!next.done) boss.notifyWorker(next.value);
      };
      for (let place = 0; place < concurrency; place += 1) {
        const id: string = await boss.work<unknown>(
          queue.name,
          { pollingIntervalSeconds: POLL_SECONDS, heartbeatRefreshSeconds: TOUCH_SECONDS },
          async ([job]) => {
            if (job === undefined) return;
            idle.delete(id);
            wakeOne();
            try {
              await runJob(queue, worker, job);
            } finally {
              idle.add(id);
              // Asks again at once: the next job of this key could not be had while this one ran.
              boss.notifyWorker(id);
            }
          },
        );
        idle.add(id);
      }
      unlisten.push(await store.listen(channelOf(queue), wakeOne));
    },

    async stop() {
      for (const stop of unlisten.splice(0)) await stop();
      // pg-boss's own waiting looks every half second; a worker says itself when it is done.
      const ended = Promise.all([...worked].map((name) => boss.offWork(name, { wait: true })));
      await Promise.race([ended, pause(STOP_TIMEOUT_MS, undefined, { ref: false })]);
      await boss.stop({ graceful: false });
    },
  };
}

async function declareQueue(boss: PgBoss, queue: QueueDeclaration): Promise<void> {
  const options = {
    retryLimit: ENDLESS,
    retryDelay: Math.ceil(queue.retryDelayMs / 1_000),
    expireInSeconds: Math.ceil(queue.timeoutMs / 1_000),
    heartbeatSeconds: HEARTBEAT_SECONDS,
    deleteAfterSeconds: KEEP_SETTLED_SECONDS,
  };
  if ((await boss.getQueue(queue.name)) === null) {
    await boss.createQueue(queue.name, { ...options, policy: queue.ordered ? 'key_strict_fifo' : 'standard' });
  } else await boss.updateQueue(queue.name, options);
  // Makes pg-boss read the queue now. Else it would at the first `send`, over a connection of its own, which an embedded
  // database does not have: it would wait for the transaction that waits for it.
  await boss.findJobs(queue.name, { id: NIL });
}

/** A plain identifier: PGlite does not quote what it listens to. */
const channelOf = (queue: QueueDeclaration): string => `turno_job_${queue.name.replaceAll(/\W/g, '_').toLowerCase()}`;

/**
 * Wakes a worker of the queue when the transaction commits, and puts an ordered job in its place: pg-boss orders the jobs
 * of a key by their creation and takes the transaction's start for it. Of two transactions, the one that began first may
 * get the workspace's lock last; the time of this statement, taken under that lock, is the order of the log.
 */
async function announce(db: Kysely<Database>, queue: QueueDeclaration, id: string): Promise<void> {
  if (!queue.ordered) {
    await sql`SELECT pg_notify(${channelOf(queue)}, '')`.execute(db);
    return;
  }
  await sql`
    UPDATE pgboss.job SET created_on = clock_timestamp() WHERE name = ${queue.name} AND id = ${id}::uuid
    RETURNING pg_notify(${channelOf(queue)}, '')`.execute(db);
}

/** pg-boss computes the next try from the job's row; a delay decided by the handler must be written there first. */
async function setRetryDelay(db: Kysely<Database>, queue: string, id: string, delayMs: number): Promise<void> {
  const seconds = Math.max(1, Math.ceil(delayMs / 1_000));
  await sql`
    UPDATE pgboss.job SET retry_delay = ${seconds}, retry_backoff = false
    WHERE name = ${queue} AND id = ${id}::uuid`.execute(db);
}

/** An embedded database has one owner, this process, which has just started: what is marked as running is not. */
async function releaseOrphans(db: Kysely<Database>): Promise<void> {
  await sql`UPDATE pgboss.job SET state = 'retry', start_after = now() WHERE state = 'active'`.execute(db);
}
