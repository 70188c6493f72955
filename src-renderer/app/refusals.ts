import type { TFunction } from 'i18next';
import type { ServerActionResult } from '../../src-shared/bridge/contract.ts';

type Reason = Extract<ServerActionResult, { ok: false }>['reason'];

/** Why the server (or the missing line) said no, in plain words. */
export function refusalText(t: TFunction<'frame'>, reason: Reason): string {
  return t(`refusal.${reason}`);
}
