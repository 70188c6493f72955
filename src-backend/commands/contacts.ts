import { done, type Handler, refused, seesContact } from './handler.ts';

const tag: Handler<'contact.tag'> = async ({ unit, caller }, args) => {
  const contact = await unit.contact(args.contactId);
  if (contact === null || !(await seesContact(unit, caller.person, contact.id))) return refused('not-found');
  const known = await unit.tx.db
    .selectFrom('tag')
    .select('id')
    .where('workspace_id', '=', unit.tx.workspaceId)
    .where('id', '=', args.tagId)
    .where('removed', '=', false)
    .executeTakeFirst();
  if (known === undefined) return refused('not-found', 'tag');
  if (contact.tagIds.includes(args.tagId)) return done;
  unit.changeContact(contact.id, { tagIds: [...contact.tagIds, args.tagId].sort() });
  return done;
};

const untag: Handler<'contact.untag'> = async ({ unit, caller }, args) => {
  const contact = await unit.contact(args.contactId);
  if (contact === null || !(await seesContact(unit, caller.person, contact.id))) return refused('not-found');
  if (contact.tagIds.includes(args.tagId)) {
    unit.changeContact(contact.id, { tagIds: contact.tagIds.filter((tagId) => tagId !== args.tagId) });
  }
  return done;
};

export const contactHandlers = { 'contact.tag': tag, 'contact.untag': untag };
