import { v7 as uuid } from 'uuid';
import { plainConversation } from '../../src-shared/protocol/defaults.ts';
import type { Conversation } from '../../src-shared/protocol/entities.ts';
import type { WriteTransaction } from '../log/write.ts';
import { nextProtocol } from './protocol-number.ts';

export type NewConversation = Pick<
  Conversation,
  'contactId' | 'connectionId' | 'identityId' | 'channel' | 'departmentId' | 'status'
> &
  Partial<Omit<Conversation, 'id' | 'protocol' | 'createdAt' | 'version'>>;

/** A conversation as it begins, with its protocol number; the caller adds it to the unit and says why in an activity. */
export async function beginConversation(tx: WriteTransaction, fields: NewConversation): Promise<Conversation> {
  const workspace = await tx.db
    .selectFrom('workspace')
    .select('time_zone')
    .where('id', '=', tx.workspaceId)
    .executeTakeFirstOrThrow();
  return {
    assigneeId: null,
    assignmentCause: null,
    queuedAt: null,
    finishedAt: null,
    finishedById: null,
    qualification: null,
    lastMessage: null,
    lastActivityAt: tx.now,
    lastInboundAt: null,
    awaitingSince: null,
    unread: 0,
    failedCount: 0,
    ...plainConversation,
    ...fields,
    id: uuid(),
    protocol: await nextProtocol(tx, workspace.time_zone),
    createdAt: tx.now,
    version: 0,
  };
}
