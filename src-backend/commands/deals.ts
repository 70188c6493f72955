import { isDeepStrictEqual } from 'node:util';
import { type Deal, MAX_DEALS } from '../../src-shared/protocol/deals.ts';
import type { Contact } from '../../src-shared/protocol/entities.ts';
import { hasStage, pipelineOf } from '../deals/pipelines.ts';
import { type CommandContext, done, type Handler, refused, seesContact } from './handler.ts';

/** The contact, if the caller may see it; to everyone else it does not exist. */
async function visibleContact({ unit, caller }: CommandContext, id: string): Promise<Contact | null> {
  const contact = await unit.contact(id);
  return contact !== null && (await seesContact(unit, caller.person, contact.id)) ? contact : null;
}

function changeDeal({ unit }: CommandContext, contact: Contact, deal: Deal): void {
  const changed = { ...deal, updatedAt: unit.tx.now };
  unit.changeContact(contact.id, { deals: contact.deals.map((one) => (one.id === deal.id ? changed : one)) });
}

const save: Handler<'deal.save'> = async (context, args) => {
  const { tx } = context.unit;
  const contact = await visibleContact(context, args.contactId);
  if (contact === null) return refused('not-found', 'contact');
  const { id, title, amount, fromStageId } = args;
  const known = contact.deals.find((deal) => deal.id === id);
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
    if (!isDeepStrictEqual(next, known)) changeDeal(context, contact, next);
    return done;
  }
  // An id made by a caller may belong to another contact, or another workspace.
  const taken = await tx.db.selectFrom('deal').select('id').where('id', '=', id).executeTakeFirst();
  if (taken !== undefined) return refused('not-found', 'id');
  if (contact.deals.length >= MAX_DEALS) return refused('invalid', 'deals');
  const times = { createdAt: tx.now, updatedAt: tx.now };
  const made: Deal = { id, title, pipelineId, stageId, amount, state: 'open', ...times };
  context.unit.changeContact(contact.id, { deals: [...contact.deals, made] });
  return done;
};

const move: Handler<'deal.move'> = async (context, args) => {
  const contact = await visibleContact(context, args.contactId);
  const deal = contact?.deals.find(({ id }) => id === args.dealId);
  if (contact === null || deal === undefined) return refused('not-found', 'deal');
  if (deal.state !== 'open' || deal.stageId !== args.fromStageId) return refused('stale');
  const pipeline = await pipelineOf(context.unit.tx, deal.pipelineId);
  if (pipeline === null || !hasStage(pipeline, args.toStageId)) return refused('not-found', 'stage');
  if (deal.stageId !== args.toStageId) changeDeal(context, contact, { ...deal, stageId: args.toStageId });
  return done;
};

const close: Handler<'deal.close'> = async (context, args) => {
  const contact = await visibleContact(context, args.contactId);
  const deal = contact?.deals.find(({ id }) => id === args.dealId);
  if (contact === null || deal === undefined) return refused('not-found', 'deal');
  if (deal.state === args.state) return done;
  if (args.state !== 'open') {
    changeDeal(context, contact, { ...deal, state: args.state });
    return done;
  }
  const pipeline = await pipelineOf(context.unit.tx, deal.pipelineId);
  const [first] = pipeline?.stages ?? [];
  if (!pipeline?.active || first === undefined) return refused('not-found', 'pipeline');
  const stageId = hasStage(pipeline, deal.stageId) ? deal.stageId : first.id;
  changeDeal(context, contact, { ...deal, state: 'open', stageId });
  return done;
};

/** Deals of contacts (G5): by whoever sees the contact. */
export const dealHandlers = { 'deal.save': save, 'deal.move': move, 'deal.close': close };
