import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Kysely } from 'kysely';
import type { Database } from '../../store/database.ts';

/** Says when a form was opened, so that what is filled in faster than a person can is known; nothing of it is stored. */
export interface FormTokens {
  /** For one connection, opened now. */
  make(connectionId: string): Promise<string>;
  /** Milliseconds since it was opened; null: it is none of this form's, or older than a day. */
  age(connectionId: string, token: string): Promise<number | null>;
}

const LONGEST_MS = 24 * 3_600_000;
/** Nodes' clocks differ a little. */
const AHEAD_MS = 60_000;

/** `now` in milliseconds. Each form has a secret of its own in the database, because all nodes must know it. */
export function createFormTokens(db: Kysely<Database>, now: () => number): FormTokens {
  const secrets = new Map<string, Promise<string>>();

  async function load(connectionId: string): Promise<string> {
    await db
      .insertInto('form_secret')
      .values({ connection_id: connectionId, secret: randomBytes(32).toString('base64url') })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
    const row = await db
      .selectFrom('form_secret')
      .select('secret')
      .where('connection_id', '=', connectionId)
      .executeTakeFirstOrThrow();
    return row.secret;
  }

  function secretOf(connectionId: string): Promise<string> {
    const known = secrets.get(connectionId);
    if (known !== undefined) return known;
    const asked = load(connectionId);
    secrets.set(connectionId, asked);
    asked.catch(() => secrets.delete(connectionId));
    return asked;
  }

  const sign = async (connectionId: string, words: string): Promise<string> =>
    createHmac('sha256', await secretOf(connectionId))
      .update(words)
      .digest('base64url');

  return {
    async make(connectionId) {
      const words = `${now().toString(36)}.${randomBytes(9).toString('base64url')}`;
      return `${words}.${await sign(connectionId, words)}`;
    },

    async age(connectionId, token) {
      const found = /^([0-9a-z]{1,10})\.[\w-]{12}\.([\w-]{43})$/.exec(token);
      const [, openedAt = '', signature = ''] = found ?? [];
      if (found === null) return null;
      const expected = await sign(connectionId, token.slice(0, -signature.length - 1));
      if (!timingSafeEqual(Buffer.from(signature), Buffer.from(expected))) return null;
      const age = now() - Number.parseInt(openedAt, 36);
      return age > LONGEST_MS || age < -AHEAD_MS ? null : Math.max(0, age);
    },
  };
}
