import { describe, expect, it } from 'vitest';
import { type ActionHandlers, createBridgeServer } from '../../../../src-main/engine/bridge/server.ts';
import { createLiveQueries } from '../../../../src-main/engine/live/live-queries.ts';
import { createWatchSources } from '../../../../src-main/engine/live/watch-sources.ts';
import type { Log } from '../../../../src-main/engine/log.ts';
import type { EngineFrame, FramePort, RendererFrame } from '../../../../src-shared/bridge/messages.ts';
import { manualClock } from '../live/manual-clock.ts';

function bridge() {
  const told: string[] = [];
  const note = (event: string, fields?: object) => told.push(`${event} ${JSON.stringify(fields)}`);
  const log: Log = { info: note, warn: note, error: note };
  const frames: EngineFrame[] = [];
  const listeners: ((frame: RendererFrame) => void)[] = [];
  const closings: (() => void)[] = [];
  let closed = false;
  const port: FramePort<EngineFrame, RendererFrame> = {
    send: (frame) => frames.push(frame),
    onFrame: (listener) => listeners.push(listener),
    onClose: (listener) => closings.push(listener),
    close: () => {
      closed = true;
    },
  };
  const clock = manualClock();
  const sources = createWatchSources({
    cache: () => null,
    user: () => null,
    session: () => ({ phase: 'starting' }),
    connection: () => ({ state: 'offline', cause: null, catchingUp: null, clockSkewMs: 0, localProblem: null }),
    bulk: () => null,
    uploads: () => [],
    wire: () => null,
  });
  const live = createLiveQueries({ sources, clock: clock.clock, log });
  const calls: unknown[] = [];
  const done = async (args: unknown) => {
    calls.push(args);
    return { ok: true as const };
  };
  const command = async () => ({ ok: false as const, reason: 'offline' as const, detail: null });
  const actions: ActionHandlers = {
    'session.signIn': async () => ({ ok: false, reason: 'unreachable' }),
    'session.protect': done,
    'session.unlock': done,
    'draft.save': async (args) => {
      if (args.text === 'defeito') throw new Error('texto secreto do cliente');
      return done(args);
    },
    'draft.saveEmail': done,
    'outbox.discard': done,
    'diagnostics.export': async () => ({ ok: false, reason: 'cancelled' }),
    'storage.free': async () => ({ ok: false, reason: 'failed' }),
    'archive.open': async () => ({ ok: false, reason: 'offline' }),
    'archive.leave': done,
    'archive.earlier': async () => ({ ok: false, reason: 'offline' }),
    'bulk.start': async () => ({ ok: false, reason: 'offline' }),
    'bulk.undo': async () => ({ ok: false, reason: 'offline' }),
    'bulk.cancel': done,
    'bulk.dismiss': done,
    'upload.cancel': done,
    'preferences.set': done,
    'transcript.export': async () => ({ ok: false, reason: 'cancelled' }),
    'link.open': done,
    typing: done,
    'activity.seen': done,
    'network.hint': done,
    'attention.set': done,
    'diagnostics.mark': done,
    'server.message.send': command,
    'server.message.retry': command,
    'server.message.react': command,
    'server.conversation.start': command,
    'server.template.sync': command,
    'server.savedText.save': command,
    'server.savedText.remove': command,
    'server.automation.save': command,
    'server.automation.remove': command,
    'server.automation.run': command,
    'server.automation.stop': command,
    'server.operation.save': command,
    'server.department.save': command,
    'server.person.save': command,
    'server.pauseReason.save': command,
    'server.pauseReason.remove': command,
    'server.reason.save': command,
    'server.reason.remove': command,
    'server.tag.save': command,
    'server.tag.remove': command,
    'server.settings.undo': command,
    'server.note.add': command,
    'server.conversation.take': command,
    'server.conversation.accept': command,
    'server.conversation.decline': command,
    'server.conversation.transfer': command,
    'server.conversation.finish': command,
    'server.conversation.reopen': command,
    'server.conversation.untransfer': command,
    'server.conversation.read': command,
    'server.contact.tag': command,
    'server.contact.rename': command,
    'server.contact.field': command,
    'server.contact.note': command,
    'server.contact.noteRemove': command,
    'server.contact.identityAdd': command,
    'server.contact.identityRemove': command,
    'server.contact.identityMark': command,
    'server.contact.merge': command,
    'server.contact.unmerge': command,
    'server.conversation.answerBy': command,
    'server.conversation.merge': command,
    'server.conversation.unmerge': command,
    'server.suggestion.refuse': command,
    'server.deal.save': command,
    'server.deal.move': command,
    'server.deal.close': command,
    'server.filter.save': command,
    'server.filter.remove': command,
    'server.pipeline.save': command,
    'server.field.save': command,
    'server.contact.untag': command,
    'server.presence.set': command,
    'server.session.signOut': command,
  };
  const server = createBridgeServer({
    port,
    live,
    actions,
    queries: {
      search: () => ({ hits: [] }),
      storage: () => null,
      'archive.list': () => ({ ok: false, reason: 'offline' }),
      'search.older': () => ({ ok: false, reason: 'offline' }),
      draft: () => ({ text: 'rascunho' }),
      'diagnostics.check': ({ check }) => ({ check, code: 'ok', facts: {}, ms: 1 }),
      'draft.email': () => null,
      'server.connection.signature': () => ({ ok: false, reason: 'offline' }),
      'server.conversation.startCheck': () => ({ ok: false, reason: 'offline' }),
      'server.automation.revisions': () => ({ ok: false, reason: 'offline' }),
      'server.settings.history': () => ({ ok: false, reason: 'offline' }),
      'server.contact.orders': () => ({ ok: false, reason: 'offline' }),
      'server.pauses.mine': () => ({ ok: false, reason: 'offline' }),
      'server.pauses.list': () => ({ ok: false, reason: 'offline' }),
    },
    log,
  });
  return {
    server,
    frames,
    told,
    calls,
    live,
    clock,
    isClosed: () => closed,
    /** What comes through the wire is whatever the other side made of it. */
    receive(frame: unknown) {
      const parsed: RendererFrame = JSON.parse(JSON.stringify(frame));
      for (const listener of listeners) listener(parsed);
    },
    hangUp() {
      for (const listener of closings) listener();
    },
    settled: () => new Promise((turn) => setImmediate(turn)),
  };
}

