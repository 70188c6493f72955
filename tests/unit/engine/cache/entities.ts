import {
  plainCapabilities,
  plainConnection,
  plainContact,
  plainConversation,
  plainDepartment,
  plainIdentity,
  plainMessage,
} from '../../../../src-shared/protocol/defaults.ts';
import type {
  Connection,
  Contact,
  Conversation,
  Department,
  Message,
  Person,
  Reason,
  Tag,
} from '../../../../src-shared/protocol/entities.ts';
import type { LogItem } from '../../../../src-shared/protocol/log.ts';

/** Whole entities for the engine's tests; each test writes only what it is about. */
export const noon = Date.UTC(2026, 4, 4, 15, 0, 0);

export const personOf = (change: Partial<Person> = {}): Person => ({
  id: 'ana',
  name: 'Ana Souza',
  role: 'agent',
  departmentIds: ['suporte'],
  capacity: 5,
  presence: { state: 'available', reason: null, since: noon },
  active: true,
  version: 1,
  ...change,
});

export const departmentOf = (change: Partial<Department> = {}): Department => ({
  ...plainDepartment,
  id: 'suporte',
  name: 'Suporte',
  distribution: 'automatic',
  requiresReason: false,
  requiresDescription: false,
  version: 1,
  ...change,
});

export const connectionOf = (change: Partial<Connection> = {}): Connection => ({
  ...plainConnection,
  id: 'loja',
  channel: 'whatsapp',
  name: 'WhatsApp Loja',
  departmentId: 'suporte',
  address: '+55 11 4000-0000',
  capabilities: {
    ...plainCapabilities,
    textLimit: 4096,
    windowMs: 24 * 3_600_000,
    media: [],
    receipts: [],
    typing: false,
  },
  active: true,
  version: 1,
  ...change,
});

export const tagOf = (change: Partial<Tag> = {}): Tag => ({
  id: 'vip',
  name: 'VIP',
  color: '#aa5500',
  version: 1,
  ...change,
});

export const reasonOf = (change: Partial<Reason> = {}): Reason => ({
  id: 'entrega',
  parentId: null,
  name: 'Entrega',
  position: 1,
  active: true,
  version: 1,
  ...change,
});

export const contactOf = (change: Partial<Contact> = {}): Contact => ({
  ...plainContact,
  id: 'joao',
  name: 'João Conceição',
  identities: [
    {
      id: 'joao-wa',
      channel: 'whatsapp',
      address: '5511987654321',
      phone: '5511987654321',
      profileName: 'Joãozinho',
      ...plainIdentity,
    },
  ],
  tagIds: [],
  createdAt: noon,
  version: 1,
  ...change,
});

export const conversationOf = (change: Partial<Conversation> = {}): Conversation => ({
  ...plainConversation,
  id: 'c1',
  protocol: '2026-0000001',
  contactId: 'joao',
  connectionId: 'loja',
  identityId: 'joao-wa',
  channel: 'whatsapp',
  departmentId: 'suporte',
  assigneeId: null,
  assignmentCause: null,
  status: 'queued',
  createdAt: noon,
  queuedAt: noon,
  finishedAt: null,
  finishedById: null,
  qualification: null,
  lastMessage: null,
  lastActivityAt: noon,
  lastInboundAt: null,
  awaitingSince: null,
  unread: 0,
  failedCount: 0,
  version: 1,
  ...change,
});

export const messageOf = (change: Partial<Message> = {}): Message => ({
  ...plainMessage,
  id: 'm1',
  conversationId: 'c1',
  connectionId: 'loja',
  identityId: 'joao-wa',
  channel: 'whatsapp',
  direction: 'inbound',
  kind: 'text',
  text: 'Bom dia',
  media: null,
  unknownKind: null,
  quotedMessageId: null,
  mentionIds: [],
  authorId: null,
  activity: null,
  position: 10,
  createdAt: noon,
  providerAt: null,
  status: null,
  failure: null,
  attempts: [],
  version: 10,
  ...change,
});

export const items = {
  person: (change: Partial<Person> = {}): LogItem => ({ type: 'person', person: personOf(change) }),
  department: (change: Partial<Department> = {}): LogItem => ({ type: 'department', department: departmentOf(change) }),
  connection: (change: Partial<Connection> = {}): LogItem => ({ type: 'connection', connection: connectionOf(change) }),
  tag: (change: Partial<Tag> = {}): LogItem => ({ type: 'tag', tag: tagOf(change) }),
  reason: (change: Partial<Reason> = {}): LogItem => ({ type: 'reason', reason: reasonOf(change) }),
  contact: (change: Partial<Contact> = {}): LogItem => ({ type: 'contact', contact: contactOf(change) }),
  conversation: (change: Partial<Conversation> = {}): LogItem => ({
    type: 'conversation',
    conversation: conversationOf(change),
  }),
  message: (change: Partial<Message> = {}): LogItem => ({ type: 'message', message: messageOf(change) }),
};

/** Two departments with one connection each, two people, two tags, and reasons of two levels. */
export const directoryItems = (): LogItem[] => [
  items.person(),
  items.person({ id: 'bia', name: 'Bia Lima' }),
  items.department(),
  items.department({ id: 'vendas', name: 'Vendas' }),
  items.connection(),
  items.connection({
    id: 'site',
    channel: 'livechat',
    name: 'Chat do site',
    departmentId: 'vendas',
    address: null,
    capabilities: { ...plainCapabilities, textLimit: 4096, windowMs: null, media: [], receipts: [], typing: true },
  }),
  items.tag(),
  items.tag({ id: 'troca', name: 'Troca' }),
  items.reason(),
  items.reason({ id: 'atraso', parentId: 'entrega', name: 'Atraso' }),
];
