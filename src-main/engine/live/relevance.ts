import type { WatchArgs, WatchName, WatchResults } from '../../../src-shared/bridge/contract.ts';
import type { Touched } from '../cache/api.ts';

/** Whether a change could affect a watch, given what it showed last. Saying yes in doubt costs time, no costs truth. */
export type Relevance = {
  [Name in WatchName]: (touched: Touched, args: WatchArgs<Name>, last: WatchResults[Name] | undefined) => boolean;
};

const anyOf = (ids: ReadonlySet<string> | undefined): boolean => ids !== undefined && ids.size > 0;
const has = (ids: ReadonlySet<string> | undefined, id: string): boolean => ids?.has(id) === true;

/** Cards and rows show contacts, directory names and pending changes besides what their conversation says. */
const listed = (touched: Touched): boolean =>
  touched.inbox === true || touched.directory === true || anyOf(touched.conversations) || anyOf(touched.contacts);

export const relevance: Relevance = {
  session: (touched) => touched.session === true,
  connection: (touched) => touched.connection === true,
  preferences: (touched) => touched.preferences === true,
  directory: (touched) => touched.directory === true,
  outbox: (touched) => touched.outbox === true || anyOf(touched.contacts) || anyOf(touched.conversations),
  bulk: (touched) => touched.bulk === true,
  uploads: (touched, { conversationId }) => has(touched.uploads, conversationId),
  'inbox.list': (touched) => listed(touched) || touched.outbox === true,
  // Reasons have others below them and connections their windows: filters ask for both.
  'inbox.counts': (touched) =>
    touched.inbox === true || touched.directory === true || touched.outbox === true || anyOf(touched.contacts),
  conversation: (touched, { conversationId }, last) =>
    touched.directory === true ||
    has(touched.conversations, conversationId) ||
    // What it is shown in, and what is shown in it: whoever types there.
    (last != null &&
      (has(touched.conversations, last.id) || last.group.some(({ id }) => has(touched.conversations, id)))) ||
    // Its place in the queue depends on the others that wait.
    (last !== null && last !== undefined && last.queue !== null && anyOf(touched.conversations)) ||
    // While it is unknown it may arrive with any change.
    (last === null || last === undefined
      ? anyOf(touched.conversations)
      : has(touched.contacts, last.contactId) || touched.outbox === true),
  'conversation.chat': (touched, { conversationId }, last) =>
    touched.directory === true ||
    touched.outbox === true ||
    has(touched.conversations, conversationId) ||
    // An earlier conversation of the contact may arrive with its contact only.
    anyOf(touched.contacts) ||
    (last?.items.some(
      (item) =>
        touched.conversations?.has(item.type === 'message' ? item.message.conversationId : item.conversationId) ===
        true,
    ) ??
      anyOf(touched.conversations)),
  contact: (touched, { contactId }, last) =>
    touched.directory === true ||
    touched.outbox === true ||
    has(touched.contacts, contactId) ||
    // It is shown as the record it was merged into.
    (last != null && has(touched.contacts, last.id)),
  'contact.timeline': (touched, { contactId }, last) =>
    touched.directory === true ||
    has(touched.contacts, contactId) ||
    (last?.contactId != null && has(touched.contacts, last.contactId)) ||
    // A message that was edited or deleted.
    last?.items.some(({ conversation }) => conversation !== null && has(touched.conversations, conversation.id)) ===
      true,
  'history.list': listed,
  'storage.freeing': (touched) => touched.storage === true,
  'archive.held': (touched, { conversationIds }) => conversationIds.some((id) => has(touched.conversations, id)),
};
