import { z } from 'zod';
import { type CommandArgs, type CommandName, commands, type RefusalReason } from '../protocol/commands.ts';
import { channelSchema } from '../protocol/entities.ts';
import { inboxFilterSchema as inboxFilter } from '../protocol/inbox-filter.ts';
import { queries, type ServerQueryResult } from '../protocol/queries.ts';
import { type ArchiveActionResults, archiveActionArgs, heldArgs, type OlderRows, olderListArgs } from './archive.ts';
import { type BulkRefusal, type BulkView, bulkStartArgs } from './bulk.ts';
import { type TimelineView, timelineKinds } from './contact-views.ts';
import {
  type CheckResult,
  type DiagnosticActionResults,
  diagnosticActionArgs,
  diagnosticQueryArgs,
} from './diagnostics.ts';
import { type EmailDraft, emailDraftSchema } from './email-draft.ts';
import { settingsActionArgs } from './settings-actions.ts';
import type { FreeingView, StorageView } from './storage.ts';
import type {
  ChatItem,
  ConnectionView,
  ContactView,
  ConversationView,
  Directory,
  HistoryRow,
  InboxCounts,
  InboxRow,
  OlderHits,
  OutboxView,
  Preferences,
  SearchHit,
  SessionView,
  UploadView,
} from './views.ts';

/**
 * The one map of what the renderer may ask of the engine. Arguments are checked by these schemas on the engine's side
 * (a bad one is refused loudly); results are typed here and made only by the engine.
 *
 * - `watches` stay open: the engine sends the first value at once and a new one after each batch that changed it, at
 *   most once per animation frame.
 * - `queries` answer once.
 * - `actions` change something: `server.*` names are the protocol's commands, passed through outbox or socket.
 */
const id = z.string().min(1).max(64);
const none = z.object({});
const page = { start: z.number().int().min(0).max(10_000_000), count: z.number().int().min(1).max(500) };

const historyFilter = z.object({
  text: z.string().max(200),
  channels: z.array(channelSchema),
  agentIds: z.array(id).max(500),
  reasonIds: z.array(id).max(500),
  departmentIds: z.array(id).max(500),
  from: z.number().int().nullable(),
  to: z.number().int().nullable(),
});

export const preferencesSchema = z.object({
  theme: z.enum(['system', 'light', 'dark']),
  density: z.enum(['comfortable', 'compact']),
  language: z.enum(['pt-BR', 'en', 'es']),
  zoom: z.number().min(0.5).max(2),
  listWidth: z.number().int().min(280).max(640),
  notifications: z.object({
    newConversation: z.boolean(),
    newMessage: z.boolean(),
    mention: z.boolean(),
    sound: z.boolean(),
  }),
  shortcuts: z.record(z.string().max(60), z.string().max(60)),
  playbackSpeed: z.number().min(0.5).max(4).optional(),
  inboxView: z.object({ filter: inboxFilter, savedFilterId: id.nullable() }).optional(),
  mediaLimitGb: z.number().min(0.5).max(1_000).optional(),
  keepDays: z.number().int().min(7).max(3_660).optional(),
});

export const watchArgs = {
  session: none,
  connection: none,
  preferences: none,
  directory: none,
  outbox: none,
  /** The bulk action under way, or the last one's outcome until it is dismissed. */
  bulk: none,
  uploads: z.object({ conversationId: id }),
  'inbox.list': z.object({ filter: inboxFilter, ...page }),
  'inbox.counts': z.object({ filter: inboxFilter }),
  conversation: z.object({ conversationId: id }),
  /** The newest `limit` lines, reaching back into the contact's earlier conversations; ask for more to go back. */
  'conversation.chat': z.object({ conversationId: id, limit: z.number().int().min(1).max(5000) }),
  contact: z.object({ contactId: id }),
  /** The contact's timeline (G4), newest first. Empty lists narrow nothing; with channels, only what has one of them. */
  'contact.timeline': z.object({
    contactId: id,
    kinds: z.array(z.enum(timelineKinds)).max(20),
    channels: z.array(channelSchema).max(10),
    limit: z.number().int().min(1).max(10_000),
  }),
  'history.list': z.object({ filter: historyFilter, ...page }),
  'archive.held': heldArgs,
  'storage.freeing': none,
} as const;

export interface WatchResults {
  session: SessionView;
  connection: ConnectionView;
  preferences: Preferences;
  directory: Directory;
  outbox: OutboxView;
  bulk: BulkView | null;
  uploads: UploadView[];
  'inbox.list': { total: number; rows: InboxRow[] };
  'inbox.counts': InboxCounts;
  conversation: ConversationView | null;
  /** `beyond`: all that is on this machine was given, and the server may have older conversations of the contact. */
  'conversation.chat': { items: ChatItem[]; hasMore: boolean; beyond?: true };
  contact: ContactView | null;
  'contact.timeline': TimelineView;
  'history.list': { total: number; rows: HistoryRow[] };
  'archive.held': string[];
  'storage.freeing': FreeingView;
}

