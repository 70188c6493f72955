import type { SearchTerm } from '../../../src-shared/rules/search-words.ts';

/**
 * What is searched, as FTS5 takes it. Words are quoted, so that nothing the agent types is read as an operator. An
 * expression may find more than the search means (side by side, single letters): whoever needs it exact checks the texts.
 */
const exactly = (one: string): string => `"${one}"`;
const beginningWith = (one: string): string => `"${one}"*`;

/** Beginnings up to this length have an index of their own: FTS5 then streams matches from the newest. */
const INDEXED = 3;

const isLetter = (one: string): boolean => [...one].length === 1;

/** One beginning: whole, or only as far as it is indexed. Beginnings of one letter have no index and are left out. */
type Begins = (one: string) => string | null;
const whole: Begins = (one) => (isLetter(one) ? null : beginningWith(one));
const streamed: Begins = (one) => (isLetter(one) ? null : beginningWith([...one].slice(0, INDEXED).join('')));

function expressionOfTerm(term: SearchTerm, begins: Begins): string | null {
  switch (term.kind) {
    case 'word':
      return begins(term.word);
    case 'phrase':
      return allOf(term.words.map((one, i) => (term.open && i === term.words.length - 1 ? begins(one) : exactly(one))));
    case 'number': {
      const parts = allOf(term.parts.map(begins));
      const joined = begins(term.joined);
      return parts === null || joined === null ? joined : `(${joined} OR (${parts}))`;
    }
  }
}

function allOf(expressions: readonly (string | null)[]): string | null {
  const some = expressions.filter((one) => one !== null);
  return some.length === 0 ? null : some.join(' AND ');
}

/** null: nothing that an index could find. */
export const wholeExpression = (terms: readonly SearchTerm[]): string | null =>
  allOf(terms.map((term) => expressionOfTerm(term, whole)));

/**
 * The same by the first letters only, which for frequent words is found sooner; terms for which `exact` says so, whole.
 * Of quoted words all but the last are whole anyway, and how seldom they stand together says nothing of each.
 */
export const streamedExpression = (
  terms: readonly SearchTerm[],
  exact: (index: number) => boolean = () => false,
): string | null =>
  allOf(terms.map((term, i) => expressionOfTerm(term, term.kind !== 'phrase' && exact(i) ? whole : streamed)));
