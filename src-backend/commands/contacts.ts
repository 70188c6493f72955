import { MAX_CONTACT_NOTES } from '../../src-shared/protocol/contacts.ts';
import { readFieldValue } from '../../src-shared/rules/field-value.ts';
import { holderOf, withField, withName, withoutTag, withTag } from '../../src-shared/rules/merged-contact.ts';
import { changeParts } from '../contacts/record.ts';
import { loadFields } from '../store/entities/directory.ts';
import { done, type Handler, isSupervisor, refused } from './handler.ts';
import { visibleRecord } from './records.ts';

/**
 * The customer's record (G5), changed by whoever sees it. What is changed stays with the contact that has it; what is new
 * becomes the root's own (rules/merged-contact.ts).
 */
const tag: Handler<'contact.tag'> = async (context, args) => {
  const { unit } = context;
  const record = await visibleRecord(context, args.contactId);
  if (record === null) return refused('not-found');
  const known = await unit.tx.db
    .selectFrom('tag')
    .select('id')
    .where('workspace_id', '=', unit.tx.workspaceId)
    .where('id', '=', args.tagId)
    .where('removed', '=', false)
    .executeTakeFirst();
  if (known === undefined) return refused('not-found', 'tag');
  changeParts(unit, withTag(record.root, record.parts, args.tagId));
  return done;
};

const untag: Handler<'contact.untag'> = async (context, args) => {
  const record = await visibleRecord(context, args.contactId);
  if (record === null) return refused('not-found');
  changeParts(context.unit, withoutTag(record.root, record.parts, args.tagId));
  return done;
};

const rename: Handler<'contact.rename'> = async (context, args) => {
  const record = await visibleRecord(context, args.contactId);
  if (record === null) return refused('not-found');
  changeParts(context.unit, withName(record.root, record.parts, args.name));
  return done;
};

const field: Handler<'contact.field'> = async (context, args) => {
  const { unit } = context;
  const record = await visibleRecord(context, args.contactId);
  if (record === null) return refused('not-found');
  const kind = (await loadFields(unit.tx.db, unit.tx.workspaceId)).find(({ id }) => id === args.fieldId);
  if (kind?.active !== true) return refused('not-found', 'field');
  const value = args.value === null ? null : readFieldValue(kind, args.value);
  if (args.value !== null && value === null) return refused('invalid', kind.type);
  const now = record.shown.fields[kind.id] ?? null;
  // Both wanted the same.
  if (value === now) return done;
  if (args.seen !== now) return refused('stale', kind.id);
  changeParts(unit, withField(record.root, record.parts, kind.id, value));
  return done;
};

const note: Handler<'contact.note'> = async (context, args) => {
  const { unit, caller } = context;
  const record = await visibleRecord(context, args.contactId);
  if (record === null) return refused('not-found');
  const { root, shown } = record;
  if (shown.notes.some(({ id }) => id === args.id)) return refused('invalid', 'id');
  if (root.notes.length >= MAX_CONTACT_NOTES) return refused('invalid', 'notes');
  const made = { id: args.id, text: args.text, authorId: caller.person.id, at: unit.tx.now };
  unit.changeContact(root.id, { notes: [...root.notes, made] });
  return done;
};

const noteRemove: Handler<'contact.noteRemove'> = async (context, args) => {
  const { unit, caller } = context;
  const record = await visibleRecord(context, args.contactId);
  if (record === null) return refused('not-found');
  const known = record.shown.notes.find(({ id }) => id === args.id);
  if (known === undefined) return refused('not-found', 'id');
  if (known.authorId !== caller.person.id && !isSupervisor(caller.person)) return refused('forbidden');
  const holder = holderOf(record.root, record.parts, { type: 'note', id: args.id });
  unit.changeContact(holder.id, { notes: holder.notes.filter(({ id }) => id !== args.id) });
  return done;
};

export const contactHandlers = {
  'contact.tag': tag,
  'contact.untag': untag,
  'contact.rename': rename,
  'contact.field': field,
  'contact.note': note,
  'contact.noteRemove': noteRemove,
};
