import type { Contact, Message } from '../../src-shared/protocol/entities.ts';
import { searchWordsOf } from '../../src-shared/rules/message-gist.ts';
import { searchTextOfContact, searchTextOfProtocol } from '../../src-shared/rules/search-subject.ts';
import { indexedText, type SearchTerm, searchedText } from '../../src-shared/rules/search-words.ts';

/** Words and what is searched, as PostgreSQL takes them (tsvector, tsquery). */

/** A longer word is found by its beginning: more than this nobody types (and a tsvector does not take 2 kB). */
const LONGEST = 200;
/** A tsvector holds a megabyte; of a longer text (an e-mail with everything quoted below) the beginning is found. */
const MOST_WORDS = 10_000;

export type ContentColumns = Pick<Message, 'text' | 'media' | 'content'>;
export type FoundContact = Pick<Contact, 'name' | 'fields' | 'notes'> & {
  identities: Pick<Contact['identities'][number], 'address' | 'phone' | 'profileName'>[];
};

/** '' when there is nothing by which it could be found. */
export const messageWords = (message: ContentColumns): string => vectorOf(indexedText(searchWordsOf(message)));
export const contactWords = (contact: FoundContact): string => vectorOf(searchTextOfContact(contact));
export const protocolWords = (protocol: string): string => vectorOf(searchTextOfProtocol(protocol));

/** Words hold letters and digits only, so nothing in them needs to be escaped. */
function vectorOf(text: string): string {
  const words = new Set(searchedText(text, false).words.map((word) => [...word].slice(0, LONGEST).join('')));
  return [...words]
    .slice(0, MOST_WORDS)
    .map((word) => `'${word}'`)
    .join(' ');
}

/**
 * What is searched, for the index; null: nothing an index could find. It may find more than is meant (words not side by
 * side, single letters): the texts are checked by the rule itself.
 */
export const tsqueryOf = (terms: readonly SearchTerm[]): string | null => allOf(terms.map(tsqueryOfTerm));

function tsqueryOfTerm(term: SearchTerm): string | null {
  switch (term.kind) {
    case 'word':
      return begins(term.word);
    case 'phrase':
      return allOf(
        term.words.map((word, i) => (term.open && i === term.words.length - 1 ? begins(word) : `'${word}'`)),
      );
    case 'number': {
      const parts = allOf(term.parts.map(begins));
      const joined = begins(term.joined);
      return parts === null || joined === null ? joined : `(${joined} | (${parts}))`;
    }
  }
}

/** What begins with one letter is half of all there is, and takes the index longer than the check afterwards. */
const begins = (word: string): string | null => ([...word].length === 1 ? null : `'${word}':*`);

function allOf(parts: readonly (string | null)[]): string | null {
  const some = parts.filter((part) => part !== null);
  return some.length === 0 ? null : some.join(' & ');
}
