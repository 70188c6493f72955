import type { OlderListArgs } from '../../src-shared/bridge/archive.ts';
import type { ServerActionResult } from '../../src-shared/bridge/contract.ts';
import type { MediaPart } from '../../src-shared/bridge/media-part.ts';
import type { EngineEvent, EngineFrame, FramePort, RendererFrame } from '../../src-shared/bridge/messages.ts';
import type { ConnectionView, SessionView, UploadView } from '../../src-shared/bridge/views.ts';
import { createActions } from './actions.ts';
import { type BridgeServer, createBridgeServer } from './bridge/server.ts';
import type { Touched } from './cache/api.ts';
import { type Clock, systemClock } from './clock.ts';
import { type Desk, openDesk } from './desk.ts';
import { createDiagnostics } from './diagnostics/diagnostics.ts';
import { errorFacts } from './error-facts.ts';
import { acquireInstance, type Instance } from './instance.ts';
import { createInboxTimer } from './live/inbox-timer.ts';
import { createLiveQueries } from './live/live-queries.ts';
import { createQuerySources, createWatchSources } from './live/watch-sources.ts';
import type { Log } from './log.ts';
import { createMarks, type Mark, type Marks } from './marks.ts';
import type { OpenedMedia } from './media/open.ts';
import type { UploadInput } from './media/uploads.ts';
import { createAuthClient } from './session/auth-client.ts';
import { createProfiles } from './session/profiles.ts';
import { createSessionControl } from './session/session.ts';
import type { Shell } from './shell.ts';
import { watchForSleep } from './sync/wake.ts';

/**
 * Everything on the agent's machine that is not the window's content. It knows no Electron and no DOM: it is given a
 * folder, a server and a shell, and talks to any number of windows over ports.
 */
export interface Engine {
  start(): Promise<void>;
  /** A window. The port's frames are the bridge contract's. */
  attach(port: FramePort<EngineFrame, RendererFrame>): void;
  /** A deep link or a click on a notification: the window comes to the front and shows it. */
  openConversation(conversationId: string): void;
  /** A file of the agent for a conversation; its progress is the watch `uploads`. null: nobody is signed in. */
  addUpload(input: UploadInput): Promise<UploadView | null>;
  /** The bytes of a medium, of its small picture, or of a mail's page, from this machine or the server. */
  openMedia(mediaId: string, part?: MediaPart): Promise<OpenedMedia>;
  session(): SessionView;
  connection(): ConnectionView;
  /** Named moments with their time (`clock.monotonic`), for benchmarks. Returns what ends the subscription. */
  on(event: 'mark', listener: (mark: Mark) => void): () => void;
  stop(): Promise<void>;
}

export interface EngineOptions {
  folder: string;
  /** null: the one used last, or the default of a local backend. */
  serverUrl: string | null;
  shell: Shell;
  log: Log;
  clock?: Clock;
  /** The shell is about to show a window: what is on this machine is painted before the server is asked for more. */
  windowComing?: boolean;
  /** When the shell already holds the folder; otherwise the engine takes it. */
  instance?: Instance;
}

/** A window that shows no list (signed out, damaged) holds the line up no longer than this (milliseconds). */
const PAINT_FIRST_MS = 1_500;

/** While the browser starts, both need the same processor; connecting then made the first list wait. */
function painted(marks: Marks, clock: Clock): Promise<void> {
  return new Promise((done) => {
    const cancel = clock.after(PAINT_FIRST_MS, done);
    const end = marks.listen(({ name }) => {
      if (name !== 'window:list-painted') return;
      end();
      cancel();
      done();
    });
  });
}

/** The backend's default port on this machine, which `npm run backend` takes. */
const LOCAL_SERVER = 'http://127.0.0.1:8710';

const OFFLINE: ConnectionView = {
  state: 'offline',
  cause: null,
  catchingUp: null,
  clockSkewMs: 0,
  localProblem: null,
};