const draft = { conversationId: 'c1', side: 'reply', text: 'Olá' };

describe('the bridge', () => {
  it('answers watches, queries and actions under their call numbers', async () => {
    const { receive, frames, calls, settled } = bridge();
    receive({ type: 'watch', call: 1, name: 'session', args: {} });
    receive({ type: 'query', call: 2, name: 'draft', args: { conversationId: 'c1', side: 'reply' } });
    receive({ type: 'action', call: 3, name: 'draft.save', args: draft });
    receive({ type: 'action', call: 4, name: 'server.conversation.take', args: { conversationId: 'c1' } });
    await settled();
    frames.sort((a, b) => ('call' in a && 'call' in b ? a.call - b.call : 0));
    expect(frames).toEqual([
      { type: 'value', call: 1, value: { phase: 'starting' } },
      { type: 'result', call: 2, value: { text: 'rascunho' } },
      { type: 'result', call: 3, value: { ok: true } },
      { type: 'result', call: 4, value: { ok: false, reason: 'offline', detail: null } },
    ]);
    expect(calls).toEqual([draft]);
  });

  it.each([
    ['an unknown watch', { type: 'watch', call: 7, name: 'inbox.secrets', args: {} }],
    ['an unknown query', { type: 'query', call: 7, name: 'sql', args: {} }],
    ['an unknown action', { type: 'action', call: 7, name: 'constructor', args: {} }],
    ['bad arguments of a watch', { type: 'watch', call: 7, name: 'inbox.list', args: { start: -1 } }],
    ['bad arguments of a query', { type: 'query', call: 7, name: 'search', args: { text: 5, limit: 1 } }],
    ['bad arguments of an action', { type: 'action', call: 7, name: 'draft.save', args: { ...draft, side: 'x' } }],
    ['missing arguments', { type: 'action', call: 7, name: 'draft.save' }],
    ['a draft too long', { type: 'action', call: 7, name: 'draft.save', args: { ...draft, text: 'x'.repeat(20_001) } }],
    ['an unknown frame', { type: 'eval', call: 7 }],
  ])('refuses %s loudly and runs nothing', async (_what, frame) => {
    const { receive, frames, told, calls, settled } = bridge();
    receive(frame);
    await settled();
    expect(frames).toMatchObject([{ type: 'error', call: 7, code: 'bad-request' }]);
    expect(told).toHaveLength(1);
    expect(calls).toEqual([]);
  });

  it.each([null, 5, 'x', [], { call: 'seven' }])('survives %j', async (frame) => {
    const { receive, frames, settled } = bridge();
    receive(frame);
    await settled();
    expect(frames).toMatchObject([{ type: 'error', call: -1, code: 'bad-request' }]);
  });

  it('a defect in a handler is an error for this call only, and its words stay out of log and answer', async () => {
    const { receive, frames, told, settled } = bridge();
    receive({ type: 'action', call: 1, name: 'draft.save', args: { ...draft, text: 'defeito' } });
    receive({ type: 'action', call: 2, name: 'draft.save', args: draft });
    await settled();
    expect(frames).toContainEqual({ type: 'result', call: 2, value: { ok: true } });
    expect(frames).toContainEqual({ type: 'error', call: 1, code: 'internal', message: '«draft.save» failed' });
    expect(told.join()).not.toContain('secreto');
  });

  it('keeps what the window sent out of the log', () => {
    const { receive, told } = bridge();
    receive({ type: 'action', call: 1, name: 'texto do cliente', args: { text: 'CPF 123' } });
    receive({ type: 'action', call: 1, name: 'draft.save', args: { text: 'CPF 123' } });
    expect(told.join()).not.toMatch(/cliente|CPF/);
  });

  it('tells the window what the engine wants of it', () => {
    const { server, frames } = bridge();
    server.emit({ name: 'open-conversation', conversationId: 'c1' });
    expect(frames).toEqual([{ type: 'event', event: { name: 'open-conversation', conversationId: 'c1' } }]);
  });

  it('sends nothing after the window went away', async () => {
    const { receive, frames, hangUp, live, clock, settled, server } = bridge();
    receive({ type: 'watch', call: 1, name: 'session', args: {} });
    receive({ type: 'action', call: 2, name: 'draft.save', args: draft });
    hangUp();
    await settled();
    clock.pass(100);
    live.touched({ everything: true });
    server.emit({ name: 'sound', sound: 'message' });
    receive({ type: 'watch', call: 3, name: 'session', args: {} });
    expect(frames).toHaveLength(1);
  });

  it('closing it closes the port', () => {
    const { server, isClosed } = bridge();
    server.close();
    expect(isClosed()).toBe(true);
  });
});
