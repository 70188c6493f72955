import { describe, expect, it, vi } from 'vitest';
import { createBridgeClient } from '../../../src-renderer/bridge/client.ts';
import { createFakeBridge } from '../../../src-renderer/bridge/fake.ts';
import { createSharedWatches } from '../../../src-renderer/bridge/shared-watches.ts';
import { bridgeUrl } from '../../../src-renderer/early/bridge-url.ts';
import { keyOf } from '../../../src-renderer/early/first-watches.ts';
import type { EngineFrame, FramePort, RendererFrame } from '../../../src-shared/bridge/messages.ts';
import { plainFilterLists } from '../../../src-shared/protocol/defaults.ts';

interface TestPort extends FramePort<RendererFrame, EngineFrame> {
  sent: RendererFrame[];
  say(frame: EngineFrame): void;
  drop(): void;
}

function testPort(): TestPort {
  let onFrame: (frame: EngineFrame) => void = () => {};
  let onClose: () => void = () => {};
  const sent: RendererFrame[] = [];
  return {
    sent,
    send: (frame) => sent.push(frame),
    onFrame: (listener) => {
      onFrame = listener;
    },
    onClose: (listener) => {
      onClose = listener;
    },
    close: () => {},
    say: (frame) => onFrame(frame),
    drop: () => onClose(),
  };
}

function client(afterPaint?: (run: () => void) => void, asked: string[] = []) {
  const ports: TestPort[] = [];
  const bridge = createBridgeClient({
    open: async () => {
      const port = testPort();
      ports.push(port);
      return port;
    },
    retryDelay: () => 0,
    asked,
    ...(afterPaint !== undefined && { afterPaint }),
    upload: async () => ({ ok: true, id: 'u' }),
    mediaUrl: (id) => id,
  });
  const port = async (index: number) => vi.waitUntil(() => ports[index], { timeout: 10_000 });
  return { bridge, port };
}

const plainFilter = { tab: 'all', status: 'open', order: 'newest', ...plainFilterLists } as const;

const connection = { state: 'online', cause: null, catchingUp: null, clockSkewMs: 0, localProblem: null };

