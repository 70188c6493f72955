import type { ArchiveActionResults } from '../../../src-shared/bridge/archive.ts';
import { ok, type Result } from '../../../src-shared/result.ts';
import type { Applied, CacheReader } from '../cache/api.ts';
import type { CacheKeeping } from '../cache/keeping/api.ts';
import type { Clock } from '../clock.ts';
import { errorFacts } from '../error-facts.ts';
import type { Log } from '../log.ts';
import { askServer } from '../sync/ask-server.ts';
import type { Wire } from '../sync/wire.ts';
import { type Fetched, fetchWhole, type Refused, reasonOf } from './fetch.ts';
import { createOlderList, type OlderList } from './older-list.ts';
import { createOlderSearch, type OlderSearch } from './older-search.ts';

/** Brings conversations from the server to this machine: those asked for, and by itself those it must hold and does not. */
export interface Archive {
  open(conversationId: string): Promise<ArchiveActionResults['archive.open']>;
  leave(conversationId: string): void;
  earlier(conversationId: string): Promise<ArchiveActionResults['archive.earlier']>;
  /** In conversations of the server that are not on this machine; nothing is kept. */
  search: OlderSearch;
  list: OlderList;
  holds(conversationId: string): boolean;
  /** The line is up, or something was applied: what is wanted is fetched, one after another. */
  resume(): void;
  /** The conversation is open in the window. */
  seen(conversationId: string): void;
  /** Resolves when nothing is under way any more. */
  stop(): Promise<void>;
}

/** Conversations brought at once when scrolling up: about a screenful or two of messages. */
const EARLIER = 5;
/** When the server or the disk failed, what is wanted is tried again after this long (milliseconds). */
const RETRY_MS = 5_000;

interface Fetch {
  done: Promise<Result<Fetched, Refused>>;
  /** Nobody waits for it any more. */
  left: boolean;
}

export function createArchive(deps: {
  keeping: CacheKeeping;
  reader: Pick<CacheReader, 'directory' | 'groupOf'>;
  wire(): Wire | null;
  clock: Clock;
  log: Log;
  /** One that came back to life was brought: what is new of it is told like everything of the log. */
  onRevived(applied: Applied): void;
}): Archive {
  const { keeping, clock, log } = deps;
  const under = new Map<string, Fetch>();
  let stopped = false;
  let working: Promise<void> | null = null;
  let again = false;
  let retryTimer = () => {};

  function fetch(conversationId: string, askedAt: number | null): Promise<Result<Fetched, Refused>> {
    const going = under.get(conversationId);
    if (going !== undefined) {
      going.left = false;
      return going.done;
    }
    const one: Fetch = { left: false, done: Promise.resolve({ ok: false, reason: 'left' }) };
    one.done = fetchWhole(conversationId, {
      wire: deps.wire(),
      keeping,
      askedAt,
      left: () => one.left || stopped,
    }).finally(() => under.delete(conversationId));
    under.set(conversationId, one);
    return one.done;
  }

  /** Whatever is shown as one with it is seen, and kept, with it. */
  function seen(conversationId: string): void {
    const rootId = keeping.shownIn(conversationId) ?? conversationId;
    for (const id of deps.reader.groupOf(rootId)) keeping.seen(id, clock.now());
  }

  /** It, what it is shown in, and all that is shown there. */
  async function bring(conversationId: string): Promise<Result<null, Refused>> {
    if (keeping.holds(conversationId)) {
      seen(conversationId);
      return ok(null);
    }
    const brought = await fetch(conversationId, clock.now());
    if (!brought.ok) return brought;
    const into = keeping.shownIn(conversationId);
    if (into !== null) return bring(into);
    for (const part of brought.value.parts) {
      if (keeping.holds(part)) continue;
      const shown = await fetch(part, clock.now());
      // It was separated, or left the agent's view, between the two answers.
      if (!shown.ok && shown.reason !== 'not-found') return shown;
    }
    return ok(null);
  }

  async function fetchWanted(): Promise<void> {
    for (;;) {
      const [next] = keeping.wanted(1);
      if (next === undefined || stopped || deps.wire() === null) return;
      // What was asked for keeps the time it was last seen.
      const brought = await fetch(next.conversationId, null);
      if (brought.ok) {
        if (next.why === 'alive') deps.onRevived(brought.value.applied);
        continue;
      }
      if (brought.reason === 'not-found') {
        if (keeping.unwant(next.conversationId).ok) continue;
      } else if (brought.reason === 'left') continue;
      else if (brought.reason === 'offline') return;
      log.warn('wanted-not-fetched', { reason: brought.reason });
      retryTimer();
      retryTimer = clock.after(RETRY_MS, resume);
      return;
    }
  }

  function resume(): void {
    if (stopped) return;
    again = working !== null;
    working ??= fetchWanted()
      .catch((error: unknown) => log.error('wanted-not-fetched', errorFacts(error)))
      .finally(() => {
        working = null;
        if (again) resume();
      });
  }

  async function earlier(conversationId: string): Promise<ArchiveActionResults['archive.earlier']> {
    const last = keeping.lastJoined(conversationId);
    if (last === null) return { ok: false, reason: 'not-found' };
    const answer = await askServer(deps.wire(), 'contact.conversations', {
      contactId: last.contactId,
      before: { at: last.createdAt, id: last.id },
      limit: EARLIER,
    });
    if (!answer.ok) return { ok: false, reason: reasonOf(answer.reason) };
    let newer = last.id;
    for (const { id, merged } of answer.value.conversations) {
      const brought = await bring(id);
      // It left the agent's view between the two answers: the next older one follows the newer then.
      if (!brought.ok && brought.reason === 'not-found') continue;
      if (!brought.ok) return brought;
      // What was merged into another is shown with that one.
      if (merged !== null) continue;
      keeping.noteOlder(newer, id);
      newer = id;
    }
    if (answer.value.next === null) keeping.noteOlder(newer, null);
    return { ok: true, more: answer.value.next !== null };
  }

  return {
    async open(conversationId) {
      const brought = await bring(conversationId);
      return brought.ok ? { ok: true } : brought;
    },
    leave(conversationId) {
      const going = under.get(conversationId);
      if (going !== undefined) going.left = true;
    },
    earlier,
    search: createOlderSearch({ keeping, wire: deps.wire }),
    list: createOlderList({ keeping, directory: deps.reader.directory, wire: deps.wire }),
    holds: keeping.holds,
    resume,
    seen,
    async stop() {
      stopped = true;
      retryTimer();
      await working;
      await Promise.allSettled([...under.values()].map((one) => one.done));
    },
  };
}
