import {
  plainCapabilities,
  plainConnection,
  plainContact,
  plainConversation,
  plainDepartment,
  plainIdentity,
  plainMessage,
} from '../../../src-shared/protocol/defaults.ts';
import type {
  Connection,
  Contact,
  Conversation,
  Department,
  Message,
  Person,
  Workspace,
} from '../../../src-shared/protocol/entities.ts';

/** Small, complete entities for tests; what a test is about is given, the rest is plausible. */
const T0 = 1_800_000_000_000;

export const aurora: Workspace = { id: 'w-aurora', name: 'Loja Aurora', timeZone: 'America/Sao_Paulo' };

export const makePerson = (change: Partial<Person> = {}): Person => ({
  id: 'p-ana',
  name: 'Ana Souza',
  role: 'agent',
  departmentIds: ['d-suporte'],
  capacity: 5,
  presence: { state: 'available', reason: null, since: T0 },
  active: true,
  version: 1,
  ...change,
});

export const makeDepartment = (change: Partial<Department> = {}): Department => ({
  ...plainDepartment,
  id: 'd-suporte',
  name: 'Suporte',
  distribution: 'automatic',
  requiresReason: false,
  requiresDescription: false,
  version: 1,
  ...change,
});

export const makeConnection = (change: Partial<Connection> = {}): Connection => ({
  ...plainConnection,
  id: 'c-chat',
  channel: 'livechat',
  name: 'Chat do site',
  departmentId: 'd-suporte',
  address: null,
  capabilities: {
    ...plainCapabilities,
    textLimit: 4_000,
    windowMs: null,
    media: [{ kind: 'image', mimes: ['image/png', 'image/jpeg'], maxBytes: 32_000_000 }],
    receipts: ['sent', 'delivered', 'read'],
    typing: true,
  },
  active: true,
  version: 1,
  ...change,
});

export const makeContact = (change: Partial<Contact> = {}): Contact => ({
  ...plainContact,
  id: 'k-1',
  name: 'Maria Conceição',
  identities: [
    { id: 'i-1', channel: 'livechat', address: 'visitor-1', phone: null, profileName: 'Maria', ...plainIdentity },
  ],
  tagIds: [],
  createdAt: T0,
  version: 1,
  ...change,
});

export const makeConversation = (change: Partial<Conversation> = {}): Conversation => ({
  ...plainConversation,
  id: 'v-1',
  protocol: '2026-0000001',
  contactId: 'k-1',
  connectionId: 'c-chat',
  identityId: 'i-1',
  channel: 'livechat',
  departmentId: 'd-suporte',
  assigneeId: 'p-ana',
  assignmentCause: 'distributed',
  status: 'open',
  createdAt: T0,
  queuedAt: null,
  finishedAt: null,
  finishedById: null,
  qualification: null,
  lastMessage: null,
  lastActivityAt: T0,
  lastInboundAt: T0,
  awaitingSince: null,
  unread: 0,
  failedCount: 0,
  version: 1,
  ...change,
});

export const makeMessage = (change: Partial<Message> & Pick<Message, 'id' | 'position'>): Message => ({
  ...plainMessage,
  conversationId: 'v-1',
  connectionId: 'c-chat',
  identityId: 'i-1',
  channel: 'livechat',
  direction: 'inbound',
  kind: 'text',
  text: 'Oi, meu pedido não chegou',
  media: null,
  unknownKind: null,
  quotedMessageId: null,
  mentionIds: [],
  authorId: null,
  activity: null,
  createdAt: T0 + change.position,
  providerAt: null,
  status: null,
  failure: null,
  attempts: [],
  version: change.position,
  ...change,
});
