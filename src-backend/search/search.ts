import type { Contact, Conversation, Message } from '../../src-shared/protocol/entities.ts';
import { composeContact } from '../../src-shared/rules/merged-contact.ts';
import { searchWordsOf } from '../../src-shared/rules/message-gist.ts';
import { protocolBeginsWith, searchTextOfContact } from '../../src-shared/rules/search-subject.ts';
import {
  readSearch,
  type SearchTerm,
  searchedText,
  searchMatches,
  soughtNumber,
} from '../../src-shared/rules/search-words.ts';
import { membersOf } from '../contacts/roots.ts';
import type { QueryContext, QueryHandler } from '../queries/run.ts';
import { maskItem } from '../realtime/mask.ts';
import { loadContacts } from '../store/entities/contact.ts';
import { toConversation } from '../store/entities/conversation.ts';
import { toMessage } from '../store/entities/message.ts';
import {
  type Candidate,
  type Candidates,
  contactCandidates,
  messageCandidates,
  protocolCandidates,
  type Sought,
} from './candidates.ts';
import { tsqueryOf } from './words.ts';

/** Quoted words are found apart first and checked after: so many at a time, and so often before the answer is given. */
const CHECKED_AT_ONCE = 200;
const ROUNDS = 10;

interface Hit {
  conversation: Conversation;
  contact: Contact;
  message: Message | null;
  at: number;
}

/** Contacts, protocols and messages (A8) by the same rule as on a desktop, newest first. */
export const search: QueryHandler<'search'> = async (context, { text, before, heldSince, limit }) => {
  const terms = readSearch(text);
  const query = tsqueryOf(terms);
  if (query === null) return { hits: [], next: null };
  const { db, workspaceId, caller } = context;
  const hits: Hit[] = [];
  let from = before;
  for (let round = 0; round < ROUNDS; round += 1) {
    const sought: Sought = {
      ...{ db, workspaceId, viewer: caller, query, heldSince },
      before: from ?? Number.MAX_SAFE_INTEGER,
      limit: needsCheck(terms) ? CHECKED_AT_ONCE : limit - hits.length,
    };
    const page = await candidates(sought, terms);
    const checked = (await hitsOf(context, page.rows)).filter((hit) => isMeant(hit, terms));
    hits.push(...checked);
    from = page.reached;
    if (hits.length >= limit) return asRecords(context, cutTo(hits, limit, from));
    if (from === null) break;
  }
  return asRecords(context, { hits, next: from });
};

const needsCheck = (terms: readonly SearchTerm[]): boolean => terms.some((term) => term.kind === 'phrase');

/** All kinds together; only as far back as each of them has been looked through. */
async function candidates(sought: Sought, terms: readonly SearchTerm[]): Promise<Candidates> {
  const digits = soughtNumber(terms);
  const kinds = [
    ...(digits === null ? [] : [await protocolCandidates(sought, digits)]),
    await contactCandidates(sought),
    await messageCandidates(sought),
  ];
  const ends = kinds.flatMap(({ reached }) => reached ?? []);
  const reached = ends.length === 0 ? null : Math.max(...ends);
  const rows = kinds
    .flatMap((kind) => kind.rows)
    .filter(({ at }) => reached === null || at >= reached)
    .sort((a, b) => b.at - a.at);
  return { rows: apart(rows), reached };
}

/** Found by protocol and by contact, a conversation is one hit. */
function apart(rows: readonly Candidate[]): Candidate[] {
  const seen = new Set<string>();
  return rows.filter(({ conversationId, messageId }) => {
    const key = messageId ?? `subject ${conversationId}`;
    return !seen.has(key) && seen.add(key);
  });
}

async function hitsOf(context: QueryContext, rows: readonly Candidate[]): Promise<Hit[]> {
  const { db, workspaceId, caller } = context;
  const conversations = new Map<string, Conversation>();
  for (const row of await byIds(rows.map(({ conversationId }) => conversationId))) {
    const masked = maskItem({ type: 'conversation', conversation: toConversation(row) }, caller);
    if (masked.type === 'conversation') conversations.set(row.id, masked.conversation);
  }
  const contactIds = new Set([...conversations.values()].map(({ contactId }) => contactId));
  const contacts = new Map((await loadContacts(db, workspaceId, [...contactIds])).map((one) => [one.id, one]));
  const messageIds = rows.flatMap(({ messageId }) => messageId ?? []);
  const messages = new Map((await messagesByIds(messageIds)).map((row) => [row.id, toMessage(row)]));
  return rows.flatMap(({ conversationId, messageId, at }) => {
    const conversation = conversations.get(conversationId);
    const contact = contacts.get(conversation?.contactId ?? '');
    const message = messageId === null ? null : messages.get(messageId);
    return conversation === undefined || contact === undefined || message === undefined
      ? []
      : [{ conversation, contact, message, at }];
  });

  async function byIds(ids: string[]) {
    if (ids.length === 0) return [];
    return await db.selectFrom('conversation').selectAll().where('id', 'in', ids).execute();
  }

  async function messagesByIds(ids: string[]) {
    if (ids.length === 0) return [];
    return await db.selectFrom('message').selectAll().where('id', 'in', ids).execute();
  }
}

/** Found by a contact's own words, a customer is shown as the whole record: under that name they are known. */
async function asRecords({ db, workspaceId }: QueryContext, page: { hits: Hit[]; next: number | null }) {
  const ids = [...new Set(page.hits.map(({ contact }) => contact.id))];
  const members = await membersOf({ db, workspaceId }, ids);
  const several = [...members.values()].filter(({ contactIds }) => contactIds.length > 1);
  const parts = await loadContacts(db, workspaceId, [...new Set(several.flatMap(({ contactIds }) => contactIds))]);
  const known = new Map(parts.map((contact) => [contact.id, contact]));
  const recordOf = (contact: Contact): Contact => {
    const one = members.get(contact.id);
    const root = known.get(one?.rootId ?? '');
    return one === undefined || root === undefined
      ? contact
      : composeContact(
          root,
          one.contactIds.flatMap((id) => known.get(id) ?? []),
        );
  };
  return { ...page, hits: page.hits.map((hit) => ({ ...hit, contact: recordOf(hit.contact) })) };
}

function isMeant({ conversation, contact, message }: Hit, terms: readonly SearchTerm[]): boolean {
  if (message !== null) return searchMatches(terms, searchedText(searchWordsOf(message)));
  const digits = soughtNumber(terms);
  if (digits !== null && protocolBeginsWith(conversation.protocol, digits)) return true;
  return searchMatches(terms, searchedText(searchTextOfContact(contact), false));
}

/** Those of one moment stay on one page: the next begins before it. */
function cutTo(hits: Hit[], limit: number, reached: number | null): { hits: Hit[]; next: number | null } {
  const last = hits[limit - 1]?.at ?? 0;
  const page = hits.filter(({ at }) => at >= last);
  return { hits: page, next: page.length < hits.length ? last : reached };
}
