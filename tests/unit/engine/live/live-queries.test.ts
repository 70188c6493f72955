import { describe, expect, it } from 'vitest';
import { createLiveQueries } from '../../../../src-main/engine/live/live-queries.ts';
import { createQuerySources, createWatchSources } from '../../../../src-main/engine/live/watch-sources.ts';
import { silentLog } from '../../../../src-main/engine/log.ts';
import type { EngineFrame } from '../../../../src-shared/bridge/messages.ts';
import type { SessionView } from '../../../../src-shared/bridge/views.ts';
import { conversationOf, directoryItems, items, noon } from '../cache/entities.ts';
import { everyFilter, openCacheForTest, stored } from '../cache/open-cache.ts';
import { manualClock } from './manual-clock.ts';

/** A real cache behind live queries, one window, and time in the test's hand. */
function live() {
  const opened = openCacheForTest();
  stored(opened.cache.writer.applyItems([...directoryItems(), items.contact(), items.conversation()], null));
  const time = manualClock();
  let session: SessionView = { phase: 'starting' };
  let runs = 0;
  const base = createWatchSources({
    cache: () => opened.cache.reader,
    user: () => opened.user.reader,
    session: () => session,
    connection: () => ({ state: 'offline', cause: null, catchingUp: null, clockSkewMs: 0, localProblem: null }),
    uploads: () => [],
    bulk: () => null,
    wire: () => null,
  });
  const sources: typeof base = {
    ...base,
    'inbox.list': (args) => {
      runs += 1;
      return base['inbox.list'](args);
    },
  };
  let behind: 'log' | 'snapshot' | null = null;
  const queries = createLiveQueries({ sources, clock: time.clock, log: silentLog, catchingUp: () => behind });
  const frames: EngineFrame[] = [];
  const window = queries.open((frame) => frames.push(frame));
  return {
    ...opened,
    ...time,
    queries,
    frames,
    window,
    runs: () => runs,
    setBehind(now: typeof behind) {
      behind = now;
      queries.touched({ connection: true });
    },
    setSession(view: SessionView) {
      session = view;
      queries.touched({ session: true });
    },
    /** Applies what the server sent and tells the watches, as the engine does. */
    apply(...batch: Parameters<typeof opened.cache.writer.applyItems>[0]) {
      const { touched } = stored(opened.cache.writer.applyItems(batch, null));
      queries.touched(touched);
    },
  };
}

const list = { filter: everyFilter, start: 0, count: 50 };

