import { randomUUID } from 'node:crypto';
import type { Logger } from 'pino';
import type { Session } from '../../src-shared/protocol/http.ts';
import { ok, type Result } from '../../src-shared/result.ts';
import { loadPeople } from '../store/entities/person.ts';
import type { Store } from '../store/open.ts';
import { createPasswords, type Passwords } from './passwords.ts';
import { createRevocations } from './revocations.ts';
import { createThrottle } from './throttle.ts';
import { ACCESS_LIFETIME_MS, createTokens, hashOfToken } from './tokens.ts';

/**
 * Who is who. A session begins with a password and lives by its refresh token, which is good for one use: each refresh
 * gives the next one. Presence is not touched here; it begins with the desktop's socket.
 *
 * Using a refresh token that was replaced means that two hold it, one of them a thief, so the whole session ends. One
 * exception: the token before the current one gets a fresh pair as long as nothing of the current pair was used, because
 * then the answer was most likely lost on the way, and the network may be gone for hours with it. The pair that was lost
 * is void; should a thief have been the quicker one, the owner's next refresh with it ends the session.
 */
export interface Accounts {
  /** `address`: the caller's network address. `retryAfterMs`: when the lock ends. */
  signIn(email: string, password: string, address: string): Promise<Result<Session, SignInRefusal>>;
  refresh(refreshToken: string): Promise<Result<Session, SessionRefusal>>;
  /** Ends the session of a refresh token, current or not. Unknown tokens are ignored. */
  signOut(refreshToken: string): Promise<void>;
  authenticate(accessToken: string): Promise<AuthenticationResult>;
  revokeSession(sessionId: string): Promise<void>;
  /** Ends all sessions of a person (deactivated, password changed, permissions taken). */
  revokePerson(personId: string): Promise<void>;
  /** Hears of each session that ended, on whatever node, once. */
  onRevoked(listener: (sessionId: string) => void): void;
  close(): Promise<void>;
}

type SignInRefusal = { reason: 'wrong-credentials' } | { reason: 'too-many-attempts'; retryAfterMs: number };
/** `session-expired`: sign in or refresh again. `session-revoked`: somebody ended it. */
type SessionRefusal = { reason: 'session-expired' | 'session-revoked' };

export interface Authenticated {
  workspaceId: string;
  personId: string;
  sessionId: string;
  /** When the access token runs out (epoch milliseconds). */
  expiresAt: number;
}
export type AuthenticationResult = ({ ok: true } & Authenticated) | ({ ok: false } & SessionRefusal);

/** A session that was not used for this long has expired. */
export const IDLE_LIFETIME_MS = 30 * 24 * 60 * 60_000;

