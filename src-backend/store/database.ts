import type { Generated } from 'kysely';
import type { CommandReply } from '../../src-shared/protocol/commands.ts';
import type { Content } from '../../src-shared/protocol/content.ts';
import type {
  Activity,
  Attempt,
  Channel,
  Connection,
  Conversation,
  ConversationStatus,
  Direction,
  DistributionRule,
  Media,
  Message,
  MessageKind,
  MessageStatus,
  PresenceState,
  Role,
} from '../../src-shared/protocol/entities.ts';
import type { LogItem } from '../../src-shared/protocol/log.ts';
import type { AppliedEvent } from '../conversations/arrivals.ts';
import type { ConversationSummary } from '../conversations/summary.ts';
import type { Audience } from '../log/audience.ts';
import type { Json, JsonOrDefault, JsonOrNull } from './columns.ts';
import type { ContactTables } from './contact-tables.ts';
import type { LiveChatTables } from './migrations/0002-livechat.ts';
import type { AccountTables } from './migrations/0003-accounts.ts';
import type { WhatsAppTables } from './migrations/0004-whatsapp.ts';
import type { RoutingTables } from './migrations/0005-routing.ts';
import type { SettingsTables } from './migrations/0006-settings.ts';
import type { AutomationTables } from './migrations/0007-automations.ts';
import type { PauseTables } from './migrations/0008-pauses.ts';
import type { MessageChangeTables } from './migrations/0009-message-changes.ts';
import type { DealTables } from './migrations/0010-deals.ts';
import type { ContactRecordTables } from './migrations/0012-contact-record.ts';
import type { FilterTables } from './migrations/0013-inbox-filters.ts';
import type { SearchTables } from './migrations/0014-search.ts';
import type { EmailTables } from './migrations/0016-email.ts';
import type { GroupTables } from './migrations/0017-groups.ts';
import type { ReversibleTables } from './migrations/0020-taking-back.ts';
import type { MarkTables } from './migrations/0022-marks.ts';
import type { FormTables } from './migrations/0023-forms.ts';

/**
 * The tables, as Kysely sees them. Times are epoch milliseconds (bigint), ids are text, `version` and `position` are
 * log positions.
 */
export interface WorkspaceTable {
  id: string;
  name: string;
  time_zone: string;
  created_at: number;
}

/** One narrow row per workspace: its lock orders the workspace's writers (see log/write.ts). */
export interface WorkspaceLogTable {
  workspace_id: string;
  /** Names this log for ever; restored from a backup it must be renewed, so that desktops take a snapshot. */
  log_id: string;
  seq: number;
  /** Events up to and including this one are pruned. */
  pruned_to: number;
  protocol_year: number;
  protocol_last: number;
}

export interface EventTable {
  workspace_id: string;
  seq: number;
  at: number;
  body: Json<LogItem>;
  conversation_id: string | null;
  contact_id: string | null;
  audience: Json<Audience>;
  /** Who could see the conversation before this event, when that changed. */
  audience_before: Json<Audience> | null;
  /** With `audience_before`: all contacts of the customer, where they are several. */
  contact_ids: JsonOrNull<string[]>;
}

export interface CommandTable {
  workspace_id: string;
  id: string;
  person_id: string;
  name: string;
  reply: Json<CommandReply>;
  at: number;
}

export interface PersonTable {
  id: string;
  workspace_id: string;
  email: string;
  name: string;
  role: Role;
  password_hash: string;
  capacity: number;
  active: boolean;
  presence_state: PresenceState;
  presence_reason: string | null;
  presence_since: number;
  /** When a node last had a socket of this person (see realtime/attendance.ts). Not part of the entity. */
  seen_at: Generated<number>;
  /** When they last received or finished a conversation: who is idle longest (routing/rules.ts). Not part of the entity. */
  idle_since: Generated<number>;
  /** Log position at which role or departments last changed: a desktop that stands before it takes a snapshot. */
  permissions_at: Generated<number>;
  version: number;
}

export interface PersonDepartmentTable {
  workspace_id: string;
  person_id: string;
  department_id: string;
}

export interface DepartmentTable {
  id: string;
  workspace_id: string;
  name: string;
  distribution: 'automatic' | 'manual';
  requires_reason: boolean;
  requires_description: boolean;
  rule: Generated<DistributionRule>;
  accept_seconds: number | null;
  inactivity_minutes: number | null;
  version: number;
}

export interface ConnectionTable {
  id: string;
  workspace_id: string;
  channel: Channel;
  name: string;
  department_id: string;
  address: string | null;
  settings: Json<unknown>;
  active: boolean;
  problem: Json<NonNullable<Connection['problem']>> | null;
  answered_by: JsonOrNull<string[]>;
  version: number;
}

export interface TagTable {
  id: string;
  workspace_id: string;
  name: string;
  color: string;
  removed: Generated<boolean>;
  version: number;
}

export interface ReasonTable {
  id: string;
  workspace_id: string;
  parent_id: string | null;
  name: string;
  position: number;
  active: boolean;
  version: number;
}

