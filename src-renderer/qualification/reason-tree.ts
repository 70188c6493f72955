import type { Reason } from '../../src-shared/protocol/entities.ts';
import { plain } from '../inbox/plain.ts';

/** A contact reason as it is chosen: with its place in the tree. */
export interface ReasonOption {
  id: string;
  name: string;
  /** Names from the root to this reason: «Troca › Tamanho». */
  path: string;
  depth: number;
  /** Has reasons below it that can be chosen. A group can be chosen too: sometimes nobody knows more. */
  group: boolean;
}

/**
 * Reasons that may be chosen, in the order of the tree. A reason is hidden with everything below it when it is
 * inactive, when its parent is unknown, or when its parents go round in a circle.
 */
export function reasonOptions(reasons: readonly Reason[]): ReasonOption[] {
  const children = new Map<string | null, Reason[]>();
  for (const reason of reasons) {
    if (!reason.active) continue;
    const siblings = children.get(reason.parentId) ?? [];
    siblings.push(reason);
    children.set(reason.parentId, siblings);
  }
  const options: ReasonOption[] = [];
  const visit = (parentId: string | null, path: string[]) => {
    const siblings = (children.get(parentId) ?? []).sort(
      (a, b) => a.position - b.position || a.name.localeCompare(b.name, 'pt-BR'),
    );
    for (const reason of siblings) {
      const names = [...path, reason.name];
      options.push({
        id: reason.id,
        name: reason.name,
        path: names.join(' › '),
        depth: path.length,
        group: children.has(reason.id),
      });
      visit(reason.id, names);
    }
  };
  // Only what hangs from the root is ever reached, so a circle is not.
  visit(null, []);
  return options;
}

/** Every word must occur somewhere in the path; accents and case ignored. */
export function findReasons(options: readonly ReasonOption[], search: string): ReasonOption[] {
  const words = plain(search)
    .split(/\s+/)
    .filter((word) => word !== '');
  if (words.length === 0) return [...options];
  return options.filter(({ path }) => {
    const folded = plain(path);
    return words.every((word) => folded.includes(word));
  });
}

/** A reason with its place, whether it may still be chosen or not: old conversations keep the reasons of their day. */
export function reasonPath(reasons: readonly Reason[], reasonId: string): string | null {
  const byId = new Map(reasons.map((reason) => [reason.id, reason]));
  const names: string[] = [];
  const passed = new Set<string>();
  let next = byId.get(reasonId);
  while (next !== undefined && !passed.has(next.id)) {
    names.unshift(next.name);
    passed.add(next.id);
    next = next.parentId === null ? undefined : byId.get(next.parentId);
  }
  return names.length === 0 ? null : names.join(' › ');
}
