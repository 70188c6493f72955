import type { Directory, InboxFilter } from '../../../src-shared/bridge/views.ts';
import { plainFilterLists } from '../../../src-shared/protocol/defaults.ts';
import { inboxOrderSchema, inboxStatusSchema, inboxTabSchema } from '../../../src-shared/protocol/inbox-filter.ts';

/** The stage that the bench puts every tenth contact into. */
export const STAGE = 'bench-stage';

/** Every tab, status and order, each with every one of these and with all of them together. */
export function everyQuestion(directory: Directory, me: string): { name: string; filter: InboxFilter }[] {
  const ids = (all: readonly { id: string }[]) => all.map(({ id }) => id);
  const some: Record<string, Partial<InboxFilter>> = {
    'no filter': {},
    connections: { connectionIds: ids(directory.connections).slice(0, 2) },
    departments: { departmentIds: ids(directory.departments).slice(0, 2) },
    tags: { tagIds: ids(directory.tags).slice(0, 3) },
    stages: { stageIds: [STAGE] },
    channel: { channels: ['whatsapp'] },
    reasons: { reasonIds: ids(directory.reasons).slice(0, 3) },
    agents: { agentIds: [me, ...ids(directory.people).slice(0, 3)] },
    'last 30 days': { period: { kind: 'last', days: 30 } },
    'window under 4 h': { windowLeft: 'under-4h' },
    'window expired': { windowLeft: 'expired' },
  };
  const everything = Object.assign({}, ...Object.values(some)) as Partial<InboxFilter>;
  const narrowings = { ...some, everything };
  return inboxTabSchema.options.flatMap((tab) =>
    inboxStatusSchema.options.flatMap((status) =>
      inboxOrderSchema.options.flatMap((order) =>
        Object.entries(narrowings).map(([narrowing, lists]) => ({
          name: `${tab}, ${status}, ${order}, ${narrowing}`,
          filter: { ...plainFilterLists, tab, status, order, ...lists },
        })),
      ),
    ),
  );
}
