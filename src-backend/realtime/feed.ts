import type { Kysely } from 'kysely';
import type { Conversation } from '../../src-shared/protocol/entities.ts';
import type { Batch, LogItem, ResumeReply, ResumeRequest, SnapshotPage } from '../../src-shared/protocol/log.ts';
import { filterItemFor } from '../filters/saved-filters.ts';
import { sees, seesAll, type Viewer } from '../log/audience.ts';
import type { LogReader } from '../log/reader.ts';
import type { StoredEvent } from '../log/write.ts';
import type { Database } from '../store/database.ts';
import type { CapabilitiesOf } from '../store/entities/directory.ts';
import { maskItem } from './mask.ts';
import { snapshotItems } from './snapshot.ts';
import { visibleOfCustomers, wholeConversations } from './visible.ts';

/**
 * What one desktop is sent. It stands at a position of its own in the workspace's log and walks on as fast as the
 * desktop acknowledges: a few batches ahead, never more, so a slow line or a busy machine holds up nobody but itself.
 * Filtering happens here: a viewer is sent what they may see, the whole of what enters their view, and word of what
 * leaves it.
 */
export interface Feed {
  resume(request: ResumeRequest): Promise<ResumeReply>;
  /** Begins sending after `resume` was answered. */
  start(): void;
  wake(): void;
  /** After a command of this desktop: make its cursor reach `position` soon even when nothing visible happened. */
  confirm(position: number): void;
  stop(): void;
}

export interface FeedLine {
  /** Resolves when the desktop has applied and stored it; rejects when the line is gone. */
  sendBatch(batch: Batch): Promise<void>;
  sendSnapshot(page: SnapshotPage): Promise<void>;
  permissionsChanged(): void;
  /** The log does not reach back to where the desktop stands (any more), or something failed: begin again. */
  restart(reason: string): void;
}

export interface FeedDeps {
  db: Kysely<Database>;
  reader: LogReader;
  workspaceId: string;
  viewer: Viewer & { permissionsAt: number };
  line: FeedLine;
  capabilitiesOf: CapabilitiesOf;
  historyHorizon: () => number;
  now: () => number;
}

const READ = 500;
const IN_FLIGHT = 4;
const IDLE_CURSOR_MS = 2_000;

