import type { Person } from '../../../src-shared/protocol/entities.ts';
import { insertMention, matchingPeople, mentionQuery } from './mentions.ts';
import { type SignList, useSignList } from './use-sign-list.ts';

const SHOWN = 6;

interface Deps {
  enabled: boolean;
  people: readonly Person[];
  text: string;
  /** Puts the text and the caret in the field. */
  put(text: string, caret: number): void;
}

/** The list of colleagues that opens by «@» while a note is written. */
export function useMentions({ enabled, people, text, put }: Deps): SignList<Person> {
  return useSignList({
    enabled,
    queryAt: mentionQuery,
    find: (words) => matchingPeople(people, words).slice(0, SHOWN),
    longest: 12,
    insert(person, query, caret) {
      const next = insertMention(text, query, caret, person);
      put(next.text, next.caret);
    },
  });
}