export const queryArgs = {
  /** On this machine. With `conversationId`: each message found in that one. */
  search: z.object({
    text: z.string().max(200),
    limit: z.number().int().min(1).max(200),
    conversationId: id.optional(),
  }),
  'archive.list': olderListArgs,
  storage: none,
  ...diagnosticQueryArgs,
  /** On the server, in conversations that are not on this machine. `before`: where the page before ended. */
  'search.older': z.object({ text: z.string().max(200), before: z.number().int().nonnegative().nullable() }),
  draft: z.object({ conversationId: id, side: z.enum(['reply', 'note']) }),
  'draft.email': z.object({ conversationId: id }),
  'server.connection.signature': queries['connection.signature'].args,
  'server.conversation.startCheck': queries['conversation.startCheck'].args,
  'server.settings.history': queries['settings.history'].args,
  'server.automation.revisions': queries['automation.revisions'].args,
  'server.contact.orders': queries['contact.orders'].args,
  'server.pauses.mine': queries['pauses.mine'].args,
  'server.pauses.list': queries['pauses.list'].args,
} as const;

/** A question to the server, passed on by the engine. */
export type ServerAnswer<Value> =
  | { ok: true; value: Value }
  | { ok: false; reason: 'offline' | 'invalid' | 'not-found' | 'forbidden' | 'server-error' };

export interface QueryResults {
  /** `partial`: of the older messages on this machine not all were looked at. */
  search: { hits: SearchHit[]; partial?: true };
  'search.older': ServerAnswer<OlderHits>;
  'archive.list': ServerAnswer<OlderRows>;
  /** null while nobody is signed in. */
  storage: StorageView | null;
  'diagnostics.check': CheckResult;
  draft: { text: string };
  /** null: as the thread is. */
  'draft.email': EmailDraft | null;
  'server.connection.signature': ServerAnswer<ServerQueryResult<'connection.signature'>>;
  'server.conversation.startCheck': ServerAnswer<ServerQueryResult<'conversation.startCheck'>>;
  'server.settings.history': ServerAnswer<ServerQueryResult<'settings.history'>>;
  'server.automation.revisions': ServerAnswer<ServerQueryResult<'automation.revisions'>>;
  'server.contact.orders': ServerAnswer<ServerQueryResult<'contact.orders'>>;
  'server.pauses.mine': ServerAnswer<ServerQueryResult<'pauses.mine'>>;
  'server.pauses.list': ServerAnswer<ServerQueryResult<'pauses.list'>>;
}

export const actionArgs = {
  'session.signIn': z.object({
    serverUrl: z.url().max(2000).optional(),
    email: z.string().max(254),
    password: z.string().max(1024),
  }),
  /** The files' key: kept behind the password (asked at each start), or, agreed to knowingly, in a file of this user. */
  'session.protect': z.object({ way: z.enum(['password', 'file']), password: z.string().max(1024).nullable() }),
  'session.unlock': z.object({ password: z.string().max(1024) }),
  'draft.save': z.object({ conversationId: id, side: z.enum(['reply', 'note']), text: z.string().max(20_000) }),
  'draft.saveEmail': z.object({ conversationId: id, email: emailDraftSchema.nullable() }),
  'outbox.discard': z.object({ id }),
  /** A6: one change for many conversations, one at a time on a machine. */
  'bulk.start': bulkStartArgs,
  'bulk.cancel': none,
  'bulk.undo': none,
  'bulk.dismiss': none,
  'upload.cancel': z.object({ id }),
  ...archiveActionArgs,
  /** Lets go of all that can be fetched again; its progress is the watch `storage.freeing`. */
  'storage.free': none,
  'preferences.set': preferencesSchema.partial(),
  'transcript.export': z.object({ conversationId: id }),
  /** Opens in the system's browser; only http, https, mailto and tel pass the allow-list. */
  'link.open': z.object({ url: z.string().max(4000) }),
  typing: z.object({ conversationId: id }),
  /** The window got the focus, or the browser reports the network is back or gone. */
  'network.hint': z.object({ hint: z.enum(['focus', 'online', 'offline']) }),
  /** What the agent looks at, so that no notification is shown for it and unread is cleared. null: the window is hidden. */
  'attention.set': z.object({ conversationId: id.nullable(), focused: z.boolean() }),
  /** Somebody touched keyboard or mouse in the window; at most every few seconds. */
  'activity.seen': none,
  'diagnostics.mark': z.object({ name: z.string().max(60), at: z.number() }),
  ...diagnosticActionArgs,
  ...serverActionArgs(),
} as const;

