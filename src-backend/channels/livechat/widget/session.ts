import { io, type Socket } from 'socket.io-client';
import * as z from 'zod/mini';
import {
  cleanVisitorText,
  LIVECHAT_LIMITS,
  LIVECHAT_NAMESPACE,
  LIVECHAT_PROTOCOL,
  LIVECHAT_SOCKET_PATH,
  type LivechatEntry,
  type LivechatRefusalReason,
  type LivechatUploadReply,
  livechatEarlierReplySchema,
  livechatPushSchema,
  livechatRefusalSchema,
  livechatResumeReplySchema,
  livechatTypingSchema,
} from '../../../../src-shared/protocol/livechat.ts';
import { createDelivery } from './delivery.ts';
import { createHistory } from './history.ts';
import type { Outbox, Outgoing } from './outbox.ts';

export type Line = 'idle' | 'connecting' | 'online' | 'offline' | 'refused';

export interface SessionState {
  line: Line;
  /** Why the backend does not serve this widget (line `refused`). */
  refusal: LivechatRefusalReason | null;
  entries: LivechatEntry[];
  outgoing: Outgoing[];
  earlier: boolean;
  /** Messages of the agent not seen yet. */
  unread: number;
  typing: boolean;
  agentName: string | null;
  title: string | null;
  greeting: string | null;
}

export interface SessionDeps {
  origin: string;
  connectionId: string;
  secret: string;
  outbox: Outbox;
  upload(blob: Blob, name: string | null, progressed: (share: number) => void): Promise<LivechatUploadReply>;
  /** First wait before trying again, the longest, and how long an answer may take (milliseconds). */
  patience?: { first: number; longest: number; answer: number };
}

/** The visitor's side of the line: keeps the history complete, sends what was written once, tells what was seen. */
export interface Session {
  state(): SessionState;
  onChange(listener: (state: SessionState) => void): void;
  /** Connects and stays connected. */
  start(): void;
  /** Tries now instead of when the next wait is over (network back, tab shown again). */
  hurry(): void;
  /** The system says the network is gone: drops the line and tries a new one, which tells whether it is true. */
  check(): void;
  sendText(text: string): void;
  sendImage(blob: Blob, name: string | null): void;
  retry(id: string): void;
  discard(id: string): void;
  typing(): void;
  /** Whether the visitor is looking at the open panel. */
  setWatched(watched: boolean): void;
  loadEarlier(): Promise<void>;
  close(): void;
}

const PATIENCE = { first: 500, longest: 8_000, answer: 10_000 };
const TYPING_EVERY_MS = 2_500;

