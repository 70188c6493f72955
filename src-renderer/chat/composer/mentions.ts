import type { Person } from '../../../src-shared/protocol/entities.ts';
import { plain } from '../../inbox/plain.ts';

type Named = Pick<Person, 'id' | 'name'>;

/** The name being written after an «@» before the caret; null: none. */
interface MentionQuery {
  /** Where the «@» stands, in UTF-16 units. */
  from: number;
  text: string;
}

/** A name may have spaces, so the query runs over up to three words; an «@» inside a word is an e-mail address. */
export function mentionQuery(text: string, caret: number): MentionQuery | null {
  const before = text.slice(0, caret);
  const from = before.lastIndexOf('@');
  if (from === -1 || (from > 0 && !/[\s(«"']/.test(before.charAt(from - 1)))) return null;
  const query = before.slice(from + 1);
  if (query.startsWith(' ') || query.includes('\n') || query.split(' ').length > 3) return null;
  return { from, text: query };
}

/** People whose name, or any word of it, begins with the query; accents and case ignored. */
export function matchingPeople<Someone extends Named>(people: readonly Someone[], query: string): Someone[] {
  const wanted = plain(query);
  return people
    .filter(({ name }) => {
      const folded = plain(name);
      return folded.startsWith(wanted) || folded.split(/\s+/).some((word) => word.startsWith(wanted));
    })
    .sort((a, b) => a.name.localeCompare(b.name));
}

export function insertMention(
  text: string,
  query: MentionQuery,
  caret: number,
  person: Named,
): { text: string; caret: number } {
  const head = `${text.slice(0, query.from)}@${person.name} `;
  return { text: head + text.slice(caret).replace(/^ /, ''), caret: head.length };
}

/** Ids of the people a note names. Where one name begins another («Ana», «Ana Souza») the longer one counts. */
export function mentionedIds(text: string, people: readonly Named[]): string[] {
  return [...new Set(splitMentions(text, people).flatMap((part) => (part.person === null ? [] : [part.person.id])))];
}

export interface MentionPart {
  text: string;
  person: Named | null;
}

/** A note in order, its mentions told apart. The parts' texts joined are the text itself. */
export function splitMentions(text: string, people: readonly Named[]): MentionPart[] {
  const byLength = [...people].sort((a, b) => b.name.length - a.name.length);
  const parts: MentionPart[] = [];
  let plainFrom = 0;
  let at = text.indexOf('@');
  while (at !== -1) {
    const person = byLength.find(
      ({ name }) => name !== '' && text.startsWith(name, at + 1) && endsWord(text, at + 1 + name.length),
    );
    const end = person === undefined ? at + 1 : at + 1 + person.name.length;
    if (person !== undefined) {
      if (at > plainFrom) parts.push({ text: text.slice(plainFrom, at), person: null });
      parts.push({ text: text.slice(at, end), person });
      plainFrom = end;
    }
    at = text.indexOf('@', end);
  }
  if (plainFrom < text.length) parts.push({ text: text.slice(plainFrom), person: null });
  return parts;
}

function endsWord(text: string, at: number): boolean {
  return at >= text.length || !/[\p{L}\p{N}]/u.test(text.charAt(at));
}
