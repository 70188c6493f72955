import { sql } from 'kysely';
import type { Logger } from 'pino';
import type { Store } from './open.ts';

/**
 * What time it is, for all nodes alike: the database's. A node whose own clock is hours off would else take everybody for
 * gone, every token for expired, and date messages wrongly. Between two looks it goes on with the machine's monotonic
 * clock, which nobody sets. The embedded database has its process's clock, and so has the process.
 */
export interface SharedClock {
  /** Epoch milliseconds. */
  now(): number;
  close(): void;
}

const LOOK_EVERY_MS = 10_000;
/** An answer that took longer says too little; the next one is taken. */
const ANSWER_WITHIN_MS = 1_000;
/** Beyond this difference whoever runs the machine should know. */
const TELL_BEYOND_MS = 5_000;

export async function openSharedClock(store: Store, logger: Logger): Promise<SharedClock> {
  if (store.kind === 'embedded') return { now: Date.now, close: () => undefined };
  let known: { time: number; at: number } | null = null;
  let told = false;
  const now = () => (known === null ? Date.now() : Math.round(known.time + performance.now() - known.at));

  async function look(): Promise<void> {
    const asked = performance.now();
    const { rows } = await sql<{ time: number }>`
      SELECT (extract(epoch FROM clock_timestamp()) * 1000)::float8 AS time`.execute(store.db);
    const answered = performance.now();
    const time = rows[0]?.time;
    if (time === undefined || (known !== null && answered - asked > ANSWER_WITHIN_MS)) return;
    known = { time, at: (asked + answered) / 2 };
    const offMs = Date.now() - now();
    if (Math.abs(offMs) > TELL_BEYOND_MS === told) return;
    told = !told;
    logger.warn(
      { offMs },
      told ? "this machine's clock is wrong; the database's is used" : "the machine's clock is right again",
    );
  }

  await look();
  const timer = setInterval(() => {
    look().catch(() => logger.debug('the database did not tell the time'));
  }, LOOK_EVERY_MS);
  timer.unref();
  return { now, close: () => clearInterval(timer) };
}
