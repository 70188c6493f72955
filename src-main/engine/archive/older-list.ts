import type { OlderListArgs, OlderRows } from '../../../src-shared/bridge/archive.ts';
import type { ServerAnswer } from '../../../src-shared/bridge/contract.ts';
import type { HistoryRow } from '../../../src-shared/bridge/views.ts';
import type { Contact, Conversation } from '../../../src-shared/protocol/entities.ts';
import type { ListCursor } from '../../../src-shared/protocol/inbox-filter.ts';
import type { CacheReader } from '../cache/api.ts';
import type { CacheKeeping } from '../cache/keeping/api.ts';
import { titleOfContact } from '../search/subject.ts';
import { askServer } from '../sync/ask-server.ts';
import type { Wire } from '../sync/wire.ts';

/** Finished conversations of the server that are not on this machine, under the list's own filter. */
export type OlderList = (args: OlderListArgs) => Promise<ServerAnswer<OlderRows>>;

const PAGE = 50;
/** A page of nothing but conversations that are here shows nothing: the next one is asked for at once. */
const PAGES = 6;
/** Sorts behind every id. */
const LAST_ID = '~';

export function createOlderList(deps: {
  keeping: Pick<CacheKeeping, 'floor' | 'holds'>;
  directory: CacheReader['directory'];
  wire(): Wire | null;
}): OlderList {
  const { keeping } = deps;

  /** Everything that came to rest since the floor is here, so the newest first of the others begin there. */
  function begin({ filter }: OlderListArgs): ListCursor | null {
    const floor = keeping.floor();
    return floor === null || filter.order === 'oldest' ? null : { at: floor, id: LAST_ID };
  }

  return async (args) => {
    const rows: HistoryRow[] = [];
    let after = args.after ?? begin(args);
    for (let page = 1; ; page += 1) {
      const filter = { ...args.filter, status: 'finished' as const };
      const answer = await askServer(deps.wire(), 'conversation.list', { filter, text: args.text, after, limit: PAGE });
      if (!answer.ok) return answer;
      const { conversations, contacts, next } = answer.value;
      for (const conversation of conversations) {
        const row = rowOf(conversation, contacts);
        const { from, to } = args;
        const isWanted = (from === null || row.finishedAt >= from) && (to === null || row.finishedAt < to);
        if (isWanted && !keeping.holds(conversation.id)) rows.push(row);
      }
      after = next;
      if (after === null || rows.length >= PAGE / 2 || page === PAGES)
        return { ok: true, value: { rows, next: after } };
    }
  };

  function rowOf(conversation: Conversation, contacts: readonly Contact[]): HistoryRow {
    const { people, departments, connections, reasons } = deps.directory();
    const nameIn = (list: readonly { id: string; name: string }[], id: string | null): string | null =>
      list.find((one) => one.id === id)?.name ?? null;
    const contact = contacts.find(({ id }) => id === conversation.contactId);
    return {
      id: conversation.id,
      protocol: conversation.protocol,
      contactTitle: contact === undefined ? '' : titleOfContact(contact),
      channel: conversation.channel,
      connectionName: nameIn(connections, conversation.connectionId) ?? '',
      agentName: nameIn(people, conversation.assigneeId ?? conversation.finishedById),
      departmentName: nameIn(departments, conversation.departmentId) ?? '',
      reasonName: nameIn(reasons, conversation.qualification?.reasonId ?? null),
      description: conversation.qualification?.description ?? null,
      startedAt: conversation.createdAt,
      finishedAt: conversation.finishedAt ?? conversation.lastActivityAt,
    };
  }
}
