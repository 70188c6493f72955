import type { IncomingMessage } from 'node:http';

/** Whoever sends longer than this is cut off (milliseconds). */
const PATIENCE_MS = 2_000;

/**
 * Takes and drops what is left of a body that is refused, for a moment. Closing on somebody who still sends makes the system
 * throw away the answer before they have read it: a provider would see a broken line instead of the refusal, and try again.
 */
export async function readOff(request: IncomingMessage): Promise<void> {
  if (request.readableEnded || request.destroyed) return;
  const { promise, resolve } = Promise.withResolvers<void>();
  const patience = setTimeout(resolve, PATIENCE_MS);
  for (const end of ['end', 'close', 'error'] as const) request.once(end, () => resolve());
  request.unpipe();
  request.resume();
  await promise;
  clearTimeout(patience);
}
