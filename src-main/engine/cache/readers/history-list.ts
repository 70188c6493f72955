import type { HistoryFilter, HistoryRow } from '../../../../src-shared/bridge/views.ts';
import { readSearch, soughtNumber } from '../../../../src-shared/rules/search-words.ts';
import { wholeExpression } from '../../search/expression.ts';
import type { Passes } from '../inbox-index.ts';
import { flag } from '../rows.ts';
import { sharedTests } from './inbox-filter.ts';
import type { Entities, Sources, StoredConversation } from './reading.ts';

export const historyTextQueries = {
  subjects: 'SELECT rowid FROM conversation_fts WHERE conversation_fts MATCH ?',
  protocols: 'SELECT rowid FROM protocol_fts WHERE protocol_fts MATCH ?',
};

/** Finished conversations (D2), those finished last first: `count` of them from `start`, and how many there are. */
export function createHistoryListReader(from: Sources, entities: Entities) {
  const subjects = from.db.prepare<[string], number>(historyTextQueries.subjects).pluck();
  const protocols = from.db.prepare<[string], number>(historyTextQueries.protocols).pluck();

  /** Who served it: the assignee, else whoever finished it from the queue. */
  const agentOf = ({ conversation }: StoredConversation): string | null =>
    conversation.assigneeId ?? conversation.finishedById;

  /** The rows found by each of the words; a number may be a protocol's. */
  function foundBy(text: string): Set<number>[] {
    return readSearch(text).flatMap((term) => {
      const expression = wholeExpression([term]);
      if (expression === null) return [];
      const digits = soughtNumber([term]);
      return [new Set([...subjects.all(expression), ...(digits === null ? [] : protocols.all(`"${digits}"*`))])];
    });
  }

  function testsOf(filter: HistoryFilter): Passes[] {
    const tests: Passes[] = [
      (rows, slot) => ((rows.flags[slot] ?? 0) & flag.finished) !== 0,
      ...sharedTests(filter, from),
    ];
    const { from: since, to } = filter;
    if (since !== null) tests.push((rows, slot) => (rows.finishedAt[slot] ?? 0) >= since);
    if (to !== null) tests.push((rows, slot) => (rows.finishedAt[slot] ?? 0) < to);
    for (const wanted of foundBy(filter.text)) tests.push((rows, slot) => wanted.has(rows.n[slot] ?? 0));
    return tests;
  }

  function rowOf(stored: StoredConversation): HistoryRow {
    const { conversation, title } = stored;
    const { directory } = from;
    return {
      id: conversation.id,
      protocol: conversation.protocol,
      contactTitle: title ?? '',
      channel: conversation.channel,
      connectionName: directory.connection(conversation.connectionId)?.name ?? '',
      agentName: directory.person(agentOf(stored))?.name ?? null,
      departmentName: directory.department(conversation.departmentId)?.name ?? '',
      reasonName: directory.reason(conversation.qualification?.reasonId ?? null)?.name ?? null,
      description: conversation.qualification?.description ?? null,
      startedAt: conversation.createdAt,
      finishedAt: conversation.finishedAt ?? conversation.lastActivityAt,
    };
  }

  return (filter: HistoryFilter, start: number, count: number): { total: number; rows: HistoryRow[] } => {
    const tests = testsOf(filter);
    const passes: Passes = (rows, slot) => tests.every((test) => test(rows, slot));
    const page = from.index.page('finished', true, passes, start, count);
    const stored = page.numbers.flatMap((n) => entities.conversationByNumber(n) ?? []);
    return { total: page.total, rows: stored.map(rowOf) };
  };
}
