import type { ServerAnswer } from '../../../src-shared/bridge/contract.ts';
import type { OlderHits } from '../../../src-shared/bridge/views.ts';
import type { ServerQueryResult } from '../../../src-shared/protocol/queries.ts';
import { readSearch, type SearchTerm } from '../../../src-shared/rules/search-words.ts';
import type { CacheKeeping } from '../cache/keeping/api.ts';
import { messageHit, subjectHit } from '../search/hits.ts';
import { titleOfContact } from '../search/subject.ts';
import { askServer } from '../sync/ask-server.ts';
import type { Wire } from '../sync/wire.ts';

/** `before`: where the page before ended; null: from the newest. */
export type OlderSearch = (args: { text: string; before: number | null }) => Promise<ServerAnswer<OlderHits>>;

const PAGE = 30;
/** A page of nothing but conversations that were fetched earlier shows nothing: the next one is asked for at once. */
const PAGES = 4;

/** What the server finds in conversations that this machine does not hold. */
export function createOlderSearch(deps: {
  keeping: Pick<CacheKeeping, 'floor' | 'holds'>;
  wire(): Wire | null;
}): OlderSearch {
  return async ({ text, before }) => {
    const terms = readSearch(text);
    // Before the server was ever met, whatever it will send is held.
    const heldSince = deps.keeping.floor() ?? 0;
    let from = before;
    for (let page = 1; ; page += 1) {
      const answer = await askServer(deps.wire(), 'search', { text, before: from, heldSince, limit: PAGE });
      if (!answer.ok) return answer;
      const hits = answer.value.hits
        .filter(({ conversation }) => !deps.keeping.holds(conversation.id))
        .map((found) => hitOf(found, terms));
      from = answer.value.next;
      if (hits.length > 0 || from === null || page === PAGES) return { ok: true, value: { hits, next: from } };
    }
  };
}

function hitOf(
  { conversation, contact, message }: ServerQueryResult<'search'>['hits'][number],
  terms: readonly SearchTerm[],
) {
  const found = { conversation, title: titleOfContact(contact) };
  return message === null ? subjectHit(found, contact, terms) : messageHit(found, message, terms, 1);
}
