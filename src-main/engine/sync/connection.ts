import { io, type Socket } from 'socket.io-client';
import type { ConnectionView } from '../../../src-shared/bridge/views.ts';
import { type Colleague, DESKTOP_NAMESPACE, handshakeRefusalSchema } from '../../../src-shared/protocol/socket.ts';
import { PROTOCOL_VERSION } from '../../../src-shared/protocol/version.ts';
import type { Clock } from '../clock.ts';
import type { Log } from '../log.ts';
import type { Tokens } from '../session/tokens.ts';
import { type BackoffPolicy, waitBefore } from './backoff.ts';
import { causeOf } from './failure.ts';
import { createWire, type Wire } from './wire.ts';

type LineState = Pick<ConnectionView, 'state' | 'cause'>;

/**
 * The line to the server: makes it, notices its loss, makes it again (E1, E4). Socket.IO carries the frames; its own
 * reconnection, buffering and recovery are off, because none of them is a guarantee: the log's cursor is.
 */
export interface ServerLine {
  /** `behind`: what comes first; until then the line is shown as connecting, for that is what it is about to do. */
  start(behind?: Promise<void> | null): void;
  stop(): void;
  state(): LineState;
  /** The live wire, or null. */
  wire(): Wire | null;
  /** Something says that the line may be back: tries now instead of when the backoff ends. Does nothing when it is up. */
  tryNow(): void;
  /** Something says that the line is dead or must be made anew: drops it and makes another at once. */
  renew(why: string): void;
  /**
   * The log was resumed on this wire. Only now is the line shown as up (what is on the screen may be answered), and
   * the next loss is retried from the shortest wait again.
   */
  settled(): void;
  /** The server answers, and wrongly: shown as its fault, and tried again after the longest wait. */
  serverFault(): void;
}

const HANDSHAKE_TIMEOUT_MS = 8_000;
const CHANGE_OVER_MS = 2_000;
const MOVE_AGAIN_MS = 250;