describe('the bridge to the engine', () => {
  it('opens a watch again after the engine was lost and gives the new value', async () => {
    const { bridge, port } = client();
    const values: unknown[] = [];
    bridge.watch('connection', {}, (value) => values.push(value));
    const first = await port(0);
    await expect.poll(() => first.sent).toHaveLength(1);
    first.say({ type: 'value', call: 1, value: connection });
    first.drop();
    const second = await port(1);
    await expect.poll(() => second.sent).toEqual([{ type: 'watch', call: 1, name: 'connection', args: {} }]);
    second.say({ type: 'value', call: 1, value: { ...connection, state: 'offline' } });
    expect(values).toEqual([connection, { ...connection, state: 'offline' }]);
  });

  it('takes over what the page’s first script asked, and asks it anew only of another engine', async () => {
    const { bridge, port } = client(undefined, [keyOf('connection', {}), keyOf('outbox', {})]);
    const values: unknown[] = [];
    bridge.watch('preferences', {}, () => {});
    const end = bridge.watch('connection', {}, (value) => values.push(value));
    const first = await port(0);
    await expect
      .poll(() => first.sent)
      .toEqual([
        { type: 'watch', call: 3, name: 'preferences', args: {} },
        { type: 'unwatch', call: 2 },
      ]);
    first.say({ type: 'value', call: 1, value: connection });
    expect(values).toEqual([connection]);
    // Asked for again by somebody else, it is a watch of its own.
    bridge.watch('connection', {}, () => {});
    expect(first.sent.at(-1)).toEqual({ type: 'watch', call: 4, name: 'connection', args: {} });
    end();
    expect(first.sent.at(-1)).toEqual({ type: 'unwatch', call: 1 });

    first.drop();
    const second = await port(1);
    await expect.poll(() => second.sent).toHaveLength(2);
    bridge.watch('outbox', {}, () => {});
    expect(second.sent.at(-1)).toMatchObject({ type: 'watch', name: 'outbox' });
  });

  it('lets what people wrote be painted before counts and headers of the same change, in every watch’s own order', async () => {
    let paint = () => {};
    const { bridge, port } = client((run) => {
      paint = run;
    });
    const told: unknown[] = [];
    const filter = plainFilter;
    bridge.watch('inbox.list', { filter, start: 0, count: 50 }, () => told.push('list'));
    bridge.watch('connection', {}, ({ state }) => told.push(state));
    const one = await port(0);
    await expect.poll(() => one.sent).toHaveLength(2);
    const list = (total: number) => one.say({ type: 'value', call: 1, value: { total, rows: [] } });
    const line = (state: string) => one.say({ type: 'value', call: 2, value: { ...connection, state } });
    list(0);
    line('online');
    list(1);
    line('offline');
    line('connecting');
    list(2);
    expect(told).toEqual(['list', 'online', 'list', 'list']);
    paint();
    expect(told.slice(4)).toEqual(['offline', 'connecting']);
    list(3);
    line('online');
    one.say({ type: 'result', call: 99, value: null });
    expect(told.slice(6)).toEqual(['list', 'online']);
  });

  it('applies patches so that rows that did not change keep their identity', async () => {
    const { bridge, port } = client();
    const values: { rows: unknown[] }[] = [];
    const args = { filter: plainFilter, start: 0, count: 2 };
    bridge.watch('inbox.list', args, (value) => values.push(value));
    const first = await port(0);
    first.say({ type: 'value', call: 1, value: { total: 2, rows: [{ id: 'a' }, { id: 'b' }] } });
    const patch = { key: 'rows', ids: ['b', 'a'], changed: [{ id: 'b', unread: 1 }], rest: { total: 3 } };
    first.say({ type: 'patch', call: 1, patch });
    expect(values[1]).toEqual({ total: 3, rows: [{ id: 'b', unread: 1 }, { id: 'a' }] });
    expect(values[1]?.rows[1]).toBe(values[0]?.rows[0]);
  });

  it('asks a query again on the new port, and answers it once', async () => {
    const { bridge, port } = client();
    const answer = bridge.query('draft', { conversationId: 'c', side: 'reply' });
    const first = await port(0);
    await expect.poll(() => first.sent).toHaveLength(1);
    first.drop();
    const second = await port(1);
    await expect.poll(() => second.sent).toHaveLength(1);
    second.say({ type: 'result', call: 1, value: { text: 'olá' } });
    await expect(answer).resolves.toEqual({ text: 'olá' });
  });

  it('never repeats an action that was on its way: it is told as lost', async () => {
    const { bridge, port } = client();
    const done = bridge.action('outbox.discard', { id: 'x' });
    const first = await port(0);
    await expect.poll(() => first.sent).toHaveLength(1);
    first.drop();
    await expect(done).rejects.toMatchObject({ code: 'lost' });
    const second = await port(1);
    await expect.poll(() => second).toBeDefined();
    expect(second.sent).toEqual([]);
  });

  it('says whether the engine can be reached', async () => {
    const { bridge, port } = client();
    const states: string[] = [];
    bridge.onLink((link) => states.push(link));
    const first = await port(0);
    await expect.poll(() => states).toEqual(['connecting', 'up']);
    first.drop();
    await expect.poll(() => states).toEqual(['connecting', 'up', 'down', 'up']);
  });

  it('reaches the engine at the page’s own host', () => {
    expect(bridgeUrl({ protocol: 'http:', host: '127.0.0.1:4100' })).toBe('ws://127.0.0.1:4100/bridge');
    expect(bridgeUrl({ protocol: 'https:', host: 'turno.example' })).toBe('wss://turno.example/bridge');
  });
});

describe('shared watches', () => {
  it('open one watch for all who look at the same, and close it after the last has left', async () => {
    vi.useFakeTimers();
    const bridge = createFakeBridge({ watches: { uploads: [] } });
    const watches = createSharedWatches(bridge);
    const leaveA = watches.hold('uploads', { conversationId: 'c' }, () => {});
    const leaveB = watches.hold('uploads', { conversationId: 'c' }, () => {});
    expect(bridge.openWatches('uploads')).toEqual([{ conversationId: 'c' }]);
    await vi.advanceTimersByTimeAsync(0);
    leaveA();
    leaveB();
    expect(watches.peek('uploads', { conversationId: 'c' })).toEqual([]);
    await vi.advanceTimersByTimeAsync(2_000);
    expect(bridge.openWatches('uploads')).toEqual([]);
    vi.useRealTimers();
  });

  it('give what an earlier start asked for to whoever looks at it, and nothing for what the engine refuses', async () => {
    const { bridge, port } = client();
    const watches = createSharedWatches(bridge);
    watches.holdKept('connection', {});
    watches.holdKept('gone', { since: 'the last version' });
    const first = await port(0);
    await expect.poll(() => first.sent).toHaveLength(2);
    expect(first.sent[1]).toMatchObject({ call: 2, name: 'gone', args: { since: 'the last version' } });
    const error = vi.spyOn(console, 'error').mockImplementation(() => {});
    first.say({ type: 'error', call: 2, code: 'bad-request', message: 'there is no such watch' });
    expect(error).toHaveBeenCalledWith(expect.stringContaining('«gone»'));
    error.mockRestore();
    first.say({ type: 'value', call: 1, value: connection });
    watches.hold('connection', {}, () => {});
    expect(watches.peek('connection', {})).toEqual(connection);
    expect(first.sent).toHaveLength(2);
    expect(watches.held().map(({ name }) => name)).toEqual(['connection', 'gone']);
  });
});
