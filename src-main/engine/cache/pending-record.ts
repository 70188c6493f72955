import type { z } from 'zod';
import type { ContactFieldView, ContactNoteView } from '../../../src-shared/bridge/contact-views.ts';
import { type ContactNote, contactCommands } from '../../../src-shared/protocol/contacts.ts';

/** What may wait in the outbox of a contact's record: its name, custom fields and notes, and refused suggestions. */
type Waiting = 'contact.rename' | 'contact.field' | 'contact.note' | 'contact.noteRemove' | 'suggestion.refuse';

export type RecordCommand = {
  [Name in Waiting]: { name: Name; args: z.infer<(typeof contactCommands)[Name]['args']> };
}[Waiting];
type RecordChange = Exclude<RecordCommand, { name: 'suggestion.refuse' }>;
/** With when it was written (epoch milliseconds). */
export type PendingRecord = RecordChange & { at: number };

/** A row's command with its arguments checked; null for other commands and for rows of another version. */
export function readRecordCommand(row: { name: string; args: unknown }): RecordCommand | null {
  switch (row.name) {
    case 'contact.rename': {
      const args = contactCommands['contact.rename'].args.safeParse(row.args);
      return args.success ? { name: row.name, args: args.data } : null;
    }
    case 'contact.field': {
      const args = contactCommands['contact.field'].args.safeParse(row.args);
      return args.success ? { name: row.name, args: args.data } : null;
    }
    case 'contact.note': {
      const args = contactCommands['contact.note'].args.safeParse(row.args);
      return args.success ? { name: row.name, args: args.data } : null;
    }
    case 'contact.noteRemove': {
      const args = contactCommands['contact.noteRemove'].args.safeParse(row.args);
      return args.success ? { name: row.name, args: args.data } : null;
    }
    case 'suggestion.refuse': {
      const args = contactCommands['suggestion.refuse'].args.safeParse(row.args);
      return args.success ? { name: row.name, args: args.data } : null;
    }
    default:
      return null;
  }
}

/** The name as it will be; `pending` when that waits. */
export function pendingName(
  name: string | null,
  pending: readonly PendingRecord[],
): { name: string | null; pending: boolean } {
  const last = pending.findLast((change) => change.name === 'contact.rename');
  return last === undefined ? { name, pending: false } : { name: last.args.name, pending: true };
}

/** A field's value as it will be. */
export function pendingField(
  fieldId: string,
  value: string | null,
  pending: readonly PendingRecord[],
): Pick<ContactFieldView, 'value' | 'pending'> {
  const last = pending.findLast((change) => change.name === 'contact.field' && change.args.fieldId === fieldId);
  return last?.name === 'contact.field' ? { value: last.args.value, pending: true } : { value, pending: false };
}

export type PendingNote = ContactNote & Pick<ContactNoteView, 'pending'>;

/** The notes, oldest first, with those that wait to be written, and marks on those that wait to be removed. */
export function pendingNotes(
  notes: readonly ContactNote[],
  pending: readonly PendingRecord[],
  me: string | null,
): PendingNote[] {
  const shown = new Map<string, PendingNote>(notes.map((note) => [note.id, { ...note, pending: null }]));
  for (const { name, args, at } of pending) {
    if (name === 'contact.note' && !shown.has(args.id)) {
      shown.set(args.id, { id: args.id, text: args.text, authorId: me, at, pending: 'add' });
    } else if (name === 'contact.noteRemove') {
      const known = shown.get(args.id);
      // One that was never sent is simply gone.
      if (known?.pending === 'add') shown.delete(args.id);
      else if (known !== undefined) shown.set(args.id, { ...known, pending: 'remove' });
    }
  }
  return [...shown.values()];
}
