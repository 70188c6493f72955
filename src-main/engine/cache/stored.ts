import type { z } from 'zod';
import { automationSchema } from '../../../src-shared/protocol/automations.ts';
import { fieldSchema } from '../../../src-shared/protocol/contacts.ts';
import { pipelineSchema } from '../../../src-shared/protocol/deals.ts';
import { plainContact, plainConversation } from '../../../src-shared/protocol/defaults.ts';
import {
  type Contact,
  type Conversation,
  connectionSchema,
  contactSchema,
  conversationSchema,
  departmentSchema,
  type Message,
  messageSchema,
  personSchema,
  reasonSchema,
  savedTextSchema,
  tagSchema,
} from '../../../src-shared/protocol/entities.ts';
import { savedFilterSchema } from '../../../src-shared/protocol/inbox-filter.ts';
import { operationSchema, pauseReasonSchema } from '../../../src-shared/protocol/operation.ts';
import { templateSchema } from '../../../src-shared/protocol/templates.ts';
import type { Refs } from './refs.ts';
import { type MessageRow, messageOf } from './rows.ts';
import type { DirectoryEntities, DirectoryKind } from './writing/directory.ts';
import type { Generation } from './writing/generation.ts';

/**
 * Entities as the rows hold them. The writers put only whole ones there, so they are taken as they are; while rows of an
 * earlier version may be among them, the schemas fill in what is missing, and what they cannot read (null) is not shown.
 */
export interface StoredEntities {
  conversation(data: string): Conversation | null;
  contact(data: string): Contact | null;
  message(row: MessageRow): Message | null;
  directory<Kind extends DirectoryKind>(kind: Kind, data: string): DirectoryEntities[Kind] | null;
}

const directorySchemas: { [Kind in DirectoryKind]: z.ZodType<DirectoryEntities[Kind]> } = {
  person: personSchema,
  department: departmentSchema,
  connection: connectionSchema,
  tag: tagSchema,
  reason: reasonSchema,
  template: templateSchema,
  savedText: savedTextSchema,
  operation: operationSchema,
  pauseReason: pauseReasonSchema,
  automation: automationSchema,
  pipeline: pipelineSchema,
  savedFilter: savedFilterSchema,
  field: fieldSchema,
};

export function createStoredEntities(from: {
  generation: Pick<Generation, 'renewing'>;
  refs: Refs;
  identities: Refs;
}): StoredEntities {
  function checked<Entity>(schema: z.ZodType<Entity>, entity: Entity): Entity | null {
    if (!from.generation.renewing()) return entity;
    const read = schema.safeParse(entity);
    return read.success ? read.data : null;
  }

  return {
    conversation: (data) => checked(conversationSchema, { ...plainConversation, ...JSON.parse(data) }),
    contact: (data) => checked(contactSchema, { ...plainContact, ...JSON.parse(data) }),
    message: (row) => checked(messageSchema, messageOf(row, from)),
    directory: (kind, data) => checked(directorySchemas[kind], JSON.parse(data)),
  };
}