export function createFeed(deps: FeedDeps): Feed {
  const { db, reader, workspaceId, viewer, line } = deps;
  let position = 0;
  let sentCursor = 0;
  let started = false;
  let stopped = false;
  let walking = false;
  let confirmAt = 0;
  let keepsSince: number | null = null;
  let plan: { mode: 'log' } | { mode: 'snapshot'; head: number; logId: string } = { mode: 'log' };
  let idleTimer: NodeJS.Timeout | null = null;
  const inFlight = new Set<Promise<void>>();

  const send = async (batch: Batch): Promise<void> => {
    // Any batch moves the cursor.
    if (idleTimer !== null) clearTimeout(idleTimer);
    idleTimer = null;
    while (inFlight.size >= IN_FLIGHT) await Promise.race(inFlight);
    sentCursor = batch.cursor;
    const sending: Promise<void> = line.sendBatch(batch).then(
      () => undefined,
      () => {
        // The desktop resumes from its own cursor on the next line; nothing is remembered here.
        stopped = true;
      },
    );
    inFlight.add(sending);
    void sending.finally(() => inFlight.delete(sending));
  };

  /**
   * Passes over what does not concern the viewer, which of a large workspace is nearly everything: of a thousand desktops
   * fifty have something to do for a message, and the others must cost next to nothing.
   */
  function passOver(): void {
    if (walking || stopped || !started || plan.mode === 'snapshot') return;
    for (const event of reader.known(workspaceId, position, READ) ?? []) {
      if (concerns(event)) return;
      position = event.seq;
    }
    if (position > sentCursor) moveCursorLater();
  }

  function concerns({ body, audience, audienceBefore }: StoredEvent): boolean {
    if (body.type === 'person' || body.type === 'savedFilter' || sees(viewer, audience)) return true;
    return audienceBefore !== undefined && sees(viewer, audienceBefore);
  }

  async function walk(): Promise<void> {
    if (walking || stopped || !started) return;
    walking = true;
    try {
      if (plan.mode === 'snapshot') {
        const { head, logId } = plan;
        await sendSnapshot(head, logId);
        plan = { mode: 'log' };
        position = head;
        sentCursor = head;
      }
      while (!stopped && position < reader.head(workspaceId)) {
        const events = await reader.read(workspaceId, position, READ);
        if (events === 'pruned') return line.restart('the log no longer reaches back');
        const last = events.at(-1);
        if (last === undefined) break;
        const items: LogItem[] = [];
        for (const event of events) {
          if (
            event.body.type === 'person' &&
            event.body.person.id === viewer.id &&
            permissionsDiffer(event.body.person)
          ) {
            return line.permissionsChanged();
          }
          for await (const item of itemsFor(event)) items.push(item);
        }
        position = last.seq;
        if (items.length > 0 || (position >= confirmAt && confirmAt > sentCursor) || position - sentCursor > READ * 2) {
          await send({ items, cursor: position, head: reader.head(workspaceId) });
        }
      }
      if (!stopped && position > sentCursor) moveCursorLater();
    } catch (error) {
      if (!stopped) line.restart(error instanceof Error ? error.message : 'unknown');
    } finally {
      walking = false;
    }
    if (!stopped && position < reader.head(workspaceId)) setImmediate(() => void walk());
  }

  /** A desktop to which nothing is visible still moves its cursor on, so that a reconnection need not read it all again. */
  function moveCursorLater(): void {
    if (confirmAt > sentCursor && position >= confirmAt) {
      void send({ items: [], cursor: position, head: position });
      return;
    }
    idleTimer ??= setTimeout(() => {
      idleTimer = null;
      if (!stopped && !walking && position > sentCursor)
        void send({ items: [], cursor: position, head: reader.head(workspaceId) });
    }, IDLE_CURSOR_MS).unref();
  }

  function permissionsDiffer(person: { role: string; departmentIds: string[] }): boolean {
    return (
      person.role !== viewer.role || [...person.departmentIds].sort().join() !== [...viewer.departmentIds].sort().join()
    );
  }

  async function* itemsFor(event: StoredEvent): AsyncGenerator<LogItem> {
    if (event.body.type === 'savedFilter') {
      const item = filterItemFor(viewer, event, event.body.savedFilter);
      if (item !== null) yield item;
      return;
    }
    const now = sees(viewer, event.audience);
    const before = event.audienceBefore === undefined ? now : sees(viewer, event.audienceBefore);
    if (event.contactId !== undefined && !seesAll(viewer) && now !== before) {
      // Whoever was merged or separated since then is still named.
      const contactIds = event.contactIds ?? [event.contactId];
      yield* now ? entering(contactIds) : leaving(contactIds);
    } else if (now) {
      yield maskItem(event.body, viewer);
    }
  }

  async function* entering(contactIds: string[]): AsyncGenerator<LogItem> {
    const { visible } = await visibleOfCustomers(db, workspaceId, viewer, contactIds);
    const kept = visible.filter((conversation) => conversation.status !== 'finished' || restsSince(conversation));
    for await (const items of wholeConversations(db, workspaceId, kept)) {
      for (const item of items) yield maskItem(item, viewer);
    }
  }

  /** Of what the desktop does not keep it fetches by itself what it wants. */
  function restsSince({ finishedAt, lastActivityAt }: Conversation): boolean {
    return Math.max(finishedAt ?? 0, lastActivityAt) >= (keepsSince ?? 0);
  }

  async function* leaving(contactIds: string[]): AsyncGenerator<LogItem> {
    const { hiddenIds, hiddenContactIds } = await visibleOfCustomers(db, workspaceId, viewer, contactIds);
    yield { type: 'leave', conversationIds: hiddenIds, contactIds: hiddenContactIds };
  }

  async function sendSnapshot(head: number, logId: string): Promise<void> {
    let first = true;
    const horizon = keepsSince ?? deps.historyHorizon();
    for await (const items of snapshotItems(db, workspaceId, viewer, {
      capabilitiesOf: deps.capabilitiesOf,
      horizon,
    })) {
      if (stopped) return;
      await line.sendSnapshot({ first, last: false, items, cursor: head, logId });
      first = false;
    }
    await line.sendSnapshot({ first, last: true, items: [], cursor: head, logId });
  }

  return {
    async resume(request) {
      const { logId, head, prunedTo } = await reader.identity(workspaceId);
      const { cursor } = request;
      keepsSince = request.keepsSince;
      const continues =
        cursor !== null &&
        request.logId === logId &&
        cursor >= prunedTo &&
        cursor <= head &&
        cursor >= viewer.permissionsAt;
      plan = continues ? { mode: 'log' } : { mode: 'snapshot', head, logId };
      position = continues ? cursor : head;
      sentCursor = position;
      return { mode: plan.mode, logId, head, serverTime: deps.now() };
    },
    start() {
      started = true;
      void walk();
    },
    wake() {
      passOver();
      if (position < reader.head(workspaceId)) void walk();
    },
    confirm(at) {
      confirmAt = Math.max(confirmAt, at);
      if (!walking && position >= confirmAt && sentCursor < confirmAt) moveCursorLater();
    },
    stop() {
      stopped = true;
      if (idleTimer !== null) clearTimeout(idleTimer);
    },
  };
}
