import { useEffect } from 'react';
import { tinykeys } from 'tinykeys';
import { usePreferences } from '../preferences.ts';
import { isTyping, keysOf } from './keys.ts';
import { useActionList } from './registry.tsx';

/** Binds every registered action to its keys. */
export function Shortcuts() {
  const actions = useActionList();
  const { shortcuts } = usePreferences();
  useEffect(() => {
    const bindings: Record<string, (event: KeyboardEvent) => void> = {};
    for (const action of actions) {
      const keys = keysOf(action, shortcuts);
      if (keys === null) continue;
      bindings[keys] = (event) => {
        if (event.defaultPrevented || event.isComposing) return;
        if (!mayFire(event, keys) || action.enabled?.() === false) return;
        event.preventDefault();
        action.run();
      };
    }
    return tinykeys(window, bindings, { ignore: () => false });
  }, [actions, shortcuts]);
  return null;
}

/** Never while typing (chords with Ctrl write nothing, so they may), and never behind an open dialog or menu. */
function mayFire(event: KeyboardEvent, keys: string): boolean {
  const target = event.target;
  if (target instanceof Element && target.closest('[role="dialog"], [role="menu"]') !== null) return false;
  return !isTyping(target) || /\$mod|Control|Alt|Meta/.test(keys);
}
