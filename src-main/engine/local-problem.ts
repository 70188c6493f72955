import type { ConnectionView } from '../../src-shared/bridge/views.ts';

/** What the user must be told of this machine; the worst first. */
export function localProblem(
  cache: 'disk-full' | 'cache-rebuilt' | null,
  userDataReset: boolean,
): ConnectionView['localProblem'] {
  if (cache === 'disk-full') return cache;
  return userDataReset ? 'user-data-reset' : cache;
}
