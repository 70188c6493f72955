import { type Expression, type SqlBool, sql } from 'kysely';
import type { Reason } from '../../src-shared/protocol/entities.ts';
import type {
  InboxFilter,
  InboxPeriod,
  InboxStatus,
  InboxTab,
  WindowLeft,
} from '../../src-shared/protocol/inbox-filter.ts';
import { periodBounds, reasonsUnder, windowEndBounds } from '../../src-shared/rules/inbox-match.ts';

type Condition = Expression<SqlBool>;

/** Who asks, when and where. */
export interface FilterMoment {
  me: string;
  /** Epoch milliseconds. */
  now: number;
  /** The workspace's. */
  timeZone: string;
  reasons: readonly Pick<Reason, 'id' | 'parentId'>[];
  /** Connections that have a messaging window, with its length in milliseconds. */
  windows: readonly { connectionId: string; windowMs: number }[];
}

/**
 * A filter of the inbox as SQL over `conversation`, one condition for each thing that it asks for: the rule in plain words
 * is `rules/inbox-match.ts`. Written so that the partial indexes `conversation_list_…` can be proved to hold all rows.
 */
export function passing(filter: InboxFilter, moment: FilterMoment): Condition[] {
  const { connectionIds, departmentIds, channels, tagIds, stageIds, agentIds, reasonIds, period, windowLeft } = filter;
  return [
    sql<SqlBool>`conversation.merged IS NULL`,
    statuses[filter.status],
    ...inTab(filter.tab, moment.me),
    ...anyOf(sql.ref('conversation.connection_id'), connectionIds),
    ...anyOf(sql.ref('conversation.department_id'), departmentIds),
    ...anyOf(sql.ref('conversation.channel'), channels),
    ...anyOf(sql`coalesce(conversation.assignee_id, conversation.finished_by_id)`, agentIds),
    ...anyOf(
      sql`conversation.qualification->>'reasonId'`,
      reasonIds.length === 0 ? [] : [...reasonsUnder(moment.reasons, reasonIds)],
    ),
    ...(tagIds.length === 0 ? [] : [hasTag(tagIds)]),
    ...(stageIds.length === 0 ? [] : [hasDealIn(stageIds)]),
    ...(period === null ? [] : inPeriod(period, moment)),
    ...(windowLeft === null ? [] : [hasLeft(windowLeft, moment)]),
  ];
}

const statuses: Record<InboxStatus, Condition> = {
  open: sql<SqlBool>`conversation.status <> 'finished' AND conversation.status IN ('queued', 'open')`,
  awaiting: sql<SqlBool>`conversation.status <> 'finished' AND conversation.status IN ('queued', 'open')
    AND conversation.awaiting_since IS NOT NULL`,
  failed: sql<SqlBool>`conversation.status <> 'finished' AND conversation.failed_count > 0`,
  finished: sql<SqlBool>`conversation.status = 'finished'`,
  automation: sql<SqlBool>`conversation.status <> 'finished' AND conversation.status = 'automation'`,
};

function inTab(tab: InboxTab, me: string): Condition[] {
  if (tab === 'all') return [];
  return [
    tab === 'mine' ? sql<SqlBool>`conversation.assignee_id = ${me}` : sql<SqlBool>`conversation.assignee_id IS NULL`,
  ];
}

const anyOf = (column: Expression<unknown>, ids: readonly string[]): Condition[] =>
  ids.length === 0 ? [] : [sql<SqlBool>`${column} = ANY(${[...ids]}::text[])`];

/** The customer's records: the contact's and those of everything merged with it. */
const records = sql`contact AS own JOIN contact AS part
  ON part.workspace_id = own.workspace_id AND part.root_id = own.root_id`;

/** A tag of a part is the customer's unless a merge on its way to the root hides it (`rules/merged-contact.ts`). */
const hasTag = (tagIds: readonly string[]): Condition => sql<SqlBool>`EXISTS (
  SELECT 1 FROM ${records} JOIN contact_tag ON contact_tag.contact_id = part.id
    AND contact_tag.tag_id = ANY(${[...tagIds]}::text[])
  WHERE own.id = conversation.contact_id AND (part.merged IS NULL OR NOT EXISTS (
    WITH RECURSIVE way (merged) AS (
      SELECT part.merged
      UNION SELECT next.merged FROM way JOIN contact AS next ON next.id = way.merged->>'intoId'
        WHERE next.merged IS NOT NULL
    )
    SELECT 1 FROM way WHERE way.merged->'hiddenTagIds' @> to_jsonb(contact_tag.tag_id))))`;

const hasDealIn = (stageIds: readonly string[]): Condition => sql<SqlBool>`EXISTS (
  SELECT 1 FROM ${records} JOIN deal ON deal.contact_id = part.id AND deal.state = 'open'
    AND deal.stage_id = ANY(${[...stageIds]}::text[])
  WHERE own.id = conversation.contact_id)`;

function inPeriod(period: InboxPeriod, moment: FilterMoment): Condition[] {
  const { from, to } = periodBounds(period, moment);
  return [
    sql<SqlBool>`conversation.last_activity_at >= ${from}::bigint`,
    ...(to === null ? [] : [sql<SqlBool>`conversation.last_activity_at < ${to}::bigint`]),
  ];
}

/** Of whoever never wrote the time is null, and so is the comparison. */
function hasLeft(windowLeft: WindowLeft, { now, windows }: FilterMoment): Condition {
  const { after, before } = windowEndBounds(windowLeft, now);
  const ofLength = [...Map.groupBy(windows, ({ windowMs }) => windowMs)].map(([windowMs, connections]) => {
    const ids = connections.map(({ connectionId }) => connectionId);
    const ends = sql`conversation.last_inbound_at + ${windowMs}::bigint`;
    const begun = after === Number.NEGATIVE_INFINITY ? sql`` : sql` AND ${ends} > ${after}::bigint`;
    return sql<SqlBool>`(conversation.connection_id = ANY(${ids}::text[]) AND ${ends} < ${before}::bigint${begun})`;
  });
  return ofLength.length === 0 ? sql<SqlBool>`false` : sql<SqlBool>`(${sql.join(ofLength, sql` OR `)})`;
}
