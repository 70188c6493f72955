/**
 * What something merged is shown as in the end: the last of the chain of marks that is known here, itself when it stands
 * alone. Holds for contacts and for conversations.
 *
 * `mergedInto` answers null for what stands alone and undefined for what is not known here; then whoever points at it
 * stands for itself until it is. While items of a log are applied out of order two may point at each other for a moment:
 * the smallest id of such a ring stands for all of it, so that every order of reading it says the same.
 */
export function mergedRoot(id: string, mergedInto: (id: string) => string | null | undefined): string {
  const way = [id];
  let at = id;
  for (;;) {
    const next = mergedInto(at) ?? null;
    if (next === null || mergedInto(next) === undefined) return at;
    const seen = way.indexOf(next);
    if (seen !== -1) return way.slice(seen).toSorted()[0] ?? at;
    way.push(next);
    at = next;
  }
}
