import { type CustomerRecord, recordOf } from '../contacts/record.ts';
import { type CommandContext, seesContact } from './handler.ts';

/** The customer's record, if the caller may see it; to everyone else it does not exist. Any of its contacts names it. */
export async function visibleRecord(
  { unit, caller }: CommandContext,
  contactId: string,
): Promise<CustomerRecord | null> {
  const record = await recordOf(unit, contactId);
  return record !== null && (await seesContact(unit, caller.person, contactId)) ? record : null;
}
