import type { SearchHit } from '../../../src-shared/bridge/views.ts';
import type { Contact, Conversation, Message } from '../../../src-shared/protocol/entities.ts';
import { searchWordsOf } from '../../../src-shared/rules/message-gist.ts';
import { formatPhone } from '../../../src-shared/rules/phone.ts';
import { contactLines, protocolBeginsWith } from '../../../src-shared/rules/search-subject.ts';
import { type SearchTerm, soughtNumber } from '../../../src-shared/rules/search-words.ts';
import { formatCnpj, formatCpf, readCnpj, readCpf } from '../../../src-shared/rules/tax-number.ts';
import { type Excerpt, excerptOf } from './excerpt.ts';

/** Whom a hit is shown with. */
export interface FoundIn {
  conversation: Conversation;
  /** null: the contact has no name yet, or has not arrived. */
  title: string | null;
}

export function messageHit(
  { conversation, title }: FoundIn,
  message: Pick<Message, 'id' | 'position' | 'createdAt' | 'direction' | 'text' | 'media' | 'content'>,
  terms: readonly SearchTerm[],
  count: number,
): SearchHit {
  const { id, position, createdAt: at, direction } = message;
  return {
    ...factsOf(conversation, title, excerptOf(searchWordsOf(message), terms)),
    message: { id, position, at, direction },
    count,
  };
}

/** The contact or the protocol itself was found; shown is where that can be seen. */
export function subjectHit(
  { conversation, title }: FoundIn,
  contact: Contact | null,
  terms: readonly SearchTerm[],
): SearchHit {
  const name = title ?? conversation.protocol;
  return { ...factsOf(conversation, title, whereFound(conversation, name, contact, terms)), message: null, count: 1 };
}

const factsOf = (conversation: Conversation, title: string | null, { text, marks }: Excerpt) => ({
  conversationId: conversation.id,
  title: title ?? conversation.protocol,
  channel: conversation.channel,
  protocol: conversation.protocol,
  status: conversation.status,
  excerpt: text,
  marks,
});

function whereFound(
  { protocol }: Conversation,
  name: string,
  contact: Contact | null,
  terms: readonly SearchTerm[],
): Excerpt {
  const number = soughtNumber(terms);
  if (number !== null && protocolBeginsWith(protocol, number)) {
    const marked = excerptOf(protocol, terms);
    return marked.marks.length > 0 ? marked : { text: protocol, marks: [[0, protocol.length]] };
  }
  const lines = contact === null ? [] : contactLines(contact).map(asWritten);
  // The line in which most of it can be seen; the name, where that is as good as any.
  const seen = [name, ...lines].map((line) => excerptOf(line, terms));
  return seen.reduce((best, one) => (one.marks.length > best.marks.length ? one : best));
}

/** Numbers are kept as digits, and read more easily as people write them. */
function asWritten(line: string): string {
  if (!/^[0-9A-Z]{10,14}$/.test(line)) return line;
  if (readCpf(line) !== null) return formatCpf(line);
  if (readCnpj(line) !== null) return formatCnpj(line);
  return /^55\d{10,11}$/.test(line) ? formatPhone(line) : line;
}