function serverActionArgs() {
  return {
    'server.message.send': commands['message.send'].args,
    'server.message.retry': commands['message.retry'].args,
    'server.message.react': commands['message.react'].args,
    'server.conversation.start': commands['conversation.start'].args,
    'server.template.sync': commands['template.sync'].args,
    'server.savedText.save': commands['savedText.save'].args,
    'server.savedText.remove': commands['savedText.remove'].args,
    'server.automation.save': commands['automation.save'].args,
    'server.automation.remove': commands['automation.remove'].args,
    'server.automation.run': commands['automation.run'].args,
    'server.automation.stop': commands['automation.stop'].args,
    ...settingsActionArgs,
    'server.note.add': commands['note.add'].args,
    'server.conversation.take': commands['conversation.take'].args,
    'server.conversation.accept': commands['conversation.accept'].args,
    'server.conversation.decline': commands['conversation.decline'].args,
    'server.conversation.transfer': commands['conversation.transfer'].args,
    'server.conversation.finish': commands['conversation.finish'].args,
    'server.conversation.reopen': commands['conversation.reopen'].args,
    'server.conversation.untransfer': commands['conversation.untransfer'].args,
    'server.conversation.read': commands['conversation.read'].args,
    'server.conversation.answerBy': commands['conversation.answerBy'].args,
    'server.conversation.merge': commands['conversation.merge'].args,
    'server.conversation.unmerge': commands['conversation.unmerge'].args,
    'server.contact.tag': commands['contact.tag'].args,
    'server.contact.untag': commands['contact.untag'].args,
    'server.contact.rename': commands['contact.rename'].args,
    'server.contact.field': commands['contact.field'].args,
    'server.contact.note': commands['contact.note'].args,
    'server.contact.noteRemove': commands['contact.noteRemove'].args,
    'server.contact.identityAdd': commands['contact.identityAdd'].args,
    'server.contact.identityRemove': commands['contact.identityRemove'].args,
    'server.contact.identityMark': commands['contact.identityMark'].args,
    'server.contact.merge': commands['contact.merge'].args,
    'server.contact.unmerge': commands['contact.unmerge'].args,
    'server.suggestion.refuse': commands['suggestion.refuse'].args,
    'server.deal.save': commands['deal.save'].args,
    'server.deal.move': commands['deal.move'].args,
    'server.deal.close': commands['deal.close'].args,
    'server.filter.save': commands['filter.save'].args,
    'server.filter.remove': commands['filter.remove'].args,
    'server.presence.set': commands['presence.set'].args,
    'server.session.signOut': commands['session.signOut'].args,
  } as const satisfies { [Name in CommandName as `server.${Name}`]: (typeof commands)[Name]['args'] };
}

export type SignInRefusal =
  | { reason: 'wrong-credentials' }
  | { reason: 'too-many-attempts'; retryAfterMs: number }
  | { reason: 'unreachable' }
  | { reason: 'protocol-mismatch'; desktop: number; server: number }
  | { reason: 'invalid' }
  | { reason: 'server-error' };

/** `queued`: kept in the outbox on disk until the server confirms it. `conversationId`: as the server's answer has it. */
export type ServerActionResult =
  | { ok: true; queued: boolean; id: string; conversationId?: string | undefined }
  | { ok: false; reason: RefusalReason | 'offline' | 'disk-full'; detail: string | null };

export type ActionResults = {
  [Name in CommandName as `server.${Name}`]: ServerActionResult;
} & {
  'session.signIn': { ok: true } | ({ ok: false } & SignInRefusal);
  'session.protect': { ok: true } | { ok: false; reason: 'wrong-password' };
  'session.unlock': { ok: true } | { ok: false; reason: 'wrong-password' };
  'draft.save': { ok: true } | { ok: false; reason: 'disk-full' };
  'draft.saveEmail': { ok: true } | { ok: false; reason: 'disk-full' };
  'outbox.discard': { ok: true };
  'bulk.start': { ok: true } | { ok: false; reason: BulkRefusal };
  'bulk.cancel': { ok: true };
  'bulk.undo': { ok: true } | { ok: false; reason: BulkRefusal };
  'bulk.dismiss': { ok: true };
  'upload.cancel': { ok: true };
  'preferences.set': { ok: true };
  'storage.free': { ok: true; bytes: number } | { ok: false; reason: 'running' | 'failed' };
  'transcript.export':
    | { ok: true; fileName: string }
    | { ok: false; reason: 'not-found' | 'cancelled' | 'disk-full' | 'offline' | 'server-error' };
  'link.open': { ok: true } | { ok: false; reason: 'not-allowed' };
  typing: { ok: true };
  'network.hint': { ok: true };
  'attention.set': { ok: true };
  'activity.seen': { ok: true };
  'diagnostics.mark': { ok: true };
} & ArchiveActionResults &
  DiagnosticActionResults;

export type WatchName = keyof typeof watchArgs;
export type QueryName = keyof typeof queryArgs;
export type ActionName = keyof typeof actionArgs;
export type WatchArgs<Name extends WatchName> = z.infer<(typeof watchArgs)[Name]>;
export type QueryArgs<Name extends QueryName> = z.infer<(typeof queryArgs)[Name]>;
export type ActionArgs<Name extends ActionName> = z.infer<(typeof actionArgs)[Name]>;
export type { CommandArgs };
