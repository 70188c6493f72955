import { isDeepStrictEqual } from 'node:util';
import type { Selectable } from 'kysely';
import type { Conversation } from '../../src-shared/protocol/entities.ts';
import type { ConversationTable } from '../store/database.ts';
import { toConversation } from '../store/entities/conversation.ts';
import type { Held } from './held.ts';
import { forgetStandings } from './standings.ts';
import { type ConversationSummary, summaryOf, summaryOfAll } from './summary.ts';
import type { WorkUnit } from './work-unit.ts';

/**
 * Conversations that are served as one: a root, and the parts that carry its id in `merged`; there is one level. Rules move
 * and qualify the root; whatever they change of its place, the parts follow, and the root is stored and told with the summary
 * of all of them. Within a unit each conversation has its own summary, so the rules of messages need to know of no group.
 */
export interface Groups {
  /** Of a row just read: the conversation with its own summary. */
  own(row: Selectable<ConversationTable>): Conversation;
  /** The root first, then its parts in the order of their ids; whatever stands alone is alone. */
  membersOf(conversation: Conversation): Promise<Conversation[]>;
  /** A conversation's mark is about to change. */
  noteMark(before: Conversation, now: Conversation): void;
  /** Lets the parts follow, and says as what each root is shown. To be called before the unit is saved. */
  settle(): Promise<ReadonlyMap<string, ConversationSummary>>;
}

export function createGroups(unit: WorkUnit, held: ReadonlyMap<string, Held<Conversation>>): Groups {
  /** By root, the summary it is stored with; null: not yet, in this unit. */
  const shown = new Map<string, ConversationSummary | null>();
  const read = new Set<string>();

  async function partsOf(rootId: string): Promise<Conversation[]> {
    const { db, workspaceId } = unit.tx;
    if (!read.has(rootId)) {
      const rows = await db
        .selectFrom('conversation')
        .selectAll()
        .where('workspace_id', '=', workspaceId)
        .where('merged', 'is not', null)
        .where((eb) => eb(eb.ref('merged', '->>').key('intoId'), '=', rootId))
        .execute();
      for (const row of rows) unit.hold(row);
      read.add(rootId);
    }
    return [...held.values()]
      .map(({ now }) => now)
      .filter(({ merged }) => merged?.intoId === rootId)
      .sort((a, b) => (a.id < b.id ? -1 : 1));
  }

  /** Roots of whatever changed, as it was and as it is. */
  function touchedRoots(): Set<string> {
    const roots = new Set<string>();
    for (const { before, now, changed } of held.values()) {
      if (!changed) continue;
      for (const rootId of [before?.merged?.intoId, now.merged?.intoId]) if (rootId !== undefined) roots.add(rootId);
      if (shown.has(now.id)) roots.add(now.id);
    }
    return roots;
  }

  async function settleOne(rootId: string): Promise<void> {
    const root = await unit.conversation(rootId);
    if (root === null) throw new Error('a conversation is merged into one that does not exist');
    const parts = root.merged === null ? await partsOf(rootId) : [];
    if (parts.length === 0) {
      if (!shown.delete(rootId)) return;
      // Stored with its own summary again.
      unit.changeConversation(rootId, {});
      return;
    }
    let moved = false;
    for (const part of parts) {
      const place = placeIn(root, part);
      if (differs(part, place)) unit.changeConversation(part.id, place);
      moved ||= movesFrom(part, place);
    }
    if (moved) await forgetStandings(unit.tx, [root, ...parts]);
    const summary = summaryOfAll(await membersOf(root));
    if (isDeepStrictEqual(shown.get(rootId) ?? null, summary)) return;
    shown.set(rootId, summary);
    unit.changeConversation(rootId, {});
  }

  async function membersOf(conversation: Conversation): Promise<Conversation[]> {
    const rootId = conversation.merged?.intoId ?? conversation.id;
    if (conversation.merged === null && !shown.has(rootId)) return [conversation];
    const root = await unit.conversation(rootId);
    return root === null ? [conversation] : [root, ...(await partsOf(rootId))];
  }

  return {
    own(row) {
      const conversation = toConversation(row);
      if (row.own_summary === null) return conversation;
      if (!shown.has(row.id)) shown.set(row.id, summaryOf(conversation));
      return { ...conversation, ...row.own_summary };
    },

    membersOf,

    noteMark(before, now) {
      const rootId = now.merged?.intoId;
      if (rootId !== undefined && rootId !== before.merged?.intoId && !shown.has(rootId)) shown.set(rootId, null);
    },

    async settle() {
      for (const rootId of touchedRoots()) await settleOne(rootId);
      return new Map([...shown].flatMap(([id, summary]) => (summary === null ? [] : [[id, summary]])));
    },
  };
}

type Place = Pick<
  Conversation,
  | 'status'
  | 'assigneeId'
  | 'assignmentCause'
  | 'departmentId'
  | 'queuedAt'
  | 'finishedAt'
  | 'finishedById'
  | 'qualification'
  | 'decision'
  | 'offer'
  | 'automation'
> &
  Partial<Pick<Conversation, 'awaitingSince' | 'unread'>>;

/** Where a part of this root is. Offers, decisions and automations are the root's: there they are counted and ended. */
export function placeIn(root: Conversation, part: Conversation): Place {
  const { status, assigneeId, assignmentCause, departmentId, queuedAt, finishedAt, finishedById, qualification } = root;
  const over = status === 'finished' && part.status !== 'finished' ? { awaitingSince: null, unread: 0 } : {};
  const place = {
    status,
    assigneeId,
    assignmentCause,
    departmentId,
    queuedAt,
    finishedAt,
    finishedById,
    qualification,
  };
  return { ...place, decision: null, offer: null, automation: null, ...over };
}

const differs = (part: Conversation, place: Place): boolean => !isDeepStrictEqual(part, { ...part, ...place });

const movesFrom = (part: Conversation, { status, assigneeId, departmentId }: Place): boolean =>
  part.status !== status || part.assigneeId !== assigneeId || part.departmentId !== departmentId;
