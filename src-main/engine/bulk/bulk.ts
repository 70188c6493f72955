import { randomUUID } from 'node:crypto';
import type { BulkOutcome, BulkRefusal, BulkRows, BulkView, BulkWhat } from '../../../src-shared/bridge/bulk.ts';
import type { ServerActionResult } from '../../../src-shared/bridge/contract.ts';
import type { ConversationView, Directory } from '../../../src-shared/bridge/views.ts';
import type { Result } from '../../../src-shared/result.ts';
import type { CacheReader, FrozenRow } from '../cache/api.ts';
import type { Clock } from '../clock.ts';
import { errorFacts } from '../error-facts.ts';
import type { Log } from '../log.ts';
import type { Outbox } from '../sync/outbox.ts';
import { frozen, type Item, isSame, itemOf } from './steps.ts';

/**
 * Bulk actions of the inbox (A6): one ordinary command a row, so that each is allowed, refused and logged as if the
 * agent had done it by hand. The rows are frozen at the start; one that somebody changed meanwhile is skipped and said.
 * Nothing of it is kept on disk: what was not sent when the application closes is not done.
 */
export interface Bulk {
  /** Answers as soon as it runs; how it goes is the watch `bulk`. */
  start(what: BulkWhat, rows: BulkRows): Result<null, { reason: BulkRefusal }>;
  /** Takes back what the last one did, where that can be. */
  undo(): Result<null, { reason: BulkRefusal }>;
  /** What is under way is answered; nothing more is sent. */
  cancel(): void;
  /** The outcome was read. Cannot be undone afterwards. */
  dismiss(): void;
  view(): BulkView | null;
}

/** Commands under way at once: enough to hide the way to the server, few enough to leave room for everything else. */
const AT_ONCE = 4;

/** Rows that were not done are named up to here; the counts are of all. */
const OUTCOMES_KEPT = 200;

/** How long a server that has too much to do is left alone (milliseconds). */
const RATE_PAUSE_MS = 1_000;

/** How long the cache may take to show what the last answers did: so many looks, this far apart (milliseconds). */
const SHOWN_LOOKS = 30;
const SHOWN_LAST = 8 * AT_ONCE;
const SHOWN_EVERY_MS = 100;

/** The server's answers that say «later», not «no». */
const RATE_TRIES = 30;

interface Run {
  view: BulkView;
  items: readonly Item[];
  /** Why nothing more is sent; it ends when what is under way was answered. */
  stop: 'cancelled' | 'offline' | null;
  inverses: Item[];
  /** By contact and tag: conversations of one contact are one change, made once. */
  contacts: Map<string, Promise<ServerActionResult>>;
}

