import {
  LIVECHAT_LIMITS,
  type LivechatPush,
  type LivechatResumeReply,
  type LivechatTyping,
} from '../../../src-shared/protocol/livechat.ts';
import type { LiveChatSettings } from './settings.ts';
import type { LiveChatStore, Visitor, VisitorState } from './store.ts';

/** How the feed reaches one widget. */
export interface Outlet {
  push(push: LivechatPush): void;
  typing(typing: LivechatTyping): void;
}

export interface Subscription {
  /** Answers where the widget stands, and pushes from there on. */
  resume(cursor: number | null): Promise<Extract<LivechatResumeReply, { ok: true }>>;
  close(): void;
}

/** Brings every connected widget of this node what changed in its visitor's entries. */
export interface Feed {
  subscribe(visitor: Visitor, settings: () => LiveChatSettings, outlet: Outlet): Subscription;
  /** Looks at once for one visitor: used by the node that made the change. */
  wake(visitorId: string): void;
  /** Looks for everyone connected here; calls that come while it looks are joined into one more look. */
  wakeAll(): void;
  size(): number;
}

interface Line {
  outlet: Outlet;
  /** How far this widget is; null until it said where it stands. */
  cursor: number | null;
  /** What runs for this widget runs one after the other. */
  last: Promise<unknown>;
  typingUntil: number;
  open: boolean;
}

const PAGE = LIVECHAT_LIMITS.page;
/** Visitors asked about in one query. */
const STATES = 500;

export const createFeed = (deps: {
  store: LiveChatStore;
  now: () => number;
  failed: (error: unknown) => void;
}): Feed => {
  const lines = new Map<string, Set<Line>>();
  let looking = false;
  let lookAgain = false;

  const inTurn = <Value>(line: Line, work: () => Promise<Value>): Promise<Value> => {
    const done = line.last.then(work);
    line.last = done.catch(() => undefined);
    return done;
  };

  const pump = async (visitorId: string, line: Line): Promise<void> => {
    while (line.open && line.cursor !== null) {
      const from: number = line.cursor;
      const entries = await deps.store.changes(visitorId, from, PAGE);
      const last = entries.at(-1);
      if (!last || !line.open) return;
      line.cursor = last.version;
      line.outlet.push({ from, cursor: last.version, entries });
    }
  };

  const showTyping = (line: Line, state: VisitorState): void => {
    if (state.agentTypingUntil <= line.typingUntil) return;
    line.typingUntil = state.agentTypingUntil;
    const forMs = state.agentTypingUntil - deps.now();
    if (forMs > 0) line.outlet.typing({ agentName: state.agentName, forMs });
  };

  const bring = async (state: VisitorState): Promise<void> => {
    for (const line of lines.get(state.id) ?? []) {
      showTyping(line, state);
      if (line.cursor !== null && line.cursor < state.head) await inTurn(line, () => pump(state.id, line));
    }
  };

  const look = async (visitorIds: string[]): Promise<void> => {
    for (let at = 0; at < visitorIds.length; at += STATES) {
      const states = await deps.store.states(visitorIds.slice(at, at + STATES));
      for (const state of states) await bring(state);
    }
  };

  const lookAtAll = async (): Promise<void> => {
    looking = true;
    try {
      do {
        lookAgain = false;
        await look([...lines.keys()]);
      } while (lookAgain);
    } catch (error) {
      deps.failed(error);
    } finally {
      looking = false;
    }
  };

  const resume = async (
    visitor: Visitor,
    settings: LiveChatSettings,
    line: Line,
    asked: number | null,
  ): Promise<Extract<LivechatResumeReply, { ok: true }>> => {
    const [state] = await deps.store.states([visitor.id]);
    const head = state?.head ?? 0;
    // A cursor from the future comes from another database (one restored from a copy): begin anew.
    const cursor = asked !== null && asked <= head ? asked : null;
    const entries =
      cursor === null
        ? await deps.store.before(visitor.id, null, PAGE)
        : await deps.store.changes(visitor.id, cursor, PAGE);
    const reached = cursor === null ? head : Math.max(cursor, entries.at(-1)?.version ?? 0);
    line.cursor = reached;
    return {
      ok: true,
      visitorId: visitor.id,
      entries,
      cursor: reached,
      more: cursor !== null && reached < head,
      earlier: cursor === null && entries.length === PAGE,
      agentName: state?.agentName ?? null,
      title: settings.title,
      greeting: settings.greeting,
    };
  };

  return {
    subscribe(visitor, settings, outlet) {
      const line: Line = { outlet, cursor: null, last: Promise.resolve(), typingUntil: 0, open: true };
      const known = lines.get(visitor.id) ?? new Set();
      lines.set(visitor.id, known.add(line));
      return {
        async resume(cursor) {
          const reply = await inTurn(line, () => resume(visitor, settings(), line, cursor));
          // A change made while the answer was read had its wake-up when this line stood nowhere yet: look once more.
          if (!reply.more) inTurn(line, () => pump(visitor.id, line)).catch(deps.failed);
          return reply;
        },
        close() {
          line.open = false;
          known.delete(line);
          if (known.size === 0 && lines.get(visitor.id) === known) lines.delete(visitor.id);
        },
      };
    },
    wake(visitorId) {
      if (lines.has(visitorId)) look([visitorId]).catch(deps.failed);
    },
    wakeAll() {
      if (looking) lookAgain = true;
      else void lookAtAll();
    },
    size: () => lines.size,
  };
};
