import { isDeepStrictEqual } from 'node:util';
import { idsOf, mergeRecords, separate } from '../contacts/merging.ts';
import { recordOf } from '../contacts/record.ts';
import { answerSuggestion, suggestionOf, suggestionsBetween } from '../contacts/suggestions.ts';
import { distribute } from '../routing/distribute.ts';
import { done, type Handler, refused, seesContact } from './handler.ts';

/** Merging customers by hand, undoing any merge, and answering «Pode ser a mesma pessoa» (G1, G2). */
const merge: Handler<'contact.merge'> = async ({ unit, caller }, args) => {
  const into = await recordOf(unit, args.intoId);
  const from = await recordOf(unit, args.fromId);
  if (into === null || from === null) return refused('not-found');
  const seen = {
    into: await seesContact(unit, caller.person, into.root.id),
    from: await seesContact(unit, caller.person, from.root.id),
  };
  const said = into.root.id === from.root.id ? [] : await suggestionsBetween(unit.tx, idsOf(into), idsOf(from));
  // Whoever sees one of two that are suggested may say that they are one.
  const asked = said.find(({ state }) => state === 'open');
  if (!(seen.into && seen.from) && !((seen.into || seen.from) && asked !== undefined)) return refused('not-found');
  const already =
    from.root.id === into.root.id ? [from.root, ...from.parts].find(({ id }) => id === args.fromId) : null;
  if (already != null) {
    // A colleague was faster with the very same.
    const { merged } = already;
    const same = merged?.intoId === args.intoId && isDeepStrictEqual(merged.choices, args.choices);
    return same ? done : refused('stale');
  }
  // What was chosen was chosen between the two records as they stood alone.
  if (into.root.id !== args.intoId || from.root.id !== args.fromId) return refused('stale');
  const mark = { byId: caller.person.id, reasons: asked?.reasons ?? [], choices: args.choices };
  await mergeRecords(unit, into, from, mark);
  // What they have open may be served as one now, which frees a place; separated, some of it may wait again.
  await distribute(unit);
  return done;
};

const unmerge: Handler<'contact.unmerge'> = async ({ unit, caller }, args) => {
  const row = await unit.tx.db
    .selectFrom('contact')
    .select('id')
    .where('workspace_id', '=', unit.tx.workspaceId)
    .where((eb) => eb(eb.ref('merged', '->>').key('id'), '=', args.mergeId))
    .executeTakeFirst();
  const contact = row === undefined ? null : await unit.contact(row.id);
  if (contact === null || contact.merged === null) return refused('not-found');
  if (!(await seesContact(unit, caller.person, contact.id))) return refused('not-found');
  await separate(unit, contact, contact.merged, caller.person.id);
  await distribute(unit);
  return done;
};

const refuse: Handler<'suggestion.refuse'> = async ({ unit, caller }, args) => {
  const suggestion = await suggestionOf(unit.tx, args.id);
  if (suggestion === null) return refused('not-found');
  const [a, b] = suggestion.contactIds;
  if (!((await seesContact(unit, caller.person, a)) || (await seesContact(unit, caller.person, b))))
    return refused('not-found');
  if (suggestion.state === 'refused') return done;
  if (suggestion.state === 'accepted') return refused('stale');
  await answerSuggestion(unit.tx, suggestion, 'refused');
  return done;
};

export const mergingHandlers = { 'contact.merge': merge, 'contact.unmerge': unmerge, 'suggestion.refuse': refuse };