export function createBulk(deps: {
  cache: CacheReader;
  send: Outbox['direct'];
  isOnline(): boolean;
  /** Who works here. */
  myId(): string;
  clock: Clock;
  log: Log;
  onChange(): void;
}): Bulk {
  const { cache, clock } = deps;
  let run: Run | null = null;

  function change(of: Run, view: Partial<BulkView>): void {
    of.view = { ...of.view, ...view };
    if (run === of) deps.onChange();
  }

  function leave(
    of: Run,
    { conversationId, title: known }: Item,
    outcome: BulkOutcome['outcome'],
    reason: BulkOutcome['reason'],
  ): void {
    const { outcomes } = of.view;
    const title = cache.titleOf(conversationId) ?? known ?? '';
    change(of, {
      [outcome]: of.view[outcome] + 1,
      ...(outcomes.length < OUTCOMES_KEPT && {
        outcomes: [...outcomes, { conversationId, title, outcome, reason }],
      }),
    });
  }

  async function perform(of: Run, item: Item): Promise<void> {
    const now = cache.conversation(item.conversationId);
    if (now !== null && item.expected !== null && !isSame(frozen(now), item.expected))
      return leave(of, item, 'skipped', 'changed');
    const contact = now === null ? undefined : of.contacts.get(now.contactId);
    if (contact !== undefined) return settle(of, item, await contact, null);
    const step = item.step(now);
    if (!step.ok) return leave(of, item, 'skipped', step.reason);
    const { name, args } = step.command;
    const answer = patiently(of, () => deps.send(name, args));
    if ('contactId' in args) of.contacts.set(args.contactId, answer);
    settle(of, item, await answer, now);
  }

  async function patiently(of: Run, send: () => Promise<ServerActionResult>): Promise<ServerActionResult> {
    for (let tries = 1; ; tries += 1) {
      const answer = await send();
      if (answer.ok || answer.reason !== 'rate-limited' || tries === RATE_TRIES) return answer;
      await new Promise<void>((done) => clock.after(RATE_PAUSE_MS, done));
      if (of.stop !== null) return answer;
    }
  }

  function settle(of: Run, item: Item, answer: ServerActionResult, now: ConversationView | null): void {
    if (answer.ok) {
      const inverse = now === null ? null : item.inverse(now, answer.id);
      if (inverse !== null) of.inverses.push(inverse);
      change(of, { done: of.view.done + 1 });
      return;
    }
    leave(of, item, 'refused', answer.reason === 'disk-full' ? 'server-error' : answer.reason);
    // Those after it would each wait for the line in vain.
    if (answer.reason === 'offline') of.stop ??= 'offline';
  }

  async function go(of: Run): Promise<void> {
    const rest = of.items.values();
    const lane = async () => {
      for (const item of rest) {
        if (of.stop !== null) return;
        await perform(of, item);
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, lane));
    await shown(of);
    change(of, { state: of.stop ?? 'finished', undoable: of.inverses.length });
  }

  /**
   * An answer may overtake the log that brings what it did, and taking it back needs to know of it. The log's order is that
   * of the answers but for those that were under way together, so the last ones say it for all.
   */
  async function shown(of: Run): Promise<void> {
    const isAhead = ({ conversationId, shown }: Item) => {
      const now = shown === undefined ? null : cache.conversation(conversationId);
      return now !== null && shown?.(now) === false;
    };
    for (let looks = 0; looks < SHOWN_LOOKS && of.inverses.slice(-SHOWN_LAST).some(isAhead); looks += 1)
      await new Promise<void>((done) => clock.after(SHOWN_EVERY_MS, done));
  }

  function begin(
    items: readonly Item[],
    told: Pick<BulkView, 'what' | 'undoing' | 'name'>,
  ): Result<null, { reason: BulkRefusal }> {
    if (run?.view.state === 'running') return { ok: false, reason: 'busy' };
    if (!deps.isOnline()) return { ok: false, reason: 'offline' };
    if (items.length === 0) return { ok: false, reason: 'empty' };
    const counts = { total: items.length, done: 0, skipped: 0, refused: 0, undoable: 0 };
    const view: BulkView = { id: randomUUID(), ...told, ...counts, state: 'running', outcomes: [] };
    const started: Run = { view, items, stop: null, inverses: [], contacts: new Map() };
    run = started;
    deps.onChange();
    go(started).catch((error: unknown) => {
      deps.log.error('bulk-failed', errorFacts(error));
      change(started, { state: 'cancelled' });
    });
    return { ok: true, value: null };
  }

  function freeze(rows: BulkRows): FrozenRow[] {
    if (rows.from === 'filter') {
      const except = new Set(rows.except);
      return cache.inboxStates(rows.filter).filter(({ conversationId }) => !except.has(conversationId));
    }
    return [...new Set(rows.conversationIds)].map((conversationId) => {
      const now = cache.conversation(conversationId);
      // Said as gone when its turn comes.
      return now === null ? { conversationId, phase: 'people', assigneeId: null, departmentId: null } : frozen(now);
    });
  }

  return {
    start(what, rows) {
      const items = freeze(rows).map((row) => itemOf(what, row, cache, deps.myId));
      return begin(items, { what: what.kind, undoing: false, name: nameOf(what, cache.directory()) });
    },
    undo() {
      if (run === null) return { ok: false, reason: 'empty' };
      const { what, name } = run.view;
      return begin(run.inverses, { what, undoing: true, name });
    },
    cancel() {
      if (run !== null) run.stop ??= 'cancelled';
    },
    dismiss() {
      if (run === null || run.view.state === 'running') return;
      run = null;
      deps.onChange();
    },
    view: () => run?.view ?? null,
  };
}

function nameOf(what: BulkWhat, directory: Directory): string | null {
  const named = (list: readonly { id: string; name: string }[], id: string) =>
    list.find((one) => one.id === id)?.name ?? null;
  switch (what.kind) {
    case 'finish':
      return null;
    case 'automation':
      return named(directory.automations, what.automationId);
    case 'tag':
      return named(directory.tags, what.tagId);
    case 'transfer':
      return named(what.to.kind === 'agent' ? directory.people : directory.departments, what.to.id);
  }
}