describe('a watch', () => {
  it('gets its first value at once, and later only what changed', () => {
    const { window, frames, apply, pass } = live();
    expect(window.watch(1, 'inbox.list', list)).toBe('watching');
    expect(frames).toMatchObject([{ type: 'value', call: 1, value: { total: 1, rows: [{ id: 'c1' }] } }]);
    pass(100);
    apply(items.conversation({ id: 'c2', createdAt: noon + 1, lastActivityAt: noon + 1 }));
    expect(frames.at(-1)).toMatchObject({
      type: 'patch',
      patch: { key: 'rows', ids: ['c2', 'c1'], changed: [{ id: 'c2' }], rest: { total: 2 } },
    });
    expect(frames).toHaveLength(2);
  });

  it.each([
    ['log', 2],
    ['snapshot', 5],
  ] as const)('while a backlog (%s) is applied is told now and then, and at its end at once', (kind, most) => {
    const { window, frames, apply, pass, runs, setBehind } = live();
    window.watch(1, 'inbox.list', list);
    pass(100);
    setBehind(kind);
    const arrive = (n: number) =>
      apply(items.conversation({ id: `n${n}`, createdAt: noon + n, lastActivityAt: noon + n }));
    for (let n = 0; n < 30; n += 1) {
      arrive(n);
      pass(10);
    }
    expect(runs()).toBeLessThanOrEqual(most);
    arrive(30);
    pass(16);
    setBehind(null);
    expect(frames.at(-1)).toMatchObject({ type: 'patch', patch: { rest: { total: 32 } } });
  });

  it('of many conversations is told five times a second while many customers write, the open conversation at once', () => {
    const { window, frames, apply, pass, runs } = live();
    window.watch(1, 'inbox.list', list);
    window.watch(2, 'conversation', { conversationId: 'c1' });
    const ofOpen = () => frames.filter((frame) => 'call' in frame && frame.call === 2).length;
    apply(...Array.from({ length: 20 }, (_, n) => items.conversation({ id: `n${n}` })));
    pass(1_000);
    const began = { runs: runs(), ofOpen: ofOpen() };
    for (let version = 2; version < 52; version += 1) {
      const id = version % 2 === 0 ? 'c1' : `n${version % 20}`;
      apply(items.conversation({ id, version: 100 + version, unread: version }));
      pass(20);
    }
    expect(ofOpen() - began.ofOpen).toBe(25);
    // The first ones came before it was known to be a crowd.
    expect(runs() - began.runs).toBeLessThanOrEqual(11 + 5);
    expect(runs() - began.runs).toBeGreaterThanOrEqual(9);
    // What waited is shown though nothing follows it, and then the next change is shown at once again.
    pass(200);
    expect(frames.findLast((frame) => 'call' in frame && frame.call === 1)).toMatchObject({
      patch: { changed: expect.arrayContaining([expect.objectContaining({ unread: 51 })]) },
    });
    pass(400);
    const before = runs();
    apply(items.conversation({ version: 160, unread: 60 }));
    expect(runs()).toBe(before + 1);
  });

  it('of many conversations is told at once of each message of one customer, however fast they write', () => {
    const { window, apply, pass, runs } = live();
    window.watch(1, 'inbox.list', list);
    pass(1_000);
    const before = runs();
    for (let version = 2; version < 52; version += 1) {
      apply(items.conversation({ version, unread: version }));
      expect(runs() - before).toBe(version - 1);
      pass(20);
    }
  });

  it('what the agent does is shown at once while a backlog is applied', () => {
    const { window, frames, apply, pass, setBehind, setSession } = live();
    window.watch(1, 'inbox.list', list);
    window.watch(2, 'session', {});
    pass(600);
    setBehind('log');
    apply(items.conversation({ id: 'n1', createdAt: noon + 1, lastActivityAt: noon + 1 }));
    pass(16);
    const before = frames.length;
    apply(items.conversation({ id: 'n2', createdAt: noon + 2, lastActivityAt: noon + 2 }));
    setSession({ phase: 'choose-protection' });
    pass(16);
    expect(frames.slice(before)).toMatchObject([{ call: 2, value: { phase: 'choose-protection' } }]);
    pass(500);
    expect(frames.at(-1)).toMatchObject({ call: 1, patch: { rest: { total: 3 } } });
  });

  it('the first change after a quiet frame is sent at once, those that follow wait for the frame and come as one', () => {
    const { window, frames, apply, pass, runs } = live();
    window.watch(1, 'inbox.list', list);
    pass(100);
    for (let version = 2; version < 22; version += 1) apply(items.conversation({ version, unread: version }));
    expect(frames).toHaveLength(2);
    expect(runs()).toBe(2);
    pass(15);
    expect(frames).toHaveLength(2);
    pass(1);
    expect(runs()).toBe(3);
    expect(frames.at(-1)).toMatchObject({ type: 'patch', patch: { changed: [{ unread: 21 }] } });
    pass(100);
    expect(runs()).toBe(3);
  });

  it('runs only for changes that could affect it', () => {
    const { window, queries, runs, pass } = live();
    window.watch(1, 'inbox.list', list);
    for (const touched of [{ preferences: true }, { session: true }, { uploads: new Set(['c1']) }]) {
      pass(100);
      queries.touched(touched);
    }
    expect(runs()).toBe(1);
    pass(100);
    queries.touched({ everything: true });
    expect(runs()).toBe(2);
  });

  it('sends nothing when the value stayed the same', () => {
    const { window, queries, frames, pass } = live();
    window.watch(1, 'inbox.list', list);
    window.watch(2, 'directory', {});
    pass(100);
    queries.touched({ everything: true });
    expect(frames).toHaveLength(2);
  });

  it('that ended is not run again', () => {
    const { window, queries, runs, pass } = live();
    window.watch(1, 'inbox.list', list);
    window.unwatch(1);
    pass(100);
    queries.touched({ everything: true });
    expect(runs()).toBe(1);
  });

  it('of a closed window is not run again', () => {
    const { window, queries, runs, pass } = live();
    window.watch(1, 'inbox.list', list);
    window.close();
    pass(100);
    queries.touched({ everything: true });
    expect(runs()).toBe(1);
  });

  it('with an unknown name or bad arguments is refused', () => {
    const { window } = live();
    expect(window.watch(1, 'inbox.secrets', {})).toBe('bad-request');
    expect(window.watch(1, 'toString', {})).toBe('bad-request');
    expect(window.watch(1, 'inbox.list', { ...list, count: 501 })).toBe('bad-request');
  });
});

