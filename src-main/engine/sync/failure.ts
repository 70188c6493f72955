import type { ConnectionView } from '../../../src-shared/bridge/views.ts';

/**
 * Whether a failed try means the network or the server: a host that answers (an HTTP status, a refused or reset
 * connection) is reachable, so the network is not to blame. Engine.IO wraps the reason a few levels deep, differently
 * for each transport.
 */
export function causeOf(error: unknown): NonNullable<ConnectionView['cause']> {
  for (let at: unknown = error, depth = 0; typeof at === 'object' && at !== null && depth < 6; depth += 1) {
    if ('code' in at && (at.code === 'ECONNREFUSED' || at.code === 'ECONNRESET')) return { kind: 'server' };
    if ('message' in at && typeof at.message === 'string' && /server response: \d{3}/.test(at.message)) {
      return { kind: 'server' };
    }
    if ('description' in at && typeof at.description === 'number' && at.description >= 400) return { kind: 'server' };
    at = 'description' in at ? at.description : 'error' in at ? at.error : 'cause' in at ? at.cause : null;
  }
  return { kind: 'network' };
}
