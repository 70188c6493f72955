import type { Capabilities, Connection, Contact, Conversation, Department, Media, Message } from './entities.ts';

/** What an entity has as long as nothing of the kind happened: for whoever makes one by hand. */
export const plainMessage = {
  content: null,
  statusTimes: {},
  forwarded: null,
  referral: null,
  reactions: [],
  edits: [],
  deletedAt: null,
} satisfies Partial<Message>;

export const plainContact = { deals: [] as Contact['deals'] } satisfies Partial<Contact>;

export const plainConversation = { decision: null, offer: null, automation: null } satisfies Partial<Conversation>;

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
