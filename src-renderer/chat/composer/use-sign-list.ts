import { type KeyboardEvent, useState } from 'react';

/** What stands behind a sign («/», «@») up to the caret. */
interface Query {
  from: number;
  text: string;
}

/** A list that opens by a sign while one writes, and is walked by the arrows without leaving the field. */
export interface SignList<One> {
  open: boolean;
  found: One[];
  /** Place of the one that Enter would choose. */
  active: number;
  /** To be called whenever the text or the caret changed. */
  look(text: string, caret: number): void;
  /** True when the key was for the list. */
  key(event: KeyboardEvent, caret: number): boolean;
  choose(one: One, caret: number): void;
  close(): void;
}

export function useSignList<One>(deps: {
  enabled: boolean;
  /** null: there is no sign before the caret. */
  queryAt(text: string, caret: number): Query | null;
  find(words: string): One[];
  /** A longer text behind the sign that finds nothing is plain text. */
  longest: number;
  insert(one: One, query: Query, caret: number): void;
}): SignList<One> {
  const { enabled, longest, insert } = deps;
  const [query, setQuery] = useState<Query | null>(null);
  const [wished, setWished] = useState(0);
  const found = query === null || !enabled ? [] : deps.find(query.text);
  const open = enabled && query !== null && (found.length > 0 || query.text.length <= longest);
  const active = Math.min(wished, Math.max(0, found.length - 1));

  const choose = (one: One, caret: number) => {
    if (query === null) return;
    insert(one, query, caret);
    setQuery(null);
  };

  return {
    open,
    found,
    active,
    look(text, caret) {
      const now = enabled ? deps.queryAt(text, caret) : null;
      if (!same(now, query)) setWished(0);
      setQuery(now);
    },
    key(event, caret) {
      if (!open) return false;
      const one = found[active];
      if (event.key === 'Escape') {
        setQuery(null);
        event.stopPropagation();
      } else if (one === undefined) return false;
      else if (event.key === 'ArrowDown') setWished((active + 1) % found.length);
      else if (event.key === 'ArrowUp') setWished((active - 1 + found.length) % found.length);
      else if ((event.key === 'Enter' && !event.shiftKey) || event.key === 'Tab') choose(one, caret);
      else return false;
      event.preventDefault();
      return true;
    },
    choose,
    close: () => setQuery(null),
  };
}

const same = (a: Query | null, b: Query | null): boolean => a?.from === b?.from && a?.text === b?.text;
