import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { seedCache } from '../../scripts/seeding/cache.ts';
import type { InboxFilter } from '../../src-shared/bridge/views.ts';
import { plainFilterLists } from '../../src-shared/protocol/defaults.ts';
import type { Contact, Conversation } from '../../src-shared/protocol/entities.ts';
import { type BenchResult, benchResult, median, percentile } from './figures.ts';
import { type CacheCopy, copyOfCache } from './inbox/cache-copy.ts';
import { everyQuestion, STAGE } from './inbox/filters.ts';

const CONVERSATIONS = Number(process.env.TURNO_BENCH_CONVERSATIONS ?? 100_000);
const MESSAGES = Number(process.env.TURNO_BENCH_MESSAGES ?? 1_000_000);
const PLACE = join(import.meta.dirname, '..', '..', '.turno', 'bench', `inbox-${CONVERSATIONS}-${MESSAGES}`);
/** What a window asks for at once. */
const ROWS = 50;
const REPEATS = 9;

/** One frame at 60 Hz: what a filter, a tab or an order may take in the engine. */
const BUDGET_MS = 16;

/**
 * `inbox`: every tab, status and order with every filter over 100,000 conversations, in the engine's process: a page from
 * the list's beginning, one from its middle, the counts, and the list right after a conversation moved to its top. The
 * p99 is over all questions and repeats, so that the dearest filter cannot hide behind the cheap ones.
 */
export default async function inbox(): Promise<BenchResult> {
  if (!existsSync(join(PLACE, 'machine.json'))) {
    await rm(PLACE, { recursive: true, force: true });
    process.stderr.write(`Caching ${CONVERSATIONS} conversations with ${MESSAGES} messages …\n`);
    const counts = { conversations: CONVERSATIONS, messages: MESSAGES, seed: 7, now: Date.now() };
    await seedCache(PLACE, counts, { serverUrl: 'http://127.0.0.1:9', role: 'supervisor', say: () => {} });
  }
  const copy = await copyOfCache(PLACE);
  try {
    return measured(copy);
  } finally {
    await copy.close();
  }
}

function measured(copy: CacheCopy): BenchResult {
  const { reader, writer } = copy.cache;
  putIntoStage(copy);
  const questions = everyQuestion(reader.directory(), copy.me);
  const first = timed(() => reader.inboxList(question({}), 0, ROWS));

  const lists: number[] = [];
  const deep: number[] = [];
  const counts: number[] = [];
  let dearest = { name: '', ms: 0 };
  for (const { name, filter } of questions) {
    const own: number[] = [];
    const { total } = reader.inboxList(filter, 0, ROWS);
    for (let repeat = 0; repeat < REPEATS; repeat += 1) {
      own.push(timed(() => reader.inboxList(filter, 0, ROWS)));
      deep.push(timed(() => reader.inboxList(filter, Math.floor(total / 2), ROWS)));
      counts.push(timed(() => reader.inboxCounts(filter)));
    }
    lists.push(...own);
    // The best of the repeats: what it costs when nothing else takes the processor.
    if (Math.min(...own) > dearest.ms) dearest = { name, ms: Math.min(...own) };
  }
  process.stderr.write(`The dearest question: ${dearest.name}\n`);

  const moving: number[] = [];
  const [conversation] = conversationsOf(copy, 1);
  if (conversation === undefined) throw new Error('nothing is cached');
  let version = 1e12;
  for (const { filter } of questions) {
    version += 1;
    const moved: Conversation = { ...conversation, lastActivityAt: Date.now(), version };
    const applied = writer.applyItems([{ type: 'conversation', conversation: moved }], null);
    if (!applied.ok) throw new Error(`not written: ${applied.reason}`);
    moving.push(timed(() => reader.inboxList(filter, 0, ROWS)));
  }

  const page = copy.plain.prepare<[number, number], string>(
    'SELECT data FROM conversation WHERE n < ? ORDER BY n DESC LIMIT ?',
  );
  const floors = Array.from({ length: 200 }, () =>
    timed(() =>
      page
        .pluck()
        .all(Number.MAX_SAFE_INTEGER, ROWS)
        .map((data) => JSON.parse(data)),
    ),
  );

  const figures = {
    'a page, p50': median(lists),
    'a page, p99': percentile(lists, 0.99),
    'a page from the middle, p50': median(deep),
    'a page from the middle, p99': percentile(deep, 0.99),
    'counts, p50': median(counts),
    'counts, p99': percentile(counts, 0.99),
    'a page after a change, p50': median(moving),
    'a page after a change, p99': percentile(moving, 0.99),
    'the dearest question, best of 9': dearest.ms,
    'the first page, columns read': first,
  };
  const floor = { 'one indexed page of SQLite, p50': median(floors), p99: percentile(floors, 0.99) };
  const share = (name: keyof typeof figures) => figures[name] / BUDGET_MS;
  return benchResult({
    name: 'inbox',
    figures,
    floor,
    ratio: {
      'a page p50 to the floor': figures['a page, p50'] / floor['one indexed page of SQLite, p50'],
      'a page p99 in 16 ms': share('a page, p99'),
      'from the middle p99 in 16 ms': share('a page from the middle, p99'),
      'counts p99 in 16 ms': share('counts, p99'),
      'after a change p99 in 16 ms': share('a page after a change, p99'),
    },
    budget: {
      'a page p99 in 16 ms': 1,
      'from the middle p99 in 16 ms': 1,
      'counts p99 in 16 ms': 1,
      'after a change p99 in 16 ms': 1,
    },
  });
}

const question = (change: Partial<InboxFilter>): InboxFilter => ({
  ...plainFilterLists,
  tab: 'all',
  status: 'open',
  order: 'newest',
  ...change,
});

function timed(work: () => unknown): number {
  const began = performance.now();
  work();
  return performance.now() - began;
}

function conversationsOf({ plain }: CacheCopy, limit: number): Conversation[] {
  const rows = plain
    .prepare<[number], string>('SELECT data FROM conversation ORDER BY n DESC LIMIT ?')
    .pluck()
    .all(limit);
  return rows.map((data): Conversation => JSON.parse(data));
}

/** The seed knows no deals: every tenth contact gets an open one. */
function putIntoStage({ plain, cache }: CacheCopy): void {
  const rows = plain.prepare<[], string>('SELECT data FROM contact WHERE n % 10 = 0').pluck().all();
  const items = rows.map((data) => {
    const contact: Contact = JSON.parse(data);
    const deal = {
      id: contact.id,
      title: 'Geladeira',
      pipelineId: 'bench',
      stageId: STAGE,
      amount: null,
      state: 'open' as const,
    };
    const deals = [{ ...deal, createdAt: contact.createdAt, updatedAt: contact.createdAt }];
    return { type: 'contact' as const, contact: { ...contact, deals, version: contact.version + 1 } };
  });
  const applied = cache.writer.applyItems(items, null);
  if (!applied.ok) throw new Error(`not written: ${applied.reason}`);
}
