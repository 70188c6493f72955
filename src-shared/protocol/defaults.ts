import type {
  Capabilities,
  Connection,
  Contact,
  Conversation,
  Department,
  Identity,
  Media,
  Message,
} from './entities.ts';
import type { InboxFilter } from './inbox-filter.ts';

/** What an entity has as long as nothing of the kind happened: for whoever makes one by hand. */
export const plainMessage = {
  attachments: [] as Message['attachments'],
  content: null,
  statusTimes: {},
  forwarded: null,
  referral: null,
  reactions: [],
  edits: [],
  deletedAt: null,
} satisfies Partial<Message>;

export const plainContact = {
  deals: [] as Contact['deals'],
  fields: {} as Contact['fields'],
  notes: [] as Contact['notes'],
  merged: null,
} satisfies Partial<Contact>;

export const plainIdentity = { verified: null, shared: false, proved: false } satisfies Partial<Identity>;

export const plainConversation = {
  decision: null,
  offer: null,
  automation: null,
  merged: null,
} satisfies Partial<Conversation>;

export const plainMedia = { thumbnail: null, voice: false } satisfies Partial<Media>;

export const plainDepartment = {
  rule: 'leastBusy',
  acceptSeconds: null,
  inactivityMinutes: null,
} satisfies Partial<Department>;

export const plainConnection = { problem: null } satisfies Partial<Connection>;

export const plainCapabilities = {
  templates: false,
  reactions: false,
  voice: [] as string[],
} satisfies Partial<Capabilities>;

/** A filter that filters nothing, besides tab, status and order. */
export const plainFilterLists = {
  connectionIds: [] as string[],
  departmentIds: [] as string[],
  tagIds: [] as string[],
  channels: [] as InboxFilter['channels'],
  stageIds: [] as string[],
  reasonIds: [] as string[],
  agentIds: [] as string[],
  period: null,
  windowLeft: null,
} satisfies Partial<InboxFilter>;
