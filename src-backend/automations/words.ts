import type { Conversation } from '../../src-shared/protocol/entities.ts';
import { fillSavedText, savedTextValues } from '../../src-shared/rules/saved-text.ts';
import { recordOf } from '../contacts/record.ts';
import type { WorkUnit } from '../conversations/work-unit.ts';

/**
 * A flow's words with the variables of saved texts filled in. Nobody is there to complete what has no value, so such a
 * place is left out, with the comma or space before it: «Olá, {{contato.nome}}!» becomes «Olá!».
 */
export async function wordsFor(unit: WorkUnit, conversation: Conversation, text: string): Promise<string> {
  if (!text.includes('{{')) return text;
  const { db, workspaceId, now } = unit.tx;
  const contact = (await recordOf(unit, conversation.contactId))?.shown;
  const row = await db
    .selectFrom('workspace')
    .leftJoin('department', (join) => join.on('department.id', '=', conversation.departmentId))
    .leftJoin('person', (join) => join.on('person.id', '=', conversation.assigneeId ?? ''))
    .select(['workspace.time_zone', 'department.name as department', 'person.name as agent'])
    .where('workspace.id', '=', workspaceId)
    .executeTakeFirst();
  const identity = contact?.identities.find(({ id }) => id === conversation.identityId);
  const { text: filled } = fillSavedText(
    text,
    savedTextValues({
      contact: { name: contact?.name ?? null, phone: identity?.phone ?? null },
      agentName: row?.agent ?? '',
      protocol: conversation.protocol,
      departmentName: row?.department ?? null,
      now,
      timeZone: row?.time_zone ?? 'UTC',
    }),
  );
  return filled.replace(/[,\s]*\{\{[^{}]*\}\}/g, '');
}
