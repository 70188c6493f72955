import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { errors, jwtVerify, SignJWT } from 'jose';
import { type Kysely, sql } from 'kysely';
import { z } from 'zod';
import type { Database } from '../store/database.ts';

/** What proves a session. Access tokens are JWTs (HS256); refresh tokens carry their session's id and our seal. */
export interface Tokens {
  signAccess(claims: AccessClaims): Promise<{ token: string; expiresAt: number }>;
  /** null: not one of ours, or too old. */
  readAccess(token: string): Promise<(AccessClaims & { expiresAt: number }) | null>;
  newRefresh(sessionId: string): string;
  /** The session that a refresh token belongs to; null when it is not one of ours. Says nothing about its being current. */
  readRefresh(token: string): { sessionId: string } | null;
}

interface AccessClaims {
  sessionId: string;
  personId: string;
  workspaceId: string;
}

export const ACCESS_LIFETIME_MS = 10 * 60_000;

const ISSUER = 'turno';
const payloadSchema = z.object({ sub: z.string(), sid: z.string(), wid: z.string(), exp: z.number() });

export async function createTokens(deps: { db: Kysely<Database>; now: () => number }): Promise<Tokens> {
  const secret = await signingKey(deps.db, deps.now());
  const seal = (value: string) => createHmac('sha256', secret).update(`refresh:${value}`).digest('base64url');

  return {
    async signAccess({ sessionId, personId, workspaceId }) {
      // A JWT counts whole seconds; the token is said to end when it does.
      const expires = Math.floor((deps.now() + ACCESS_LIFETIME_MS) / 1_000);
      const token = await new SignJWT({ sid: sessionId, wid: workspaceId })
        .setProtectedHeader({ alg: 'HS256' })
        .setIssuer(ISSUER)
        .setSubject(personId)
        .setExpirationTime(expires)
        .sign(secret);
      return { token, expiresAt: expires * 1_000 };
    },

    async readAccess(token) {
      try {
        const { payload } = await jwtVerify(token, secret, {
          algorithms: ['HS256'],
          issuer: ISSUER,
          currentDate: new Date(deps.now()),
        });
        const claims = payloadSchema.parse(payload);
        return { sessionId: claims.sid, personId: claims.sub, workspaceId: claims.wid, expiresAt: claims.exp * 1_000 };
      } catch (error) {
        if (error instanceof errors.JOSEError || error instanceof z.ZodError) return null;
        throw error;
      }
    },

    newRefresh(sessionId) {
      const value = `${sessionId}.${randomBytes(32).toString('base64url')}`;
      return `${value}.${seal(value)}`;
    },

    readRefresh(token) {
      const end = token.lastIndexOf('.');
      const value = token.slice(0, Math.max(0, end));
      const given = Buffer.from(token.slice(end + 1));
      const expected = Buffer.from(seal(value));
      if (given.length !== expected.length || !timingSafeEqual(given, expected)) return null;
      return { sessionId: value.slice(0, value.indexOf('.')) };
    },
  };
}

/** What is stored of a refresh token: a random 256-bit value needs no slow hash. */
export const hashOfToken = (token: string): string => createHash('sha256').update(token).digest('base64url');

/** Made once per database, by whichever node is first. */
async function signingKey(db: Kysely<Database>, now: number): Promise<Uint8Array> {
  await sql`
    INSERT INTO signing_key (id, secret, created_at) VALUES ('current', ${randomBytes(32)}, ${now})
    ON CONFLICT (id) DO NOTHING`.execute(db);
  const row = await db.selectFrom('signing_key').select('secret').where('id', '=', 'current').executeTakeFirstOrThrow();
  return new Uint8Array(row.secret);
}
