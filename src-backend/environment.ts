import { isIP } from 'node:net';
import { z } from 'zod';
import { ok, type Result } from '../src-shared/result.ts';

/** How a backend is run, from its environment; the rest is said by arguments (cli.ts). */
export interface RunningConditions {
  /** pino's levels. */
  logLevel: string;
  /** What whoever reads `/metrics` must show; null: only this machine may read it. */
  metricsToken: string | null;
  /** Addresses and networks (CIDR) of balancers, whose word on where a request comes from is taken. */
  trustedProxies: string[];
  /** How long a backend that was told to stop still serves as before, saying that it is not ready. */
  drainMs: number;
}

/** Every variable that a backend reads, besides `DATABASE_URL` and those that a provision file names. */
const variables = z.object({
  TURNO_LOG: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']).default('info'),
  TURNO_METRICS_TOKEN: z.string().min(16, 'needs 16 characters or more').optional(),
  TURNO_TRUSTED_PROXIES: z
    .string()
    .default('')
    .transform((list) => list.split(/[\s,]+/).filter((one) => one !== ''))
    .refine((list) => list.every(isNetwork), 'takes addresses and networks like 10.0.0.0/8, separated by commas'),
  TURNO_DRAIN_SECONDS: z.coerce.number('takes seconds').min(0).max(600).default(0),
});

export const VARIABLES = Object.keys(variables.shape);

/** `words` names the variable and what it takes, never what it holds. */
export function readEnvironment(
  environment: Record<string, string | undefined>,
): Result<RunningConditions, { reason: 'invalid-environment'; words: string }> {
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''));
  const read = variables.safeParse(given);
  if (!read.success) {
    const words = read.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('\n');
    return { ok: false, reason: 'invalid-environment', words };
  }
  const { TURNO_LOG, TURNO_METRICS_TOKEN, TURNO_TRUSTED_PROXIES, TURNO_DRAIN_SECONDS } = read.data;
  return ok({
    logLevel: TURNO_LOG,
    metricsToken: TURNO_METRICS_TOKEN ?? null,
    trustedProxies: TURNO_TRUSTED_PROXIES,
    drainMs: TURNO_DRAIN_SECONDS * 1_000,
  });
}

function isNetwork(words: string): boolean {
  const [address = '', bits, more] = words.split('/');
  const version = isIP(address);
  if (version === 0 || more !== undefined) return false;
  return bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (version === 4 ? 32 : 128));
}