export interface ConversationTable {
  id: string;
  workspace_id: string;
  protocol: string;
  contact_id: string;
  connection_id: string;
  identity_id: string;
  channel: Channel;
  department_id: string;
  assignee_id: string | null;
  assignment_cause: Conversation['assignmentCause'];
  decision: Json<NonNullable<Conversation['decision']>> | null;
  offer_until: number | null;
  /** Who served it last, and the last moment they did (continuity, F2); kept when it goes to a queue. Not of the entity. */
  served_by: string | null;
  served_until: number | null;
  /** Who passed it on and when; it is not offered to them again at once. Not part of the entity. */
  passed_by: Json<{ agentId: string; at: number }[]> | null;
  automation: Json<NonNullable<Conversation['automation']>> | null;
  merged: JsonOrNull<NonNullable<Conversation['merged']>>;
  status: ConversationStatus;
  created_at: number;
  queued_at: number | null;
  finished_at: number | null;
  finished_by_id: string | null;
  qualification: Json<NonNullable<Conversation['qualification']>> | null;
  last_message: Json<NonNullable<Conversation['lastMessage']>> | null;
  last_activity_at: number;
  last_inbound_at: number | null;
  awaiting_since: number | null;
  unread: number;
  failed_count: number;
  /** While others are merged into it: its own, the columns above then speak of all of them. Not of the entity. */
  own_summary: JsonOrNull<ConversationSummary>;
  version: number;
}

export interface MessageTable {
  id: string;
  workspace_id: string;
  conversation_id: string;
  connection_id: string;
  identity_id: string;
  channel: Channel;
  direction: Direction;
  kind: MessageKind;
  text: string | null;
  media: Json<Media> | null;
  unknown_kind: string | null;
  quoted_message_id: string | null;
  mention_ids: Json<string[]>;
  author_id: string | null;
  activity: Json<Activity> | null;
  position: number;
  created_at: number;
  provider_at: number | null;
  external_id: string | null;
  status: MessageStatus | null;
  /** Set while a request to the provider is under way; found set at a restart, the message's fate is uncertain. */
  sending_since: number | null;
  failure: Json<{ code: string; detail: string | null }> | null;
  attempts: Json<Attempt[]>;
  status_times: Json<Message['statusTimes']>;
  content: Json<Content> | null;
  forwarded: Message['forwarded'];
  referral: Json<NonNullable<Message['referral']>> | null;
  reactions: Json<Message['reactions']>;
  edits: Json<Message['edits']>;
  deleted_at: number | null;
  attachments: JsonOrDefault<Message['attachments']>;
  version: number;
}

/** A status that came before its message's own id was saved waits here and is applied with the message. */
export interface ParkedStatusTable {
  workspace_id: string;
  connection_id: string;
  external_id: string;
  status: MessageStatus;
  failure: Json<{ code: string; detail: string | null }> | null;
  provider_at: number | null;
  at: number;
}

/** What channels received and could not be applied at once, until it is (see conversations/backlog.ts). */
export interface InboundTable {
  id: Generated<number>;
  workspace_id: string;
  connection_id: string;
  event: Json<AppliedEvent>;
  received_at: number;
  /** `failed`: set aside with the reason, after so many tries. */
  state: 'pending' | 'failed';
  error: string | null;
  tries: Generated<number>;
}

export interface MediaTable {
  id: string;
  workspace_id: string;
  connection_id: string | null;
  mime: string;
  bytes: number;
  name: string | null;
  width: number | null;
  height: number | null;
  state: Media['state'];
  voice: Generated<boolean>;
  /** SHA-256 of the bytes, in hexadecimal, once they are here. */
  sha256: string | null;
  thumbnail_width: number | null;
  thumbnail_height: number | null;
  /** What to ask the provider for, while pending. */
  provider_ref: string | null;
  created_at: number;
}

export interface SessionTable {
  id: string;
  workspace_id: string;
  person_id: string;
  refresh_hash: string;
  /** The token before the last rotation, until something of the new pair was used; then using it ends the session. */
  previous_hash: string | null;
  created_at: number;
  used_at: number;
  rotated_at: number;
  revoked_at: number | null;
}

export interface LoginThrottleTable {
  key: string;
  failures: number;
  locked_until: number | null;
  at: number;
}

export interface Database
  extends LiveChatTables,
    AccountTables,
    WhatsAppTables,
    RoutingTables,
    AutomationTables,
    SettingsTables,
    PauseTables,
    MessageChangeTables,
    EmailTables,
    DealTables,
    ContactTables,
    ContactRecordTables,
    ReversibleTables,
    GroupTables,
    MarkTables,
    FormTables,
    SearchTables,
    FilterTables {
  workspace: WorkspaceTable;
  workspace_log: WorkspaceLogTable;
  event: EventTable;
  command: CommandTable;
  person: PersonTable;
  person_department: PersonDepartmentTable;
  department: DepartmentTable;
  connection: ConnectionTable;
  tag: TagTable;
  reason: ReasonTable;
  conversation: ConversationTable;
  message: MessageTable;
  parked_status: ParkedStatusTable;
  inbound: InboundTable;
  media: MediaTable;
  session: SessionTable;
  login_throttle: LoginThrottleTable;
}