export function createEngine(options: EngineOptions): Engine {
  const { shell, log } = options;
  const clock = options.clock ?? systemClock;
  const marks = createMarks(clock);
  const firstPaint = options.windowComing === true ? painted(marks, clock) : null;
  const auth = createAuthClient();
  let desk: Desk | null = null;
  let blocked: SessionView | null = null;
  let instance: Instance | null = null;
  const windows = new Set<BridgeServer>();
  /** Asked for before any window was there to show it. */
  let wanted: string | null = null;
  /** While the agent signs out, the server's end of the session is what was asked for. */
  let onRevoked: (() => void) | null = null;
  const endings: (() => void)[] = [];

  const session = createSessionControl({
    profiles: createProfiles({ folder: options.folder }),
    secrets: shell.secrets,
    auth,
    defaultServerUrl: LOCAL_SERVER,
    givenServerUrl: options.serverUrl,
    clock,
    log,
    onChange: () => live.touched({ session: true, connection: true }),
    async open(admission) {
      const opened = openDesk({
        admission,
        auth,
        shell,
        clock,
        log,
        onTouched: touched,
        send,
        mark: marks.mark,
        onSessionEnded(reason) {
          if (onRevoked !== null) onRevoked();
          else void session.ended(reason);
        },
      });
      if (!opened.ok) return opened;
      desk = opened.value;
      live.touched({ everything: true });
      desk.start(firstPaint);
      return { ok: true };
    },
    async close() {
      const closing = desk;
      desk = null;
      live.touched({ everything: true });
      await closing?.close();
    },
  });

  function sessionView(): SessionView {
    if (blocked !== null) return blocked;
    const view = session.view();
    // The person as the log last told: presence, capacity and departments change while they work.
    return view.phase === 'ready' && desk !== null ? { ...view, person: desk.me() } : view;
  }

  function knownServer(): string {
    const view = session.view();
    const last = 'serverUrl' in view ? view.serverUrl : '';
    return desk?.serverUrl ?? (last || (options.serverUrl ?? LOCAL_SERVER));
  }

  const sourceDeps = {
    cache: () => desk?.cache ?? null,
    user: () => desk?.user.reader ?? null,
    session: sessionView,
    connection: () => desk?.connection() ?? OFFLINE,
    bulk: () => desk?.bulk.view() ?? null,
    uploads: (conversationId: string) => desk?.uploads.list(conversationId) ?? [],
    wire: () => desk?.line.wire() ?? null,
    freeing: () => desk?.storage.freeing() ?? null,
    storage: async () => (await desk?.storage.view()) ?? null,
    holds: (conversationId: string) => desk?.archive.holds(conversationId) ?? false,
    listOlder: async (args: OlderListArgs) =>
      (await desk?.archive.list(args)) ?? { ok: false as const, reason: 'offline' as const },
    searchOlder: async (args: { text: string; before: number | null }) =>
      (await desk?.archive.search(args)) ?? { ok: false as const, reason: 'offline' as const },
  };
  const diagnose = createDiagnostics({
    folder: options.folder,
    serverUrl: knownServer,
    connection: sourceDeps.connection,
    session: sessionView,
    files: () => desk?.files ?? null,
    outbox: () => desk?.cache.outbox() ?? null,
    now: clock.now,
  });
  const sources = createWatchSources(sourceDeps);
  const inboxTimer = createInboxTimer({ clock, onDue: () => touched({ inbox: true }) });
  const live = createLiveQueries({
    clock,
    log,
    catchingUp: () => desk?.connection().catchingUp?.kind ?? null,
    sources: {
      ...sources,
      'inbox.list'(args) {
        const list = sources['inbox.list'](args);
        if (desk !== null) marks.once('first-list', { rows: list.rows.length });
        inboxTimer.expects(desk?.cache.inboxChangesIn(args.filter) ?? null);
        return list;
      },
      'inbox.counts'(args) {
        const counts = sources['inbox.counts'](args);
        inboxTimer.expects(desk?.cache.inboxChangesIn(args.filter) ?? null);
        return counts;
      },
    },
  });

  function touched(change: Touched): void {
    live.touched(change.directory ? { ...change, session: true } : change);
  }

  /** To one window: two would ring twice. */
  function send(event: EngineEvent): void {
    [...windows].at(-1)?.emit(event);
  }

  async function signOut(): Promise<ServerActionResult> {
    const leaving = desk;
    if (leaving === null) return { ok: false, reason: 'offline', detail: null };
    const revoked = new Promise<ServerActionResult>((done) => {
      onRevoked = () => done({ ok: true, queued: false, id: '' });
    });
    try {
      const result = await Promise.race([leaving.outbox.perform('session.signOut', {}), revoked]);
      if (result.ok) await session.signedOut();
      return result;
    } finally {
      onRevoked = null;
    }
  }

  function networkHint(hint: 'focus' | 'online' | 'offline'): void {
    if (hint !== 'offline') desk?.line.tryNow();
    // The system's word about the network says nothing of a server on this machine.
    else if (!isLoopback(desk?.serverUrl ?? '')) desk?.line.renew('network-offline');
  }

  function openConversation(conversationId: string): void {
    shell.openWindow();
    if (windows.size === 0) wanted = conversationId;
    else send({ name: 'open-conversation', conversationId });
  }

  function block(reason: 'disk' | 'already-running'): void {
    blocked = { phase: 'blocked', reason };
    live.touched({ session: true });
  }

  /** null: the folder cannot be made or written. */
  function takeFolder(): Instance | null {
    try {
      return options.instance ?? acquireInstance(options.folder);
    } catch (error) {
      log.error('folder-unusable', errorFacts(error));
      return null;
    }
  }

  const actions = createActions({
    session,
    desk: () => desk,
    signOut,
    networkHint,
    mark: (name, at) => marks.tell({ name: `window:${name}`, at, facts: {} }),
    shell,
    clock,
    log,
  });

  return {
    async start() {
      marks.mark('started');
      instance = takeFolder();
      if (instance === null) return block('disk');
      if (!instance.ok) return block('already-running');
      endings.push(
        watchForSleep(clock, (sleptMs) => {
          log.info('woke', { sleptMs: Math.round(sleptMs) });
          live.touched({ inbox: true });
          desk?.line.renew('woke');
        }),
        shell.onEvent((event) => {
          if (event.type === 'resume') desk?.line.renew('resume');
          if (event.type === 'idle' && !event.idle) desk?.idle.seen();
          if (event.type === 'machine-idle') desk?.idle.machineIdle(event.ms);
          if (event.type === 'network') networkHint(event.online ? 'online' : 'offline');
          if (event.type === 'notification-click') {
            if (event.conversationId === null) shell.openWindow();
            else openConversation(event.conversationId);
          }
        }),
      );
      try {
        await session.start();
      } catch (error) {
        if (!(error instanceof Error && 'syscall' in error)) throw error;
        log.error('folder-unusable', errorFacts(error));
        block('disk');
      }
    },
    attach(port) {
      const window = createBridgeServer({
        port,
        live,
        queries: createQuerySources({ ...sourceDeps, diagnose }),
        actions,
        log,
      });
      windows.add(window);
      port.onClose(() => {
        windows.delete(window);
        // Nobody looks at anything any more.
        if (windows.size === 0) desk?.attention.set({ conversationId: null, focused: false });
      });
      if (wanted === null) return;
      window.emit({ name: 'open-conversation', conversationId: wanted });
      wanted = null;
    },
    openConversation,
    addUpload: async (input) => (await desk?.uploads.add(input)) ?? null,
    openMedia: async (mediaId, part = 'whole') =>
      (await desk?.openMedia(mediaId, part)) ?? { ok: false, reason: 'not-found' },
    session: sessionView,
    connection: sourceDeps.connection,
    on: (_event, listener) => marks.listen(listener),
    async stop() {
      for (const end of endings.splice(0)) end();
      inboxTimer.stop();
      for (const window of windows) window.close();
      windows.clear();
      const closing = desk;
      desk = null;
      await closing?.close();
      if (instance?.ok && options.instance === undefined) instance.release();
    },
  };
}

function isLoopback(serverUrl: string): boolean {
  const host = URL.parse(serverUrl)?.hostname ?? '';
  return host === 'localhost' || host === '[::1]' || /^127\./.test(host);
}
