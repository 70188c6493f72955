import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Authenticated, AuthenticationResult } from '../accounts/accounts.ts';
import { sendError } from './errors.ts';

/** Who asks, by the access token of a request. `admit` refuses those without; behind it `caller` tells who it is. */
export interface Authentication {
  admit(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply | undefined>;
  caller(request: FastifyRequest): Authenticated;
}

export function createAuthentication(
  authenticate: (accessToken: string) => Promise<AuthenticationResult>,
): Authentication {
  const callers = new WeakMap<FastifyRequest, Authenticated>();
  return {
    async admit(request, reply) {
      const token = /^Bearer (\S+)$/i.exec(request.headers.authorization ?? '')?.[1];
      if (token === undefined) return sendError(reply, { error: 'session-expired' });
      const result = await authenticate(token);
      if (!result.ok) return sendError(reply, { error: result.reason });
      callers.set(request, result);
      return undefined;
    },
    caller(request) {
      const caller = callers.get(request);
      if (caller === undefined) throw new Error('a route asks for its caller without admitting one');
      return caller;
    },
  };
}
