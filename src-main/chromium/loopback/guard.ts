import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';

/**
 * Who may talk to the loopback server. Any page in any browser of this machine can send requests to 127.0.0.1, and so
 * can any other user of it; so every request must name us as its host (against DNS rebinding), come from our own page,
 * and carry the cookie that was given for the one-time token.
 */
export interface Guard {
  /** Our `Host`, such as `127.0.0.1:40819`. */
  host: string;
  /** An address that opens the window: the token in it works once. */
  launchUrl(): string;
  /** The cookie's value for a token, or null. A page that already has the cookie may come with a used token again. */
  redeem(token: string): string | null;
  /** null: let it pass; otherwise why not (said to the log, never to the stranger). */
  refusal(request: GuardedRequest): GuardRefusal | null;
  hasCookie(headers: IncomingHttpHeaders): boolean;
  cookieName: string;
  /** The session's secret, to be kept so that a page outlives a killed engine. */
  session: string;
}

export interface GuardedRequest {
  kind: 'launch' | 'page' | 'file' | 'write' | 'socket';
  headers: IncomingHttpHeaders;
}

export type GuardRefusal = 'host' | 'origin' | 'site' | 'cookie';

const MOST_OPEN_TOKENS = 20;

export function createGuard({ port, session }: { port: number; session: string | null }): Guard {
  const host = `127.0.0.1:${port}`;
  const origin = `http://${host}`;
  const secret = session ?? randomBytes(32).toString('base64url');
  // Cookies do not tell ports apart, so two profiles in one browser need two names.
  const cookieName = `turno-${port}`;
  const tokens = new Set<string>();

  const hasCookie = (headers: IncomingHttpHeaders): boolean => {
    for (const pair of (headers.cookie ?? '').split(';')) {
      const [name, value] = pair.trim().split('=', 2);
      if (name === cookieName && value !== undefined && same(value, secret)) return true;
    }
    return false;
  };

  return {
    host,
    cookieName,
    session: secret,
    hasCookie,

    launchUrl() {
      const token = randomBytes(32).toString('base64url');
      tokens.add(token);
      const [oldest] = tokens;
      if (tokens.size > MOST_OPEN_TOKENS && oldest !== undefined) tokens.delete(oldest);
      return `${origin}/launch?token=${token}`;
    },

    redeem(token) {
      for (const known of tokens) {
        if (!same(known, token)) continue;
        tokens.delete(known);
        return secret;
      }
      return null;
    },

    refusal({ kind, headers }) {
      if (headers.host !== host) return 'host';
      const from = headers.origin;
      const mustSayOrigin = kind === 'write' || kind === 'socket';
      if (from === undefined ? mustSayOrigin : from !== origin) return 'origin';
      // Browsers that send it say where the request began; a person's own navigation is `none`.
      const site = headers['sec-fetch-site'];
      const navigation = kind === 'launch' || kind === 'page';
      if (site !== undefined && site !== 'same-origin' && !(navigation && site === 'none')) return 'site';
      if (kind !== 'launch' && !hasCookie(headers)) return 'cookie';
      return null;
    },
  };
}

/** In constant time; hashing first makes the lengths equal. */
function same(a: string, b: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(a), digest(b));
}
