import { ok, type Result } from '../../../src-shared/result.ts';
import type { Clock } from '../clock.ts';
import { errorFacts } from '../error-facts.ts';
import type { Log } from '../log.ts';
import type { AuthClient, FreshSession, RefreshRefusal } from './auth-client.ts';

/**
 * The tokens of one session. One refresh runs at a time, since a refresh token used twice ends the whole session; the
 * new one is on the disk before anything is done with what came beside it, so a crash costs at most what was not used.
 */
export interface Tokens {
  /** An access token that lives for a while yet. */
  access(): Promise<Result<string, RefreshRefusal>>;
  /** The server did not take the access token: the next `access()` fetches another. */
  invalidate(): void;
}

/** Renewed this long before its end, so that it outlives the handshake it is used for. */
const MARGIN_MS = 20_000;

export function createTokens(deps: {
  auth: AuthClient;
  serverUrl: string;
  refreshToken: string;
  /** What the sign-in itself just gave; null when starting from the disk. */
  fresh: FreshSession | null;
  clock: Clock;
  log: Log;
  store(fresh: FreshSession): Promise<void>;
}): Tokens {
  const { auth, clock, log } = deps;
  let refreshToken = deps.refreshToken;
  let access = deps.fresh === null ? null : lasting(deps.fresh);
  let running: Promise<Result<string, RefreshRefusal>> | null = null;

  /** By the monotonic clock: the wall clock may be off by a day, or be set while the token lives. */
  function lasting(fresh: FreshSession): { token: string; until: number; wallUntil: number } {
    const margin = Math.min(MARGIN_MS, fresh.lifetimeMs / 4);
    return {
      token: fresh.session.accessToken,
      until: clock.monotonic() + fresh.lifetimeMs - margin,
      wallUntil: clock.now() + fresh.lifetimeMs - margin,
    };
  }

  async function refresh(): Promise<Result<string, RefreshRefusal>> {
    const answer = await auth.refresh(deps.serverUrl, refreshToken);
    if (!answer.ok) {
      log.warn('token-refresh-refused', { reason: answer.reason });
      return answer;
    }
    refreshToken = answer.value.session.refreshToken;
    try {
      await deps.store(answer.value);
    } catch (error) {
      // With a full disk the session lives on in memory; at worst the next start asks for the password.
      log.error('token-not-stored', errorFacts(error));
    }
    access = lasting(answer.value);
    return ok(answer.value.session.accessToken);
  }

  return {
    async access() {
      // The monotonic clock may stand still in sleep, so the wall clock may end a token's life too.
      if (access !== null && clock.monotonic() < access.until && clock.now() < access.wallUntil)
        return ok(access.token);
      running ??= refresh().finally(() => {
        running = null;
      });
      return await running;
    },
    invalidate() {
      access = null;
    },
  };
}
