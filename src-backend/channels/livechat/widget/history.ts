import type { LivechatEntry, LivechatPush, LivechatResumeReply } from '../../../../src-shared/protocol/livechat.ts';

/** The entries this widget holds, and how far it got. Applying anything twice or late changes nothing. */
export interface History {
  cursor(): number | null;
  /** Older entries exist on the backend. */
  earlier(): boolean;
  /** By position, oldest first. */
  entries(): LivechatEntry[];
  resumed(reply: Extract<LivechatResumeReply, { ok: true }>): void;
  /** False: something is missing before this push, and the widget must resume. */
  pushed(push: LivechatPush): boolean;
  addEarlier(entries: LivechatEntry[], earlier: boolean): void;
  /** One entry that came by itself (the answer to a send); the cursor stays. */
  add(entry: LivechatEntry): void;
}

export const createHistory = (): History => {
  let held = new Map<string, LivechatEntry>();
  let sorted: LivechatEntry[] = [];
  let cursor: number | null = null;
  let earlier = false;

  const apply = (entries: LivechatEntry[], from: number): void => {
    for (const entry of entries) {
      const known = held.get(entry.id);
      if (known ? known.version < entry.version : entry.position >= from) held.set(entry.id, entry);
    }
    sorted = [...held.values()].sort((a, b) => a.position - b.position);
  };

  /** A change to an entry older than the pages loaded so far is not shown alone, with a hole around it. */
  const oldest = (): number => (earlier ? (sorted[0]?.position ?? 0) : 0);

  return {
    cursor: () => cursor,
    earlier: () => earlier,
    entries: () => sorted,
    resumed(reply) {
      const anew = cursor === null || reply.cursor < cursor;
      if (anew) {
        held = new Map();
        sorted = [];
        earlier = reply.earlier;
      }
      apply(reply.entries, anew ? 0 : oldest());
      cursor = reply.cursor;
    },
    pushed(push) {
      if (cursor === null || push.from > cursor) return false;
      apply(push.entries, oldest());
      cursor = Math.max(cursor, push.cursor);
      return true;
    },
    addEarlier(entries, more) {
      apply(entries, 0);
      earlier = more;
    },
    add: (entry) => apply([entry], oldest()),
  };
};