describe('what each view follows', () => {
  it('the chat follows its messages, also of earlier conversations', () => {
    const { window, frames, apply, pass } = live();
    window.watch(1, 'conversation.chat', { conversationId: 'c1', limit: 50 });
    pass(100);
    apply(items.message());
    expect(frames.at(-1)).toMatchObject({ type: 'patch', patch: { key: 'items', changed: [{ id: 'm1' }] } });
    pass(100);
    apply(items.conversation({ id: 'c0', createdAt: noon - 9, status: 'finished' }));
    expect(frames.at(-1)).toMatchObject({ patch: { ids: ['separator:c0', 'separator:c1', 'm1'] } });
    pass(100);
    apply(items.message({ id: 'm0', conversationId: 'c0', position: 2 }));
    expect(frames.at(-1)).toMatchObject({ patch: { ids: ['separator:c0', 'm0', 'separator:c1', 'm1'] } });
  });

  it('head and contact follow a new name', () => {
    const { window, frames, apply, pass } = live();
    window.watch(1, 'conversation', { conversationId: 'c1' });
    window.watch(2, 'contact', { contactId: 'joao' });
    pass(100);
    apply(items.contact({ name: 'João Pedro', version: 9 }));
    expect(frames.slice(2)).toMatchObject([
      { type: 'value', call: 1, value: { title: 'João Pedro' } },
      { type: 'value', call: 2, value: { title: 'João Pedro' } },
    ]);
  });

  it('a conversation not yet here appears when it enters', () => {
    const { window, frames, apply, pass } = live();
    window.watch(1, 'conversation', { conversationId: 'new' });
    expect(frames.at(-1)).toMatchObject({ value: null });
    pass(100);
    apply({ type: 'enter', contacts: [], conversations: [conversationOf({ id: 'new' })], messages: [] });
    expect(frames.at(-1)).toMatchObject({ type: 'value', value: { id: 'new' } });
  });

  it('counts follow a finish, the history too', () => {
    const { window, frames, apply, pass } = live();
    window.watch(1, 'inbox.counts', { filter: everyFilter });
    const filter = { text: '', channels: [], agentIds: [], reasonIds: [], departmentIds: [], from: null, to: null };
    window.watch(2, 'history.list', { filter, start: 0, count: 10 });
    pass(100);
    apply(items.conversation({ status: 'finished', finishedAt: noon, version: 7 }));
    expect(frames.slice(2)).toMatchObject([
      { call: 1, value: { statuses: { open: 0, finished: 1 } } },
      { call: 2, type: 'patch', patch: { ids: ['c1'] } },
    ]);
  });

  it('the outbox shows in list, chat and outbox view as soon as it is written, what people wrote first', () => {
    const { window, frames, user, queries, touched, pass } = live();
    window.watch(1, 'outbox', {});
    window.watch(2, 'conversation.chat', { conversationId: 'c1', limit: 5 });
    window.watch(3, 'inbox.list', list);
    pass(100);
    const args = { conversationId: 'c1', text: 'anotado', mentionIds: [] };
    stored(user.writer.enqueue({ id: 'k', name: 'note.add', args, createdAt: 1 }));
    const last = touched.at(-1);
    if (last !== undefined) queries.touched(last);
    expect(frames.slice(3)).toMatchObject([
      { call: 3, patch: { changed: [{ id: 'c1', pending: true }] } },
      { call: 2, patch: { changed: [{ id: 'k', message: { status: 'pending' } }] } },
      { call: 1, value: { pending: [{ id: 'k' }] } },
    ]);
  });

  it('session and preferences follow theirs', () => {
    const { window, frames, setSession, user, queries, pass } = live();
    window.watch(1, 'session', {});
    window.watch(2, 'preferences', {});
    pass(100);
    setSession({ phase: 'choose-protection' });
    expect(frames.at(-1)).toEqual({ type: 'value', call: 1, value: { phase: 'choose-protection' } });
    pass(100);
    stored(user.writer.setPreferences({ theme: 'dark' }));
    queries.touched({ preferences: true });
    expect(frames.at(-1)).toMatchObject({ call: 2, value: { theme: 'dark' } });
  });
});

describe('a reader that fails', () => {
  it('answers with an error, and the watch recovers with the next change', () => {
    const time = manualClock();
    let broken = true;
    const sources = createWatchSources({
      cache: () => null,
      user: () => null,
      session: () => {
        if (broken) throw new Error('a defect');
        return { phase: 'starting' };
      },
      connection: () => ({ state: 'offline', cause: null, catchingUp: null, clockSkewMs: 0, localProblem: null }),
      uploads: () => [],
      bulk: () => null,
      wire: () => null,
    });
    const queries = createLiveQueries({ sources, clock: time.clock, log: silentLog });
    const frames: EngineFrame[] = [];
    queries.open((frame) => frames.push(frame)).watch(1, 'session', {});
    expect(frames).toMatchObject([{ type: 'error', call: 1, code: 'internal' }]);
    broken = false;
    queries.touched({ session: true });
    expect(frames.at(-1)).toEqual({ type: 'value', call: 1, value: { phase: 'starting' } });
  });
});

describe('while the files are locked', () => {
  it('every view is empty, and preferences are the defaults', () => {
    const sources = createWatchSources({
      cache: () => null,
      user: () => null,
      session: () => ({ phase: 'starting' }),
      connection: () => ({ state: 'offline', cause: null, catchingUp: null, clockSkewMs: 0, localProblem: null }),
      uploads: () => [],
      bulk: () => null,
      wire: () => null,
    });
    expect(sources['inbox.list'](list)).toEqual({ total: 0, rows: [] });
    expect(sources['conversation.chat']({ conversationId: 'c1', limit: 5 })).toEqual({ items: [], hasMore: false });
    expect(sources.preferences({})).toMatchObject({ language: 'pt-BR' });
    const queries = createQuerySources({
      cache: () => null,
      user: () => null,
      wire: () => null,
      diagnose: async (check) => ({ check, code: 'ok', facts: {}, ms: 0 }),
    });
    expect(queries.search({ text: 'x', limit: 5 })).toEqual({ hits: [] });
    expect(queries.draft({ conversationId: 'c1', side: 'note' })).toEqual({ text: '' });
  });
});
