import type { AppAction } from './registry.tsx';

export const isApple = /Mac|iPhone|iPad/.test(navigator.platform);

/** The keys an action answers to: what the person chose, else its default; null for none. */
export function keysOf(action: Pick<AppAction, 'id' | 'keys'>, chosen: Record<string, string>): string | null {
  const keys = chosen[action.id] ?? action.keys;
  return keys === '' ? null : keys;
}

const names: Record<string, string> = {
  $mod: isApple ? '⌘' : 'Ctrl',
  Control: 'Ctrl',
  Alt: isApple ? '⌥' : 'Alt',
  Shift: isApple ? '⇧' : 'Shift',
  Meta: isApple ? '⌘' : 'Meta',
  ArrowUp: '↑',
  ArrowDown: '↓',
  ArrowLeft: '←',
  ArrowRight: '→',
  Escape: 'Esc',
  ' ': 'Espaço',
};

/** `$mod+k` → «Ctrl+K». */
export function keysText(keys: string): string {
  return keys
    .split(' ')
    .map((press) =>
      press
        .split('+')
        .filter((part) => !part.startsWith('['))
        .map((part) => names[part] ?? (part.length === 1 ? part.toLocaleUpperCase('pt-BR') : part))
        .join('+'),
    )
    .join(' ');
}

/** Two writings of the same press are one: `Shift+$mod+K` and `$mod+Shift+k`, `[Shift]+?` and `?`. */
export function normalKeys(keys: string): string {
  return keys
    .split(' ')
    .map((press) => {
      const parts = press.split('+').filter((part) => !part.startsWith('['));
      const key = (parts.pop() ?? '').toLowerCase();
      return [...parts.sort(), key].join('+');
    })
    .join(' ');
}

/** Keys that belong to writing, to moving the focus, or to the browser itself. */
const reserved = new Set(
  ['Enter', 'Tab', 'Escape', 'Backspace', 'Delete', ' ', '$mod+c', '$mod+v', '$mod+x', '$mod+z', '$mod+a', '$mod+w']
    .concat(['$mod+t', '$mod+n', '$mod+q', '$mod+r', '$mod+p', 'ArrowUp', 'ArrowDown', 'ArrowLeft', 'ArrowRight'])
    .map(normalKeys),
);

/** Whether `keys` may become the shortcut of `id`; a conflict names the other action. */
export function checkKeys(
  keys: string,
  id: string,
  actions: readonly AppAction[],
  chosen: Record<string, string>,
): { ok: true } | { ok: false; reason: 'reserved' } | { ok: false; reason: 'taken'; by: AppAction } {
  const wanted = normalKeys(keys);
  if (reserved.has(wanted)) return { ok: false, reason: 'reserved' };
  const by = actions.find((action) => {
    const others = action.id === id ? null : keysOf(action, chosen);
    return others !== null && collide(normalKeys(others), wanted);
  });
  return by === undefined ? { ok: true } : { ok: false, reason: 'taken', by };
}

/** The same presses, or the one is how the other begins: both would fire. */
function collide(a: string, b: string): boolean {
  return a === b || a.startsWith(`${b} `) || b.startsWith(`${a} `);
}

/** The press of an event in tinykeys' grammar; null while only modifiers are down. */
export function pressOf(
  event: Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'>,
): string | null {
  if (['Control', 'Shift', 'Alt', 'Meta', 'AltGraph', 'Dead'].includes(event.key)) return null;
  const parts: string[] = [];
  if (isApple ? event.metaKey : event.ctrlKey) parts.push('$mod');
  if (isApple && event.ctrlKey) parts.push('Control');
  if (event.altKey) parts.push('Alt');
  const isLetter = event.key.length === 1 && event.key.toLowerCase() !== event.key.toUpperCase();
  // A sign already says that Shift was needed for it on this keyboard; a letter or a named key does not.
  if (event.shiftKey) parts.push(isLetter || event.key.length > 1 ? 'Shift' : '[Shift]');
  parts.push(isLetter ? event.key.toLowerCase() : event.key);
  return parts.join('+');
}

const typingTypes = new Set(['button', 'checkbox', 'radio', 'range', 'submit', 'reset', 'file', 'color', 'image']);

/** Whether keys pressed there are text. */
export function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable || target.closest('[contenteditable="true"]') !== null) return true;
  if (target instanceof HTMLInputElement) return !typingTypes.has(target.type);
  return target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement;
}
