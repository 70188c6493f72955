import { isDeepStrictEqual } from 'node:util';
import { type Deal, MAX_DEALS } from '../../src-shared/protocol/deals.ts';
import { holderOf } from '../../src-shared/rules/merged-contact.ts';
import type { CustomerRecord } from '../contacts/record.ts';
import { hasStage, pipelineOf } from '../deals/pipelines.ts';
import { type CommandContext, done, type Handler, refused } from './handler.ts';
import { visibleRecord } from './records.ts';

/** Changes it where it is: with the contact that has it, whatever that is merged into. */
function changeDeal({ unit }: CommandContext, { root, parts }: CustomerRecord, deal: Deal): void {
  const changed = { ...deal, updatedAt: unit.tx.now };
  const holder = holderOf(root, parts, { type: 'deal', id: deal.id });
  unit.changeContact(holder.id, { deals: holder.deals.map((one) => (one.id === deal.id ? changed : one)) });
}

const save: Handler<'deal.save'> = async (context, args) => {
  const { tx } = context.unit;
  const record = await visibleRecord(context, args.contactId);
  if (record === null) return refused('not-found', 'contact');
  const { id, title, amount, fromStageId } = args;
  const known = record.shown.deals.find((deal) => deal.id === id);
  const movedByOthers = known !== undefined && fromStageId !== undefined && known.stageId !== fromStageId;
  if (movedByOthers && args.stageId !== fromStageId && args.stageId !== known.stageId) return refused('stale');
  const { pipelineId, stageId } = movedByOthers ? known : args;
  // One that stays where it is may be in a stage that was removed after it was closed.
  if (known?.pipelineId !== pipelineId || known.stageId !== stageId) {
    const pipeline = await pipelineOf(tx, pipelineId);
    if (!pipeline?.active) return refused('not-found', 'pipeline');
    if (!hasStage(pipeline, stageId)) return refused('not-found', 'stage');
  }
  if (known !== undefined) {
    const next = { ...known, title, pipelineId, stageId, amount };
    if (!isDeepStrictEqual(next, known)) changeDeal(context, record, next);
    return done;
  }
  // An id made by a caller may belong to another contact, or another workspace.
  const taken = await tx.db.selectFrom('deal').select('id').where('id', '=', id).executeTakeFirst();
  if (taken !== undefined) return refused('not-found', 'id');
  const { root } = record;
  if (root.deals.length >= MAX_DEALS) return refused('invalid', 'deals');
  const times = { createdAt: tx.now, updatedAt: tx.now };
  const made: Deal = { id, title, pipelineId, stageId, amount, state: 'open', ...times };
  context.unit.changeContact(root.id, { deals: [...root.deals, made] });
  return done;
};

const move: Handler<'deal.move'> = async (context, args) => {
  const record = await visibleRecord(context, args.contactId);
  const deal = record?.shown.deals.find(({ id }) => id === args.dealId);
  if (record === null || deal === undefined) return refused('not-found', 'deal');
  if (deal.state !== 'open' || deal.stageId !== args.fromStageId) return refused('stale');
  const pipeline = await pipelineOf(context.unit.tx, deal.pipelineId);
  if (pipeline === null || !hasStage(pipeline, args.toStageId)) return refused('not-found', 'stage');
  if (deal.stageId !== args.toStageId) changeDeal(context, record, { ...deal, stageId: args.toStageId });
  return done;
};

const close: Handler<'deal.close'> = async (context, args) => {
  const record = await visibleRecord(context, args.contactId);
  const deal = record?.shown.deals.find(({ id }) => id === args.dealId);
  if (record === null || deal === undefined) return refused('not-found', 'deal');
  if (deal.state === args.state) return done;
  if (args.state !== 'open') {
    changeDeal(context, record, { ...deal, state: args.state });
    return done;
  }
  const pipeline = await pipelineOf(context.unit.tx, deal.pipelineId);
  const [first] = pipeline?.stages ?? [];
  if (!pipeline?.active || first === undefined) return refused('not-found', 'pipeline');
  const stageId = hasStage(pipeline, deal.stageId) ? deal.stageId : first.id;
  changeDeal(context, record, { ...deal, state: 'open', stageId });
  return done;
};

/** Deals of contacts (G5): by whoever sees the contact. */
export const dealHandlers = { 'deal.save': save, 'deal.move': move, 'deal.close': close };
