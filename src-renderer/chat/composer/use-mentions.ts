import { type KeyboardEvent, useState } from 'react';
import type { Person } from '../../../src-shared/protocol/entities.ts';
import { insertMention, type MentionQuery, matchingPeople, mentionQuery } from './mentions.ts';

const SHOWN = 6;

interface Deps {
  enabled: boolean;
  people: readonly Person[];
  text: string;
  /** Puts the text and the caret in the field. */
  put(text: string, caret: number): void;
}

export interface Mentions {
  open: boolean;
  people: Person[];
  active: number;
  /** To be called whenever the text or the caret changed. */
  look(text: string, caret: number): void;
  /** True when the key was for the list. */
  key(event: KeyboardEvent, caret: number): boolean;
  choose(person: Person, caret: number): void;
  close(): void;
}

/** The list of colleagues that opens by «@» while a note is written. */
export function useMentions({ enabled, people, text, put }: Deps): Mentions {
  const [query, setQuery] = useState<MentionQuery | null>(null);
  const [active, setActive] = useState(0);
  const found = query === null ? [] : matchingPeople(people, query.text).slice(0, SHOWN);
  // A longer text after an «@» that names nobody is plain text.
  const open = enabled && query !== null && (found.length > 0 || query.text.length <= 12);

  const choose = (person: Person, caret: number) => {
    if (query === null) return;
    const next = insertMention(text, query, caret, person);
    put(next.text, next.caret);
    setQuery(null);
  };

  return {
    open,
    people: found,
    active: Math.min(active, Math.max(0, found.length - 1)),
    look(next, caret) {
      const now = enabled ? mentionQuery(next, caret) : null;
      if (now?.from !== query?.from || now?.text !== query?.text) setActive(0);
      setQuery(now);
    },
    key(event, caret) {
      if (!open) return false;
      if (event.key === 'Escape') {
        setQuery(null);
        event.stopPropagation();
      } else if (found.length === 0) return false;
      else if (event.key === 'ArrowDown') setActive((active + 1) % found.length);
      else if (event.key === 'ArrowUp') setActive((active - 1 + found.length) % found.length);
      else if (event.key === 'Enter' || event.key === 'Tab') {
        const person = found[active] ?? found[0];
        if (person === undefined) return false;
        choose(person, caret);
      } else return false;
      event.preventDefault();
      return true;
    },
    choose,
    close: () => setQuery(null),
  };
}
