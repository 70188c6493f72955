import { createHash } from 'node:crypto';
import { type Kysely, sql } from 'kysely';
import type { Database } from '../store/database.ts';

/**
 * Slows down guessing. Kept in the database, so that neither a restart nor another node forgets it.
 *
 * Two counts: one address guessing at one account is stopped by its tenth wrong password; an account guessed at from many
 * addresses by its fiftieth, whoever guesses. The second limit is higher because it also shuts out the person themselves,
 * which must not be free for anybody who knows their e-mail. (OWASP ASVS 5, 6.3.1.)
 *
 * A try is counted before the password is looked at, and taken back when it was right: many tries sent at the same moment
 * cannot pass before the first of them is counted.
 */
interface Throttle {
  /** Takes one try. `locksForMs`: it is the last one, and a wrong password locks for this long (milliseconds). */
  take(
    email: string,
    address: string,
  ): Promise<{ allowed: true; locksForMs: number | null } | { allowed: false; retryAfterMs: number }>;
  /** The password was right: forgets the failures. */
  clear(email: string, address: string): Promise<void>;
}

export const TRIES_PER_ADDRESS = 10;
export const TRIES_PER_ACCOUNT = 50;
/** How long a lock lasts, and how long ago failures may be to count together. */
export const LOCK_MS = 15 * 60_000;
const FORGET_MS = 24 * 60 * 60_000;

export function createThrottle(deps: { db: Kysely<Database>; now: () => number }): Throttle {
  const { db } = deps;

  async function count(key: string, limit: number): Promise<{ failures: number; lockedUntil: number | null }> {
    const now = deps.now();
    const locked = sql`login_throttle.locked_until > ${now}`;
    const over = sql`(login_throttle.locked_until IS NOT NULL OR login_throttle.at < ${now - LOCK_MS})`;
    const { rows } = await sql<{ failures: number; locked_until: number | null }>`
      INSERT INTO login_throttle (key, failures, locked_until, at) VALUES (${key}, 1, NULL, ${now})
      ON CONFLICT (key) DO UPDATE SET
        failures = CASE WHEN ${locked} THEN login_throttle.failures + 1 WHEN ${over} THEN 1
          ELSE login_throttle.failures + 1 END,
        locked_until = CASE WHEN ${locked} THEN login_throttle.locked_until WHEN ${over} THEN NULL
          WHEN login_throttle.failures + 1 >= ${limit} THEN ${now + LOCK_MS}::bigint END,
        at = ${now}
      RETURNING failures, locked_until`.execute(db);
    return { failures: rows[0]?.failures ?? 1, lockedUntil: rows[0]?.locked_until ?? null };
  }

  return {
    async take(email, address) {
      const pair = await count(pairKey(email, address), TRIES_PER_ADDRESS);
      // Tries that this address may not make do not count against the account.
      if (pair.failures > TRIES_PER_ADDRESS)
        return { allowed: false, retryAfterMs: remaining(pair.lockedUntil, deps.now()) };
      const account = await count(accountKey(email), TRIES_PER_ACCOUNT);
      if (account.failures > TRIES_PER_ACCOUNT) {
        return { allowed: false, retryAfterMs: remaining(account.lockedUntil, deps.now()) };
      }
      const lockedUntil = account.lockedUntil ?? pair.lockedUntil;
      return { allowed: true, locksForMs: lockedUntil === null ? null : remaining(lockedUntil, deps.now()) };
    },
    async clear(email, address) {
      await db
        .deleteFrom('login_throttle')
        .where('key', 'in', [pairKey(email, address), accountKey(email)])
        .execute();
      await db
        .deleteFrom('login_throttle')
        .where('at', '<', deps.now() - FORGET_MS)
        .execute();
    },
  };
}

const remaining = (lockedUntil: number | null, now: number): number => Math.max(0, (lockedUntil ?? now) - now);

/** Hashed, because people type passwords into the e-mail field, and what they typed must not be kept. */
const keyOf = (...parts: string[]): string => createHash('sha256').update(JSON.stringify(parts)).digest('hex');
const pairKey = (email: string, address: string): string => keyOf('pair', email, address);
const accountKey = (email: string): string => keyOf('account', email);
