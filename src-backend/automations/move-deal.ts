import { randomUUID } from 'node:crypto';
import { type Deal, MAX_DEALS } from '../../src-shared/protocol/deals.ts';
import type { WorkUnit } from '../conversations/work-unit.ts';
import { hasStage, pipelineOf } from '../deals/pipelines.ts';

/**
 * Brings the contact's newest open deal of a pipeline to a stage; where there is none, opens one with this title. A stage
 * that was removed since the flow was saved changes nothing.
 */
export async function moveDeal(
  unit: WorkUnit,
  contactId: string,
  to: { pipelineId: string; stageId: string },
  title: string,
): Promise<void> {
  const { pipelineId, stageId } = to;
  const contact = await unit.contact(contactId);
  const pipeline = await pipelineOf(unit.tx, pipelineId);
  if (contact === null || !pipeline?.active || !hasStage(pipeline, stageId)) return;
  const { now } = unit.tx;
  const newest = contact.deals.findLast((deal) => deal.state === 'open' && deal.pipelineId === pipelineId);
  if (newest === undefined) {
    if (contact.deals.length >= MAX_DEALS) return;
    const at = { createdAt: now, updatedAt: now };
    const made: Deal = { id: randomUUID(), title, pipelineId, stageId, amount: null, state: 'open', ...at };
    unit.changeContact(contactId, { deals: [...contact.deals, made] });
  } else if (newest.stageId !== stageId) {
    const moved = { ...newest, stageId, updatedAt: now };
    unit.changeContact(contactId, { deals: contact.deals.map((deal) => (deal === newest ? moved : deal)) });
  }
}
