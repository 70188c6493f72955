import {
  FORM_TRAP,
  type FormDefinition,
  type FormProblem,
  formDefinitionSchema,
  formReplySchema,
} from '../../../../src-shared/protocol/forms.ts';

/** The form's server, as the form needs it. */
export interface FormServer {
  /** The page that does the same without a script. */
  page: string;
  /** null: it cannot be had. */
  definition(): Promise<FormDefinition | null>;
  send(token: string, filled: Filled): Promise<Sent>;
}

export interface Filled {
  id: string;
  answers: Record<string, string>;
  trap: string;
}

/** `again`: to be tried once more by itself, after so many milliseconds, with a new token where this one is no longer good. */
export type Sent =
  | { outcome: 'taken'; thanks: string; redirect: string | null }
  | { outcome: 'wrong'; problems: Record<string, FormProblem> }
  | { outcome: 'again'; afterMs: number; newToken: boolean }
  | { outcome: 'crowded' | 'failed' };

export function formServer(origin: string, key: string): FormServer {
  const address = `${origin}/forms/${encodeURIComponent(key)}`;
  const ask = (path: string, init: RequestInit = {}): Promise<unknown> =>
    fetch(`${address}${path}`, { ...init, credentials: 'omit', referrerPolicy: 'no-referrer' })
      .then((response) => response.json())
      .catch(() => null);

  return {
    page: address,

    async definition() {
      const parsed = formDefinitionSchema.safeParse(await ask('/definition'));
      return parsed.success ? parsed.data : null;
    },

    async send(token, { id, answers, trap }) {
      const body = JSON.stringify({
        id,
        token,
        answers,
        [FORM_TRAP]: trap,
        page: `${location.origin}${location.pathname}`.slice(0, 2_000),
      });
      const headers = { 'content-type': 'application/json' };
      const parsed = formReplySchema.safeParse(await ask('', { method: 'POST', headers, body }));
      if (!parsed.success) return { outcome: 'failed' };
      const reply = parsed.data;
      if (reply.ok) return { outcome: 'taken', thanks: reply.thanks, redirect: reply.redirect };
      switch (reply.reason) {
        case 'invalid':
          return { outcome: 'wrong', problems: reply.problems };
        case 'token':
          return { outcome: 'again', afterMs: 0, newToken: true };
        case 'too-fast':
          return { outcome: 'again', afterMs: reply.retryAfterMs ?? 1_000, newToken: false };
        case 'rate-limited':
          return { outcome: 'crowded' };
        default:
          return { outcome: 'failed' };
      }
    },
  };
}
