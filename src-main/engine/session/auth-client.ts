import type { z } from 'zod';
import type { SignInRefusal } from '../../../src-shared/bridge/contract.ts';
import { httpErrorSchema, routes, type Session, sessionSchema } from '../../../src-shared/protocol/http.ts';
import { PROTOCOL_VERSION } from '../../../src-shared/protocol/version.ts';
import { ok, type Result } from '../../../src-shared/result.ts';
import { parseJson } from '../json.ts';

/** A session with the server's own time, since `accessExpiresAt` means nothing by a clock that is a day off. */
export interface FreshSession {
  session: Session;
  /** How long the access token lives from now, in milliseconds, by the server's clock alone. */
  lifetimeMs: number;
}

export type RefreshRefusal =
  | { reason: 'session-expired' }
  | { reason: 'session-revoked' }
  | { reason: 'protocol-mismatch'; desktop: number; server: number }
  | { reason: 'unreachable' }
  | { reason: 'server-error' };

/** Sign-in and tokens over HTTP. `unreachable`: no answer, or none of a Turno server. */
export interface AuthClient {
  login(serverUrl: string, email: string, password: string): Promise<Result<FreshSession, SignInRefusal>>;
  refresh(serverUrl: string, refreshToken: string): Promise<Result<FreshSession, RefreshRefusal>>;
}

const TIMEOUT_MS = 15_000;

type Answer = { got: 'session'; fresh: FreshSession } | { got: 'error'; error: z.infer<typeof httpErrorSchema> };

async function post(serverUrl: string, route: string, body: unknown): Promise<Answer | null> {
  let response: Response;
  let text: string;
  try {
    response = await fetch(new URL(route, serverUrl), {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
      redirect: 'error',
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    text = await response.text();
  } catch {
    return null;
  }
  const json = parseJson(text);
  if (response.ok) {
    const session = sessionSchema.safeParse(json);
    if (!session.success) return null;
    const date = Date.parse(response.headers.get('date') ?? '');
    // The header counts whole seconds, so it may be almost one behind.
    const serverNow = Number.isNaN(date) ? Date.now() : date + 999;
    return {
      got: 'session',
      fresh: { session: session.data, lifetimeMs: Math.max(0, session.data.accessExpiresAt - serverNow) },
    };
  }
  const error = httpErrorSchema.safeParse(json);
  if (error.success) return { got: 'error', error: error.data };
  return response.status >= 500 ? { got: 'error', error: { error: 'server-error' } } : null;
}

export function createAuthClient(): AuthClient {
  return {
    async login(serverUrl, email, password) {
      const answer = await post(serverUrl, routes.login, { email, password, protocol: PROTOCOL_VERSION });
      if (answer === null) return { ok: false, reason: 'unreachable' };
      if (answer.got === 'session') return ok(answer.fresh);
      const { error } = answer;
      switch (error.error) {
        case 'wrong-credentials':
        case 'invalid':
          return { ok: false, reason: error.error };
        case 'too-many-attempts':
          return { ok: false, reason: 'too-many-attempts', retryAfterMs: error.retryAfterMs ?? 60_000 };
        case 'protocol-mismatch':
          return { ok: false, reason: 'protocol-mismatch', desktop: PROTOCOL_VERSION, server: error.server ?? 0 };
        default:
          return { ok: false, reason: 'server-error' };
      }
    },

    async refresh(serverUrl, refreshToken) {
      const answer = await post(serverUrl, routes.refresh, { refreshToken });
      if (answer === null) return { ok: false, reason: 'unreachable' };
      if (answer.got === 'session') return ok(answer.fresh);
      const { error } = answer;
      switch (error.error) {
        case 'session-expired':
        case 'session-revoked':
          return { ok: false, reason: error.error };
        case 'protocol-mismatch':
          return { ok: false, reason: 'protocol-mismatch', desktop: PROTOCOL_VERSION, server: error.server ?? 0 };
        default:
          return { ok: false, reason: 'server-error' };
      }
    },
  };
}
