import type { TFunction } from 'i18next';
import type { SignInRefusal } from '../../src-shared/bridge/contract.ts';

/** Why signing in failed, and what to do, in plain words. */
export function signInRefusalText(t: TFunction<'session'>, refusal: SignInRefusal): string {
  switch (refusal.reason) {
    case 'too-many-attempts':
      return t('refusal.too-many-attempts', { wait: waitText(refusal.retryAfterMs) });
    case 'protocol-mismatch': {
      const which = refusal.desktop < refusal.server ? 'desktop' : 'server';
      return t(`refusal.protocol-mismatch-${which}`, { desktop: refusal.desktop, server: refusal.server });
    }
    default:
      return t(`refusal.${refusal.reason}`);
  }
}

/** Rounded up, so that trying again at the named time works. */
function waitText(ms: number): string {
  const seconds = Math.max(1, Math.ceil(ms / 1000));
  return seconds < 90 ? `${seconds} s` : `${Math.ceil(seconds / 60)} min`;
}
