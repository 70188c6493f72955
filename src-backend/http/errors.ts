import type { FastifyError, FastifyReply } from 'fastify';
import type { HttpError } from '../../src-shared/protocol/http.ts';

/** The status beside each error of the protocol. */
const STATUS: Record<HttpError['error'], number> = {
  invalid: 400,
  'wrong-credentials': 401,
  'session-expired': 401,
  'session-revoked': 401,
  forbidden: 403,
  'not-found': 404,
  'too-large': 413,
  'unsupported-media': 415,
  'protocol-mismatch': 426,
  'too-many-attempts': 429,
  'server-error': 500,
};

export function sendError(reply: FastifyReply, error: HttpError): FastifyReply {
  if (error.retryAfterMs !== undefined) void reply.header('retry-after', Math.ceil(error.retryAfterMs / 1_000));
  return reply.code(STATUS[error.error]).send(error);
}

/** What an exception may tell the caller: nothing but which of the known kinds it is. */
export function publicError(error: Partial<FastifyError> & { retryAfterMs?: number }): HttpError {
  switch (error.statusCode) {
    case 413:
      return { error: 'too-large' };
    case 415:
      return { error: 'unsupported-media' };
    case 429:
      return { error: 'too-many-attempts', retryAfterMs: error.retryAfterMs ?? 60_000 };
    case 404:
      return { error: 'not-found' };
    default:
      return { error: error.statusCode !== undefined && error.statusCode < 500 ? 'invalid' : 'server-error' };
  }
}
