import { randomUUID } from 'node:crypto';
import { type Deal, MAX_DEALS } from '../../src-shared/protocol/deals.ts';
import { holderOf } from '../../src-shared/rules/merged-contact.ts';
import { recordOf } from '../contacts/record.ts';
import type { WorkUnit } from '../conversations/work-unit.ts';
import { hasStage, pipelineOf } from '../deals/pipelines.ts';

/**
 * Brings the customer's newest open deal of a pipeline to a stage; where there is none, opens one with this title. A stage
 * that was removed since the flow was saved changes nothing.
 */
export async function moveDeal(
  unit: WorkUnit,
  contactId: string,
  to: { pipelineId: string; stageId: string },
  title: string,
): Promise<void> {
  const { pipelineId, stageId } = to;
  const record = await recordOf(unit, contactId);
  const pipeline = await pipelineOf(unit.tx, pipelineId);
  if (record === null || !pipeline?.active || !hasStage(pipeline, stageId)) return;
  const { now } = unit.tx;
  const { root, parts, shown } = record;
  const newest = shown.deals.findLast((deal) => deal.state === 'open' && deal.pipelineId === pipelineId);
  if (newest === undefined) {
    if (root.deals.length >= MAX_DEALS) return;
    const at = { createdAt: now, updatedAt: now };
    const made: Deal = { id: randomUUID(), title, pipelineId, stageId, amount: null, state: 'open', ...at };
    unit.changeContact(root.id, { deals: [...root.deals, made] });
  } else if (newest.stageId !== stageId) {
    const moved = { ...newest, stageId, updatedAt: now };
    const holder = holderOf(root, parts, { type: 'deal', id: newest.id });
    unit.changeContact(holder.id, { deals: holder.deals.map((deal) => (deal === newest ? moved : deal)) });
  }
}