export async function createAccounts(deps: {
  store: Store;
  logger: Logger;
  now: () => number;
  passwords?: Passwords;
  /** How often a node looks for sessions ended elsewhere should a wake-up be lost, in milliseconds. */
  pollMs?: number;
}): Promise<Accounts> {
  const { store, now } = deps;
  const passwords = deps.passwords ?? createPasswords();
  const throttle = createThrottle({ db: store.db, now });
  const tokens = await createTokens({ db: store.db, now });
  const revocations = await createRevocations(deps);

  async function describe(
    sessionId: string,
    workspaceId: string,
    personId: string,
    refreshToken: string,
  ): Promise<Session> {
    const [person] = await loadPeople(store.db, workspaceId, [personId]);
    const workspace = await store.db
      .selectFrom('workspace')
      .select(['id', 'name', 'time_zone'])
      .where('id', '=', workspaceId)
      .executeTakeFirstOrThrow();
    if (person === undefined) throw new Error('a session of a person who does not exist');
    const access = await tokens.signAccess({ sessionId, personId, workspaceId });
    return {
      accessToken: access.token,
      accessExpiresAt: access.expiresAt,
      refreshToken,
      person,
      workspace: { id: workspace.id, name: workspace.name, timeZone: workspace.time_zone },
    };
  }

  async function begin(workspaceId: string, personId: string): Promise<Session> {
    const id = randomUUID();
    const refreshToken = tokens.newRefresh(id);
    const at = now();
    await store.db
      .insertInto('session')
      .values({
        id,
        workspace_id: workspaceId,
        person_id: personId,
        refresh_hash: hashOfToken(refreshToken),
        previous_hash: null,
        created_at: at,
        used_at: at,
        rotated_at: at,
        revoked_at: null,
      })
      .execute();
    return describe(id, workspaceId, personId, refreshToken);
  }

  async function revoke(where: { id: string } | { person_id: string }): Promise<void> {
    const [column, value] = 'id' in where ? (['id', where.id] as const) : (['person_id', where.person_id] as const);
    const ended = await store.db
      .updateTable('session')
      .set({ revoked_at: now() })
      .where(column, '=', value)
      .where('revoked_at', 'is', null)
      .returning('id')
      .execute();
    await revocations.announce(ended.map((row) => row.id));
  }

  /** Replaces the session's token, its row locked so that two refreshes at once cannot both be the first. */
  async function rotate(sessionId: string, given: string) {
    const fresh = tokens.newRefresh(sessionId);
    return store.db.transaction().execute(async (db) => {
      const session = await db
        .selectFrom('session')
        .innerJoin('person', 'person.id', 'session.person_id')
        .selectAll('session')
        .select('person.active')
        .where('session.id', '=', sessionId)
        .forUpdate('session')
        .executeTakeFirst();
      if (session === undefined) return { outcome: 'session-expired' } as const;
      if (session.revoked_at !== null) return { outcome: 'session-revoked' } as const;
      if (!session.active) return { outcome: 'to-revoke' } as const;
      const at = now();
      if (at - session.used_at > IDLE_LIFETIME_MS) return { outcome: 'session-expired' } as const;

      const hash = hashOfToken(given);
      const current = hash === session.refresh_hash;
      const answerLost = hash === session.previous_hash;
      if (!current && !answerLost) return { outcome: 'to-revoke' } as const;
      await db
        .updateTable('session')
        .set({
          refresh_hash: hashOfToken(fresh),
          used_at: at,
          // Access tokens since the first replacement are of this pair, whichever answer brought them.
          ...(current ? { previous_hash: hash, rotated_at: at } : {}),
        })
        .where('id', '=', sessionId)
        .execute();
      return { outcome: 'rotated', workspaceId: session.workspace_id, personId: session.person_id, fresh } as const;
    });
  }

  /** An access token's life is counted in whole seconds. */
  const isSince = (rotatedAt: number, expiresAt: number): boolean =>
    expiresAt - ACCESS_LIFETIME_MS >= Math.floor(rotatedAt / 1_000) * 1_000;

  /** The current pair is in use, so the token before it is nobody's any more but a thief's. */
  async function answerArrived(of: { sessionId: string; expiresAt: number }): Promise<void> {
    await store.db
      .updateTable('session')
      .set({ previous_hash: null })
      .where('id', '=', of.sessionId)
      .where('rotated_at', '<', of.expiresAt - ACCESS_LIFETIME_MS + 1_000)
      .execute();
  }

  return {
    onRevoked: revocations.onRevoked,
    revokeSession: (id) => revoke({ id }),
    revokePerson: (personId) => revoke({ person_id: personId }),
    close: revocations.close,

    async signIn(email, password, address) {
      const turn = await throttle.take(email, address);
      if (!turn.allowed) return { ok: false, reason: 'too-many-attempts', retryAfterMs: turn.retryAfterMs };
      const person = await store.db
        .selectFrom('person')
        .select(['id', 'workspace_id', 'password_hash', 'active'])
        .where('email', '=', email)
        .executeTakeFirst();
      const right = await passwords.verify(person?.password_hash ?? null, password);
      if (person === undefined || !right || !person.active) {
        if (turn.locksForMs === null) return { ok: false, reason: 'wrong-credentials' };
        deps.logger.warn('sign-in was locked after too many wrong passwords');
        return { ok: false, reason: 'too-many-attempts', retryAfterMs: turn.locksForMs };
      }
      await throttle.clear(email, address);
      return ok(await begin(person.workspace_id, person.id));
    },

    async refresh(refreshToken) {
      const known = tokens.readRefresh(refreshToken);
      if (known === null) return { ok: false, reason: 'session-expired' };
      const result = await rotate(known.sessionId, refreshToken);
      if (result.outcome === 'rotated') {
        return ok(await describe(known.sessionId, result.workspaceId, result.personId, result.fresh));
      }
      if (result.outcome !== 'to-revoke') return { ok: false, reason: result.outcome };
      deps.logger.warn(
        { session: known.sessionId },
        'a refresh token was used twice, or by someone deactivated; its session ends',
      );
      await revoke({ id: known.sessionId });
      return { ok: false, reason: 'session-revoked' };
    },

    async signOut(refreshToken) {
      const known = tokens.readRefresh(refreshToken);
      if (known !== null) await revoke({ id: known.sessionId });
    },

    async authenticate(accessToken) {
      const claims = await tokens.readAccess(accessToken);
      if (claims === null) return { ok: false, reason: 'session-expired' };
      const session = await store.db
        .selectFrom('session')
        .innerJoin('person', 'person.id', 'session.person_id')
        .select(['session.revoked_at', 'session.previous_hash', 'session.rotated_at', 'person.active'])
        .where('session.id', '=', claims.sessionId)
        .executeTakeFirst();
      if (session === undefined) return { ok: false, reason: 'session-expired' };
      if (session.revoked_at !== null || !session.active) return { ok: false, reason: 'session-revoked' };
      const { sessionId, personId, workspaceId, expiresAt } = claims;
      if (session.previous_hash !== null && isSince(session.rotated_at, expiresAt)) await answerArrived(claims);
      return { ok: true, sessionId, personId, workspaceId, expiresAt };
    },
  };
}
