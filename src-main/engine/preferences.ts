import { preferencesSchema } from '../../src-shared/bridge/contract.ts';
import type { Preferences } from '../../src-shared/bridge/views.ts';

/**
 * The preferences after a change. What the change leaves out, or gives as undefined, stays; a change that does not fit
 * leaves all as it was.
 */
export function changedPreferences(current: Preferences, change: Readonly<Record<string, unknown>>): Preferences {
  const given = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
  const changed = preferencesSchema.safeParse({ ...current, ...given });
  return changed.success ? changed.data : current;
}
