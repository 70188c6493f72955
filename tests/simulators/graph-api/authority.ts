import type { BusinessNumber } from './graph-api.ts';
import { type MetaError, metaError, noSuchObject } from './meta-errors.ts';

export type Caller = { ok: true; number: BusinessNumber } | { ok: false; error: MetaError };

/** Who may call: the bearer token first, then the number named in the address. */
export function createAuthority({ accessToken, numbers }: { accessToken: string; numbers: readonly BusinessNumber[] }) {
  const tokenError = (authorization: string | undefined): MetaError | null =>
    authorization === `Bearer ${accessToken}` ? null : metaError(190);
  return {
    tokenError,
    numberFor(authorization: string | undefined, phoneNumberId: string): Caller {
      const error = tokenError(authorization);
      if (error) return { ok: false, error };
      const number = numbers.find((candidate) => candidate.phoneNumberId === phoneNumberId);
      return number ? { ok: true, number } : { ok: false, error: noSuchObject(phoneNumberId) };
    },
  };
}
