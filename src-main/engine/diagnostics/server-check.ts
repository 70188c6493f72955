import { z } from 'zod';
import { routes } from '../../../src-shared/protocol/http.ts';

const TIMEOUT_MS = 8_000;

/** What the server says of itself to anybody; of older ones the status alone. */
const healthSchema = z.object({
  status: z.string(),
  protocol: z.number().int().optional(),
  time: z.number().optional(),
});

export type Probe =
  /** `offsetMs`: this machine's clock minus the server's, if it tells the time; half of `ms` may be wrong in it. */
  | { answered: true; status: number; turno: boolean; protocol: number | null; offsetMs: number | null; ms: number }
  /** `error`: the system's code. */
  | { answered: false; error: string };

/** Asks the server how it is, signed in or not. */
export async function probe(serverUrl: string, route: 'health' | 'ready', now: () => number): Promise<Probe> {
  const began = performance.now();
  try {
    const asked = now();
    const answer = await fetch(new URL(routes[route], serverUrl), {
      signal: AbortSignal.timeout(TIMEOUT_MS),
      redirect: 'error',
    });
    const health = healthSchema.safeParse(await answer.json().catch(() => null));
    const ms = performance.now() - began;
    const time = health.success ? (health.data.time ?? null) : null;
    return {
      answered: true,
      status: answer.status,
      turno: health.success,
      protocol: health.success ? (health.data.protocol ?? null) : null,
      offsetMs: time === null ? null : Math.round(asked + ms / 2 - time),
      ms,
    };
  } catch (error) {
    return { answered: false, error: codeOf(error) };
  }
}

function codeOf(error: unknown): string {
  for (let at = error; at instanceof Error; at = at.cause) {
    if ('code' in at && typeof at.code === 'string') return at.code;
    if (at.name === 'TimeoutError') return 'TIMEOUT';
  }
  return 'UNKNOWN';
}
