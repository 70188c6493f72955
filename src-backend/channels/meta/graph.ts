import { z } from 'zod';

/**
 * One call to the Graph API, told apart by what is known of it afterwards: answered, certainly never sent, or sent
 * (perhaps) and unanswered.
 */
export type GraphAnswer =
  | { state: 'answered'; status: number; body: unknown; retryAfterMs: number | null }
  | { state: 'unsent'; code: 'network'; detail: string }
  | { state: 'unanswered'; code: 'network' | 'timeout'; detail: string };

/** Whose call it is: the address with the Graph version, and the token that travels with each request. */
export interface GraphAccount {
  graphUrl: string;
  accessToken: string;
}

export interface Graph {
  /** `path` comes after the address with the version; a string body is JSON. Never throws. */
  post(account: GraphAccount, path: string, body: string | FormData, timeoutMs: number): Promise<GraphAnswer>;
  get(account: GraphAccount, path: string, timeoutMs: number): Promise<GraphAnswer>;
}

export function createGraph(fetch: typeof globalThis.fetch): Graph {
  async function call(account: GraphAccount, path: string, init: RequestInit, timeoutMs: number) {
    const headers = new Headers(init.headers);
    headers.set('authorization', `Bearer ${account.accessToken}`);
    try {
      const response = await fetch(`${account.graphUrl}/${path}`, {
        ...init,
        headers,
        // Following a redirect would repeat the request somewhere else.
        redirect: 'manual',
        signal: AbortSignal.timeout(timeoutMs),
      });
      return await readAnswer(response);
    } catch (error) {
      return withoutAnswer(error);
    }
  }
  return {
    post: (account, path, body, timeoutMs) =>
      call(
        account,
        path,
        {
          method: 'POST',
          body,
          ...(typeof body === 'string' ? { headers: { 'content-type': 'application/json' } } : {}),
        },
        timeoutMs,
      ),
    get: (account, path, timeoutMs) => call(account, path, { method: 'GET' }, timeoutMs),
  };
}

async function readAnswer(response: Response): Promise<GraphAnswer> {
  const { status } = response;
  const seconds = Number(response.headers.get('retry-after') ?? Number.NaN);
  const retryAfterMs = seconds > 0 && seconds < 86_400 ? seconds * 1000 : null;
  let body: unknown;
  try {
    body = JSON.parse(await response.text());
  } catch (error) {
    // A refusal is a refusal even if its explanation is lost; a cut success tells nothing.
    if (!(error instanceof SyntaxError) && status < 400) throw error;
    body = undefined;
  }
  return { state: 'answered', status, body, retryAfterMs };
}

const errorShape = z.object({
  code: z.string().optional(),
  cause: z.unknown().optional(),
  errors: z.array(z.unknown()).optional(),
});

/** The codes of an error and of everything under it; with several addresses tried, there are several. */
function codesOf(error: unknown, depth = 0): string[] {
  const parsed = errorShape.safeParse(error);
  if (!parsed.success || depth > 4) return [];
  const { code, cause, errors = [] } = parsed.data;
  return [...(code === undefined ? [] : [code]), ...[cause, ...errors].flatMap((inner) => codesOf(inner, depth + 1))];
}

/** Failures of finding, reaching or trusting the server: all happen before the first byte of a request is written. */
const beforeSending =
  /^(ECONNREFUSED|ENOTFOUND|EAI_\w+|EHOSTUNREACH|ENETUNREACH|ENETDOWN|EADDRNOTAVAIL|UND_ERR_CONNECT_TIMEOUT|ERR_TLS_\w+|CERT_\w+|DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO_\w+)$/;

function withoutAnswer(error: unknown): GraphAnswer {
  const codes = codesOf(error);
  const detail = codes[0] ?? (error instanceof Error ? error.name : 'unknown');
  if (error instanceof Error && error.name === 'TimeoutError') return { state: 'unanswered', code: 'timeout', detail };
  const unsent = codes.length > 0 && codes.every((code) => beforeSending.test(code));
  return unsent ? { state: 'unsent', code: 'network', detail } : { state: 'unanswered', code: 'network', detail };
}
