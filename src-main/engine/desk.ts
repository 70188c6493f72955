import { join } from 'node:path';
import type { EngineEvent } from '../../src-shared/bridge/messages.ts';
import type { ConnectionView } from '../../src-shared/bridge/views.ts';
import type { Person, Workspace } from '../../src-shared/protocol/entities.ts';
import type { Result } from '../../src-shared/result.ts';
import { serverNow } from '../../src-shared/rules/window.ts';
import type { Archive } from './archive/archive.ts';
import { createMachineStorage } from './archive/machine.ts';
import type { Storage } from './archive/storage.ts';
import { type Attention, createAttention } from './attention/attention.ts';
import { createIdleWatch, type IdleWatch } from './attention/idle.ts';
import { type Bulk, createBulk } from './bulk/bulk.ts';
import type { CacheReader, Touched, UserData } from './cache/api.ts';
import type { Clock } from './clock.ts';
import { type DeskRefusal, openDeskFiles } from './desk-files.ts';
import type { DatabaseFiles } from './diagnostics/file-reading.ts';
import { errorFacts } from './error-facts.ts';
import { capabilitiesAt } from './group/capabilities.ts';
import { createReadMark, type ReadMark } from './group/read-mark.ts';
import { localProblem } from './local-problem.ts';
import type { Log } from './log.ts';
import { createOpenMedia, type OpenMedia } from './media/open.ts';
import { createMediaTransfer } from './media/transfer.ts';
import { createUploads, type Uploads } from './media/uploads.ts';
import type { AuthClient } from './session/auth-client.ts';
import type { Admission } from './session/session.ts';
import { createTokens } from './session/tokens.ts';
import type { Shell } from './shell.ts';
import { RECONNECTION } from './sync/backoff.ts';
import { createColleaguesHere } from './sync/colleagues.ts';
import { createServerLine, type ServerLine } from './sync/connection.ts';
import { createCustomerTyping } from './sync/customer-typing.ts';
import { createLogFollower } from './sync/follow-log.ts';
import { createOutbox, type Outbox } from './sync/outbox.ts';

/** The open files and the line of one signed-in person: everything between signing in and signing out. */
export interface Desk {
  cache: CacheReader;
  user: UserData;
  outbox: Outbox;
  uploads: Uploads;
  bulk: Bulk;
  archive: Archive;
  openMedia: OpenMedia;
  attention: Attention;
  markRead: ReadMark['mark'];
  /** The conversation that is open in the window, whether it has the focus or not. */
  looksAt(conversationId: string | null): void;
  idle: IdleWatch;
  storage: Storage;
  /** For whoever reads them besides. */
  files: DatabaseFiles;
  /** The agent chose another period for conversations, or other room for media. */
  storagePreferencesChanged(): void;
  line: ServerLine;
  me(): Person;
  workspace: Workspace;
  serverUrl: string;
  connection(): ConnectionView;
  /** Begins to synchronise; the files were readable before. `behind`: what the line to the server waits for. */
  start(behind: Promise<void> | null): void;
  close(): Promise<void>;
}

export interface DeskDeps {
  admission: Admission;
  auth: AuthClient;
  shell: Shell;
  clock: Clock;
  log: Log;
  onTouched(touched: Touched): void;
  send(event: EngineEvent): void;
  onSessionEnded(reason: 'session-expired' | 'session-revoked'): void;
  mark(name: 'cache-open' | 'synced' | 'applied', facts?: Record<string, number>): void;
}