export const createSession = (deps: SessionDeps): Session => {
  const history = createHistory();
  const listeners: ((state: SessionState) => void)[] = [];
  const patience = deps.patience ?? PATIENCE;
  const socket: Socket = io(`${deps.origin}${LIVECHAT_NAMESPACE}`, {
    path: LIVECHAT_SOCKET_PATH,
    autoConnect: false,
    // A Manager of its own: sharing one would tie two widgets in a page to one line.
    forceNew: true,
    transports: ['websocket', 'polling'],
    tryAllTransports: true,
    reconnectionDelay: patience.first,
    reconnectionDelayMax: patience.longest,
    timeout: 8_000,
    auth: { protocol: LIVECHAT_PROTOCOL, connectionId: deps.connectionId, secret: deps.secret },
  });

  let line: Line = 'idle';
  let refusal: LivechatRefusalReason | null = null;
  let about: Record<'agentName' | 'title' | 'greeting', string | null> = {
    agentName: null,
    title: null,
    greeting: null,
  };
  let watched = false;
  let typingTimer: ReturnType<typeof setTimeout> | null = null;
  let typedAt = 0;
  let reconnectTimer: ReturnType<typeof setTimeout> | null = null;
  let resuming = false;
  let resumeAgain = false;

  const unseen = (): LivechatEntry[] =>
    history.entries().filter((entry) => entry.kind === 'agent' && entry.status !== 'read');

  const state = (): SessionState => ({
    line,
    refusal,
    entries: history.entries(),
    outgoing: deps.outbox.all(),
    earlier: history.earlier(),
    unread: unseen().length,
    typing: typingTimer !== null,
    ...about,
  });

  const changed = (): void => {
    for (const listener of listeners) listener(state());
  };

  const setLine = (next: Line): void => {
    line = next;
    changed();
  };

  /** Rejects when no answer came, at once when the line breaks. */
  const ask = (event: string, payload: object): Promise<unknown> =>
    socket.timeout(patience.answer).emitWithAck(event, payload);

  const delivery = createDelivery({
    outbox: deps.outbox,
    upload: deps.upload,
    ask,
    online: () => line === 'online',
    // The backend answers everything, refusals too: no answer means that the line only looks open.
    unanswered: () => check(),
    changed,
    history,
  });

  /** Marks follow from what the entries say, so a mark lost with the line is simply told again. */
  const mark = (): void => {
    if (line !== 'online') return;
    const open = unseen();
    const last = open.at(-1);
    if (!last) return;
    if (watched) socket.emit('mark', { status: 'read', position: last.position });
    else if (open.some((entry) => entry.kind === 'agent' && entry.status === 'sent'))
      socket.emit('mark', { status: 'delivered', position: last.position });
  };

  const showTyping = (forMs: number | null): void => {
    if (typingTimer !== null) clearTimeout(typingTimer);
    typingTimer =
      forMs === null
        ? null
        : setTimeout(() => {
            typingTimer = null;
            changed();
          }, forMs);
  };

  const resume = async (): Promise<void> => {
    // Asked while asking (a push came in the same packet as the answer): ask once more afterwards.
    resumeAgain = resuming;
    if (resuming) return;
    resuming = true;
    try {
      for (let more = true; more || resumeAgain; ) {
        resumeAgain = false;
        const reply = livechatResumeReplySchema.parse(await ask('resume', { cursor: history.cursor() }));
        if (!reply.ok) throw new Error(reply.reason);
        history.resumed(reply);
        about = { agentName: reply.agentName, title: reply.title, greeting: reply.greeting };
        more = reply.more;
      }
      setLine('online');
      mark();
      delivery.flush();
    } catch {
      // No usable answer on a line that seems open: make a new one.
      if (socket.connected) again(patience.first);
    } finally {
      resuming = false;
    }
  };

  const check = (): void => {
    if (line === 'online') socket.disconnect().connect();
  };

  const again = (afterMs: number): void => {
    if (reconnectTimer !== null) clearTimeout(reconnectTimer);
    reconnectTimer = setTimeout(() => {
      reconnectTimer = null;
      socket.disconnect().connect();
    }, afterMs);
  };

  socket.on('connect', () => void resume());
  socket.on('disconnect', (reason) => {
    showTyping(null);
    setLine('offline');
    // The one ending after which Socket.IO does not try by itself.
    if (reason === 'io server disconnect') again(patience.first);
  });
  socket.on('connect_error', (error) => {
    const refused = refusedWith(error);
    if (refused && !['unavailable', 'rate-limited'].includes(refused.reason)) {
      refusal = refused.reason;
      socket.disconnect();
      return setLine('refused');
    }
    if (refused) again(Math.max(refused.retryAfterMs ?? 0, patience.first));
    setLine('offline');
  });
  socket.on('push', (raw: unknown) => {
    const push = livechatPushSchema.safeParse(raw);
    if (!push.success || !history.pushed(push.data)) return void resume();
    for (const entry of push.data.entries) {
      if (entry.kind === 'agent' && entry.position === entry.version) showTyping(null);
      if (entry.kind === 'joined') about = { ...about, agentName: entry.agentName };
      if (entry.kind === 'finished') about = { ...about, agentName: null };
    }
    changed();
    mark();
  });
  socket.on('typing', (raw: unknown) => {
    const typing = livechatTypingSchema.safeParse(raw);
    if (!typing.success) return;
    about = { ...about, agentName: typing.data.agentName ?? about.agentName };
    showTyping(Math.min(typing.data.forMs, 10_000));
    changed();
  });

  return {
    state,
    onChange: (listener) => void listeners.push(listener),
    start() {
      if (line !== 'idle') return;
      setLine('connecting');
      socket.connect();
    },
    hurry() {
      if (line === 'offline' || (line === 'connecting' && !socket.connected)) socket.disconnect().connect();
    },
    check,
    sendText(raw) {
      const text = cleanVisitorText(raw);
      if (text === '' || text.length > LIVECHAT_LIMITS.text) return;
      deps.outbox.addText(text, Date.now());
      typedAt = 0;
      changed();
      delivery.flush();
    },
    sendImage(blob, name) {
      deps.outbox.addImage(blob, name, Date.now());
      changed();
      delivery.flush();
    },
    retry(id) {
      deps.outbox.change(id, { refused: null });
      changed();
      delivery.flush();
    },
    discard(id) {
      deps.outbox.remove(id);
      changed();
    },
    typing() {
      if (line !== 'online' || Date.now() - typedAt < TYPING_EVERY_MS) return;
      typedAt = Date.now();
      socket.volatile.emit('typing');
    },
    setWatched(next) {
      watched = next;
      mark();
    },
    async loadEarlier() {
      const [first] = history.entries();
      if (!first || !history.earlier() || line !== 'online') return;
      const reply = livechatEarlierReplySchema.safeParse(
        await ask('earlier', { before: first.position }).catch(() => null),
      );
      if (!reply.success || !reply.data.ok) return;
      history.addEarlier(reply.data.entries, reply.data.earlier);
      changed();
    },
    close() {
      if (reconnectTimer !== null) clearTimeout(reconnectTimer);
      showTyping(null);
      delivery.stop();
      socket.disconnect();
    },
  };
};

const errorDataSchema = z.object({ data: livechatRefusalSchema });

const refusedWith = (error: unknown) => {
  const parsed = errorDataSchema.safeParse(error);
  return parsed.success ? parsed.data.data : null;
};
