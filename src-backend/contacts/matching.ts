import type { MatchReason } from '../../src-shared/protocol/contacts.ts';
import { type ContactKey, lookUp } from './keys.ts';

/**
 * Whether two customers are one person (G1), from all keys of each: a pure decision with its reasons.
 *
 * - `certain`: something in common that cannot be somebody else's, on both sides. Links by itself.
 * - `possible`: in common is only what may be (typed in, or somebody's who shares it). A suggestion.
 * - Two different CPFs are two people, whatever else they share: a company's number, a typed-in address then say nothing,
 *   and what a provider vouches for on both sides (a number handed on, or a mistyped CPF) is asked about, never linked.
 */
export type Match = { verdict: 'certain' | 'possible'; reasons: MatchReason[] } | { verdict: 'none' };

export function matchOf(a: readonly ContactKey[], b: readonly ContactKey[]): Match {
  const common = [...Map.groupBy(a, lookUp)].flatMap(([name, ours]) => {
    const theirs = b.filter((key) => lookUp(key) === name);
    return theirs.length === 0 ? [] : [{ ours, theirs }];
  });
  const isCertain = ({ ours, theirs }: (typeof common)[number]) =>
    ours.some((key) => key.certain) && theirs.some((key) => key.certain);
  const reasons = common.map(({ ours, theirs }) => reasonOf(ours, theirs));
  if (reasons.length === 0) return { verdict: 'none' };
  if (!areTwoPeople(a, b)) return { verdict: common.some(isCertain) ? 'certain' : 'possible', reasons };
  const vouched = common.some((pair) => isCertain(pair) && !pair.ours.some(({ kind }) => kind === 'cnpj'));
  return vouched ? { verdict: 'possible', reasons } : { verdict: 'none' };
}

function areTwoPeople(a: readonly ContactKey[], b: readonly ContactKey[]): boolean {
  const own = (keys: readonly ContactKey[]) =>
    new Set(keys.flatMap((key) => (key.kind === 'cpf' && key.certain ? [key.value] : [])));
  const [ours, theirs] = [own(a), own(b)];
  return ours.size > 0 && theirs.size > 0 && ours.isDisjointFrom(theirs);
}

/** The value as it is compared; a mobile that is nowhere written alike is the same but for its ninth digit. */
function reasonOf(ours: readonly ContactKey[], theirs: readonly ContactKey[]): MatchReason {
  const [key] = ours;
  if (key === undefined) throw new Error('a match without a key');
  const alike = ours.some(({ written }) => theirs.some((other) => other.written === written));
  return { kind: key.kind === 'phone' && !alike ? 'phone-ninth-digit' : key.kind, value: key.value };
}