export function openDesk(deps: DeskDeps): Result<Desk, DeskRefusal> {
  const { admission, clock, log, onTouched } = deps;
  const { folder, serverUrl, kept } = admission;
  const typing = createCustomerTyping(clock, (id) => onTouched({ conversations: new Set([id]) }));
  const colleagues = createColleaguesHere({
    wire: () => line.wire(),
    onChange: (id) => onTouched({ conversations: new Set([id]) }),
  });
  let clockSkewMs = 0;
  /** In the window. */
  let openConversation: string | null = null;
  const opened = openDeskFiles({
    folder,
    accountKey: admission.key,
    context: {
      me: () => kept.person.id,
      now: () => serverNow(clock.now(), clockSkewMs),
      timeZone: () => kept.workspace.timeZone,
      customerTyping: typing.is,
      colleagues: colleagues.of,
    },
    clock,
    log,
    onUserTouched: onTouched,
    onCacheTouched(touched) {
      onTouched(touched);
      if (touched.inbox || touched.everything) attention.countChanged();
    },
    // Told in the middle of a read, which must end before the file is replaced.
    onCacheCorrupt: () => void clock.after(0, () => follower.cacheDamaged()),
  });
  if (!opened.ok) return opened;
  const files = opened.value;
  const { cache, user } = files;
  deps.mark('cache-open');

  const me = (): Person => cache.reader.person(kept.person.id) ?? kept.person;
  const connectionChanged = () => onTouched({ connection: true });

  const tokens = createTokens({
    auth: deps.auth,
    serverUrl,
    refreshToken: kept.refreshToken,
    fresh: admission.fresh,
    clock,
    log,
    store: admission.store,
  });

  const line = createServerLine({
    serverUrl,
    tokens,
    policy: RECONNECTION,
    clock,
    random: Math.random,
    log,
    onUp: (wire) => void follower.follow(wire),
    onDown() {
      colleagues.lineDown();
      readMark.caughtUp();
      connectionChanged();
    },
    onState: connectionChanged,
    onSessionEnded: deps.onSessionEnded,
    onPermissionsChanged: () => follower.wantSnapshot(),
    onCustomerTyping: (conversationId) => typing.heard(conversationId),
    onColleagues: colleagues.heard,
  });

  const outbox = createOutbox({
    user,
    line: {
      isUp: () => line.wire() !== null,
      isOnline: () => line.state().state === 'online',
      send: async (request) => (await line.wire()?.command(request)) ?? null,
      suspect: () => line.renew('command-unanswered'),
    },
    cursor: () => cache.reader.position()?.cursor ?? null,
    shownIn: cache.reader.shownIn,
    clock,
    random: Math.random,
    log,
  });

  const { archive, retention, media, storage, preferencesChanged } = createMachineStorage({
    cache,
    cacheFile: files.paths.cache,
    mediaFolder: join(folder, 'media'),
    key: admission.key,
    user,
    wire: () => line.wire(),
    openConversation: () => openConversation,
    uploaded: () => uploads.mediaIds(),
    clock,
    clockSkewMs: () => clockSkewMs,
    log,
    onRevived: (applied) => attention.applied(applied, false),
    onStorage: () => onTouched({ storage: true }),
    renew: (why) => line.renew(why),
  });

  const follower = createLogFollower({
    cache,
    keepsSince: retention.keepsSince,
    lacksSome: retention.lacksSome,
    lastLogId: files.lastLogId,
    problem: files.cacheRebuilt ? 'cache-rebuilt' : null,
    clock,
    log,
    events: {
      onResumed(info) {
        clockSkewMs = info.clockSkewMs;
        // By another clock, or after a sleep, other windows are over.
        onTouched({ inbox: true });
        line.settled();
        colleagues.lineUp();
        connectionChanged();
        outbox.resume();
        uploads.resume();
        archive.resume();
        retention.start();
      },
      onApplied(applied, cursor, catchingUp) {
        outbox.applied(cursor);
        attention.applied(applied, catchingUp);
        archive.resume();
        deps.mark('applied', { cursor, messages: applied.newMessages.length });
      },
      onSnapshotApplied(cursor, otherLog) {
        if (otherLog) outbox.logChanged();
        else outbox.applied(cursor);
        retention.lacksNothing();
        archive.resume();
        attention.countChanged();
        deps.mark('applied', { cursor, messages: 0 });
      },
      onUpToDate() {
        attention.upToDate();
        readMark.caughtUp();
        deps.mark('synced', { cursor: cache.reader.position()?.cursor ?? 0 });
      },
      onState: connectionChanged,
      renew: (why) => line.renew(why),
      serverFault: () => line.serverFault(),
    },
  });

  const readMark = createReadMark(
    cache.reader,
    (args) => outbox.perform('conversation.read', args),
    () => connection().catchingUp?.kind === 'log',
  );

  const attention = createAttention({
    reader: cache.reader,
    shell: deps.shell,
    me,
    preferences: () => user.reader.preferences(),
    send: deps.send,
    markRead: (conversationId, position) => void readMark.mark(conversationId, position),
    clock,
    log,
  });

  const bulk = createBulk({
    cache: cache.reader,
    send: outbox.direct,
    isOnline: () => line.state().state === 'online',
    myId: () => me().id,
    clock,
    log,
    onChange: () => onTouched({ bulk: true }),
  });

  const idle = createIdleWatch({
    idleMinutes: () => cache.reader.directory().operation?.idleMinutes ?? null,
    presence: () => me().presence.state,
    set: async (state) => (await outbox.perform('presence.set', { state, reason: null, auto: true })).ok,
    clock,
  });

  const transfer = createMediaTransfer({ serverUrl, tokens });
  const uploads = createUploads({
    transfer,
    store: media,
    capabilities: (place) => capabilitiesAt(place, cache.reader),
    clock,
    log,
    onChange: (conversationId) => onTouched({ uploads: new Set([conversationId]) }),
  });

  const connection = (): ConnectionView => ({
    ...line.state(),
    catchingUp: line.state().state === 'online' ? follower.progress() : null,
    clockSkewMs,
    localProblem: localProblem(follower.problem(), files.userDataReset || admission.reset),
  });

  return {
    ok: true,
    value: {
      cache: cache.reader,
      user,
      outbox,
      uploads,
      bulk,
      archive,
      openMedia: createOpenMedia({ store: media, transfer, log }),
      attention,
      markRead: readMark.mark,
      looksAt(conversationId) {
        colleagues.looksAt(conversationId);
        if (conversationId === openConversation) return;
        openConversation = conversationId;
        if (conversationId !== null) archive.seen(conversationId);
      },
      idle,
      storage,
      files: files.paths,
      storagePreferencesChanged: preferencesChanged,
      line,
      me,
      workspace: kept.workspace,
      serverUrl,
      connection,
      start(behind) {
        line.start(behind);
        cache.warm().catch((error: unknown) => log.error('cache-not-warmed', errorFacts(error)));
      },
      async close() {
        line.stop();
        bulk.cancel();
        outbox.stop();
        typing.stop();
        idle.stop();
        attention.stop();
        await uploads.stop();
        await media.close();
        await archive.stop();
        await retention.stop();
        await follower.stop();
        files.close();
      },
    },
  };
}
