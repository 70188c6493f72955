import type { ContactEvent, ContactNote, Field, MatchReason } from '../protocol/contacts.ts';
import type { Deal } from '../protocol/deals.ts';
import type {
  Activity,
  Capabilities,
  Channel,
  Contact,
  Conversation,
  Direction,
  Identity,
  MessageKind,
  MessageStatus,
  Tag,
} from '../protocol/entities.ts';
import type { MessageNature } from '../rules/message-gist.ts';

/**
 * One customer as the renderer sees them (section G): the record composed of everything merged into it, and its timeline.
 * Made by the engine's readers; times are epoch milliseconds by the server's clock.
 */

/** `pending`: a change of it waits in the outbox; it is shown as it will be. Names as they are told, though long removed. */
export interface DealView extends Deal {
  pipelineName: string;
  stageName: string;
  pending: boolean;
}

/** A custom field in use, with the contact's value as it is kept (see `Contact.fields`); null: none. */
export interface ContactFieldView {
  field: Field;
  value: string | null;
  /** A change of it waits in the outbox; it is shown as it will be. */
  pending: boolean;
}

export interface ContactNoteView extends ContactNote {
  authorName: string | null;
  mine: boolean;
  pending: null | 'add' | 'remove';
}

/** A contact merged into this one: what stood alone before, and why it was joined. */
export interface ContactPartView {
  id: string;
  /** As it was titled by itself. */
  title: string;
  identities: Identity[];
  /** What it was merged into: the contact itself, or another of its parts. */
  intoId: string;
  /** Takes it apart again (`contact.unmerge`). */
  mergeId: string;
  at: number;
  /** null: a certain match linked by itself. */
  byId: string | null;
  byName: string | null;
  reasons: MatchReason[];
}

/** «Pode ser a mesma pessoa»: still open, and not refused by what waits in the outbox. */
export interface ContactSuggestionView {
  id: string;
  /** The record the other one is shown as. */
  otherId: string;
  otherTitle: string;
  /** The other's record is on this machine, so it can be watched and compared. */
  otherKnown: boolean;
  reasons: MatchReason[];
  at: number;
}

export interface ContactView extends Omit<Contact, 'version' | 'identities' | 'deals' | 'fields' | 'notes' | 'merged'> {
  title: string;
  /** The name shown waits in the outbox. */
  namePending: boolean;
  /** `contactId`: the part that has it, as commands and new conversations name it. */
  identities: (Identity & { contactId: string })[];
  tags: (Tag & { pending: null | 'add' | 'remove' })[];
  /** Oldest first. */
  deals: DealView[];
  /** Every field in use, in the workspace's order. */
  fields: ContactFieldView[];
  /** Newest first. */
  notes: ContactNoteView[];
  /** In the order of the merges; empty for one that stands alone. */
  parts: ContactPartView[];
  suggestions: ContactSuggestionView[];
  /** The contact asked for is shown as this one (`id` is the same): it was merged. null: it stands for itself. */
  mergedInto: string | null;
  /** Newest first; those merged into another conversation are not listed beside it. */
  recent: {
    id: string;
    protocol: string;
    channel: Channel;
    connectionName: string;
    status: Conversation['status'];
    at: number;
    reasonName: string | null;
    assigneeName: string | null;
  }[];
}

/**
 * What the timeline (G4) can be narrowed to. `transfer`: everything about who serves a conversation; `field`: everything
 * of the record itself besides deals (name, fields, tags, identities); `merge`: of contacts and of conversations.
 */
export const timelineKinds = ['message', 'note', 'transfer', 'qualification', 'deal', 'field', 'merge'] as const;
export type TimelineKind = (typeof timelineKinds)[number];

export interface TimelineEntry {
  id: string;
  at: number;
  kind: TimelineKind;
  /** Who did it; null: the customer, or by itself. */
  byId: string | null;
  byName: string | null;
  /** Where it happened, with the channel it travelled through; null: on the record itself. `id` opens it. */
  conversation: { id: string; protocol: string; channel: Channel; connectionName: string } | null;
  what:
    | {
        type: 'message';
        messageId: string;
        position: number;
        direction: Direction;
        kind: MessageKind;
        nature: MessageNature;
        text: string;
        status: MessageStatus | null;
        /** By the business, in the channel's own application. */
        elsewhere: boolean;
      }
    /** `messageId` null: a note of the contact's record. */
    | { type: 'note'; messageId: string | null; position: number; text: string }
    | { type: 'activity'; activity: Activity }
    | {
        type: 'qualification';
        reasonName: string | null;
        description: string | null;
        /** Finished by itself after so many minutes. */
        inactivityMinutes: number | null;
      }
    /** `names`: of the fields, tags and stages it speaks of, by id. */
    | { type: 'event'; event: ContactEvent['what']; names: Record<string, string> };
}

export interface TimelineView {
  /** The record it is of: of a merged contact, what that was merged into; null while it is not on this machine. */
  contactId: string | null;
  items: TimelineEntry[];
  hasMore: boolean;
}

/** A conversation served within another one. */
export interface MergedConversationView {
  id: string;
  protocol: string;
  channel: Channel;
  connectionId: string;
  connectionName: string;
  /** Takes it apart again (`conversation.unmerge`). */
  mergeId: string;
  at: number;
  /** null: by rule. */
  byName: string | null;
}

/** Where a reply can go: sending names this conversation. Its window, limits and kinds apply. */
export interface ReplyTarget {
  conversationId: string;
  identityId: string;
  channel: Channel;
  connectionId: string;
  connectionName: string;
  /** As people read it; null where there is none to show (a visitor). */
  address: string | null;
  windowEndsAt: number | null;
  lastInboundAt: number | null;
  /** null while the connection is not known on this machine. */
  capabilities: Capabilities | null;
}