export function createServerLine(deps: {
  serverUrl: string;
  tokens: Tokens;
  policy: BackoffPolicy;
  clock: Clock;
  random: () => number;
  log: Log;
  onUp(wire: Wire): void;
  onDown(): void;
  onState(): void;
  onSessionEnded(reason: 'session-expired' | 'session-revoked'): void;
  onPermissionsChanged(): void;
  onCustomerTyping(conversationId: string): void;
  onColleagues(conversationId: string, colleagues: Colleague[]): void;
}): ServerLine {
  const { tokens, clock, log, policy } = deps;
  let state: LineState = { state: 'offline', cause: null };
  let stopped = true;
  let failures = 0;
  let expiredInARow = 0;
  let wire: Wire | null = null;
  /** Of the present try or line; whatever belongs to an older one is ignored. */
  let generation = 0;
  let drop = () => {};
  let cancelWait = () => {};
  let waitingToRetry = false;

  function show(next: LineState): void {
    if (JSON.stringify(next) === JSON.stringify(state)) return;
    state = next;
    log.info('line', { state: next.state, cause: next.cause?.kind ?? null });
    deps.onState();
  }

  /** Ends the present try or line, whatever it is. */
  function leave(): void {
    generation += 1;
    cancelWait();
    waitingToRetry = false;
    drop();
    drop = () => {};
    if (wire !== null) {
      wire = null;
      deps.onDown();
    }
  }

  function fail(cause: NonNullable<LineState['cause']>, waitMs?: number): void {
    leave();
    if (stopped) return;
    show({ state: 'offline', cause });
    const wait = waitMs ?? waitBefore(policy, failures, deps.random());
    failures += 1;
    waitingToRetry = true;
    cancelWait = clock.after(wait, () => void connect());
  }

  function endSession(reason: 'session-expired' | 'session-revoked'): void {
    stopped = true;
    leave();
    show({ state: 'offline', cause: { kind: 'session' } });
    deps.onSessionEnded(reason);
  }

  async function connect(): Promise<void> {
    leave();
    const mine = generation;
    // Shown only at the start: while a lost line is retried, «offline» must not flicker.
    if (state.cause === null && state.state !== 'online') show({ state: 'connecting', cause: null });
    const token = await tokens.access();
    if (mine !== generation || stopped) return;
    if (token.ok) return openSocket(token.value, mine);
    switch (token.reason) {
      case 'session-expired':
      case 'session-revoked':
        return endSession(token.reason);
      case 'protocol-mismatch':
        return fail({ kind: 'protocol', desktop: token.desktop, server: token.server }, policy.maxMs);
      case 'server-error':
        return fail({ kind: 'server' });
      case 'unreachable':
        return fail({ kind: 'network' });
    }
  }

  const dial = (token: string): Socket =>
    io(new URL(DESKTOP_NAMESPACE, deps.serverUrl).href, {
      forceNew: true,
      reconnection: false,
      transports: ['websocket', 'polling'],
      tryAllTransports: true,
      timeout: HANDSHAKE_TIMEOUT_MS,
      auth: { token, protocol: PROTOCOL_VERSION },
    });

  function openSocket(token: string, mine: number): void {
    const socket = dial(token);
    drop = () => void socket.disconnect();
    const current = () => mine === generation;
    socket.on('connect', () => {
      if (!current()) return;
      expiredInARow = 0;
      deps.onUp(made);
    });
    socket.on('connect_error', (error) => {
      if (!current()) return;
      const refusal = handshakeRefusalSchema.safeParse('data' in error ? error.data : undefined);
      if (!refusal.success) return fail(causeOf(error));
      switch (refusal.data.reason) {
        case 'session-revoked':
          return endSession('session-revoked');
        case 'protocol-mismatch':
          return fail({ kind: 'protocol', desktop: PROTOCOL_VERSION, server: refusal.data.server }, policy.maxMs);
        case 'unavailable':
          return fail({ kind: 'server' });
        case 'session-expired':
          return renewToken();
      }
    });
    const made = use(socket, current);
  }

  /** Takes a socket as the line: `wire` carries what it says while it is. */
  function use(socket: Socket, current: () => boolean): Wire {
    socket.on('disconnect', (reason) => {
      if (!current()) return;
      log.warn('line-lost', { reason });
      // The first try after a loss comes at once: most losses are one dropped connection.
      fail(
        reason === 'io server disconnect' ? { kind: 'server' } : { kind: 'network' },
        failures === 0 ? 0 : undefined,
      );
    });
    wire = createWire(socket, {
      onLeaving() {
        if (!current()) return;
        log.info('line-moves');
        void move();
      },
      onSessionEnd(end) {
        if (!current()) return;
        if (end.reason === 'session-revoked') return endSession('session-revoked');
        if (end.reason === 'session-expired') return renewToken();
        deps.onPermissionsChanged();
        changeOver();
      },
      onCustomerTyping: (conversationId) => {
        if (current()) deps.onCustomerTyping(conversationId);
      },
      onColleagues: (conversationId, colleagues) => {
        if (current()) deps.onColleagues(conversationId, colleagues);
      },
    });
    return wire;
  }

  /**
   * The node that has the line stops. Another line is made beside it, and takes over when it is up; what was asked on the
   * former is still answered there. Whatever goes wrong with it shows when the former ends: then the line is lost.
   */
  async function move(): Promise<void> {
    const mine = generation;
    const token = await tokens.access();
    if (mine !== generation || !token.ok) return;
    const socket = dial(token.value);
    const former = { drop, wire };
    drop = () => {
      socket.disconnect();
      former.drop();
    };
    socket.once('connect_error', () => {
      if (mine !== generation) return;
      drop = former.drop;
      cancelWait = clock.after(MOVE_AGAIN_MS, () => void (mine === generation && move()));
    });
    socket.once('connect', () => {
      if (mine !== generation) return;
      drop = () => void former.wire?.atRest().then(former.drop);
      leave();
      drop = () => void socket.disconnect();
      const next = generation;
      const made = use(socket, () => next === generation);
      unlessSettled();
      deps.onUp(made);
    });
  }

  /** The access token ran out. A server that refuses even fresh ones is waited for like one that fails. */
  function renewToken(): void {
    tokens.invalidate();
    expiredInARow += 1;
    if (expiredInARow > 1) fail({ kind: 'server' });
    else changeOver();
  }

  /** The line is good and only made anew (a token ran out): the agent sees nothing of it, unless it takes long. */
  function changeOver(): void {
    void connect();
    unlessSettled();
  }

  function unlessSettled(): void {
    const mine = generation;
    cancelWait = clock.after(CHANGE_OVER_MS, () => {
      if (mine === generation) show({ state: 'offline', cause: { kind: 'network' } });
    });
  }

  function renew(why: string): void {
    if (stopped) return;
    log.info('line-renewed', { why });
    failures = 0;
    leave();
    show({ state: 'offline', cause: { kind: 'network' } });
    void connect();
  }

  return {
    start(behind = null) {
      if (!stopped) return;
      stopped = false;
      if (behind === null) return void connect();
      show({ state: 'connecting', cause: null });
      const mine = generation;
      void behind.then(() => {
        if (mine === generation && !stopped) void connect();
      });
    },
    stop() {
      stopped = true;
      leave();
    },
    state: () => state,
    wire: () => (wire?.alive() ? wire : null),
    tryNow() {
      if (stopped || !waitingToRetry) return;
      failures = 0;
      void connect();
    },
    renew,
    settled() {
      failures = 0;
      cancelWait();
      show({ state: 'online', cause: null });
    },
    serverFault() {
      fail({ kind: 'server' }, policy.maxMs);
    },
  };
}
