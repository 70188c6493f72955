import type { ContactView } from '../../../../src-shared/bridge/views.ts';
import type { Contact, Conversation } from '../../../../src-shared/protocol/entities.ts';
import { withPending } from '../pending-deals.ts';
import type { Entities, Sources } from './reading.ts';

/** Conversations shown in the contact's panel without a click. */
const RECENT = 10;

export const recentQuery = 'SELECT data FROM conversation WHERE contact_id = ? ORDER BY n DESC LIMIT ?';

export function createContactReader(from: Sources, entities: Entities) {
  const recent = from.db.prepare<[string, number], string>(recentQuery).pluck();

  function tagsOf(contactId: string, tagIds: readonly string[]): ContactView['tags'] {
    const pending = entities.overlay().tags(contactId);
    const added = [...pending].filter(([id, change]) => change === 'add' && !tagIds.includes(id)).map(([id]) => id);
    return [...tagIds, ...added].flatMap((id) => {
      const tag = from.directory.tag(id);
      if (tag === null) return [];
      const change = pending.get(id) ?? null;
      return [{ ...tag, pending: change === 'add' && tagIds.includes(id) ? null : change }];
    });
  }

  function dealsOf(contactId: string, deals: Contact['deals']): ContactView['deals'] {
    return withPending(deals, entities.overlay().deals(contactId)).map((deal) => {
      const pipeline = from.directory.pipeline(deal.pipelineId);
      return {
        ...deal,
        pipelineName: pipeline?.name ?? '',
        stageName: pipeline?.stages.find((stage) => stage.id === deal.stageId)?.name ?? '',
      };
    });
  }

  return (contactId: string): ContactView | null => {
    const stored = entities.contact(contactId);
    if (stored === null) return null;
    const { version: _version, ...contact } = stored.contact;
    return {
      ...contact,
      title: stored.title,
      tags: tagsOf(contactId, contact.tagIds),
      deals: dealsOf(contactId, contact.deals),
      recent: recent.all(contactId, RECENT).map((data) => {
        // Written by the conversation writer only.
        const conversation: Conversation = JSON.parse(data);
        return {
          id: conversation.id,
          protocol: conversation.protocol,
          channel: conversation.channel,
          status: conversation.status,
          at: conversation.lastActivityAt,
          reasonName: from.directory.reason(conversation.qualification?.reasonId ?? null)?.name ?? null,
          assigneeName: from.directory.person(conversation.assigneeId)?.name ?? null,
        };
      }),
    };
  };
}
