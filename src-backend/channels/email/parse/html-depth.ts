/** Elements whose end may be left out: the next of their kind ends them, so they do not nest. */
const SELF_ENDING = new Set(['p', 'li', 'td', 'th', 'tr', 'dt', 'dd', 'option', 'thead', 'tbody', 'tfoot', 'colgroup']);
const VOID = new Set([
  'br',
  'hr',
  'img',
  'meta',
  'link',
  'input',
  'col',
  'area',
  'base',
  'embed',
  'source',
  'wbr',
  'param',
]);

/** No page that a program made for a person is deeper; parsers take time by the square of the depth. */
const DEEPEST = 1_500;

/** Whether elements are nested deeper than is worth reading, told without reading them. */
export function isTooDeep(html: string): boolean {
  const open = new Map<string, number>();
  let depth = 0;
  for (const [, slash, written] of html.matchAll(/<(\/?)([a-z][a-z0-9:-]*)/gi)) {
    const name = (written ?? '').toLowerCase();
    if (VOID.has(name) || SELF_ENDING.has(name)) continue;
    const count = open.get(name) ?? 0;
    if (slash === '/') {
      if (count === 0) continue;
      open.set(name, count - 1);
      depth -= 1;
    } else {
      open.set(name, count + 1);
      depth += 1;
      if (depth > DEEPEST) return true;
    }
  }
  return false;
}
