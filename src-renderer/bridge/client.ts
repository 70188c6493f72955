import type {
  ActionArgs,
  ActionName,
  ActionResults,
  QueryArgs,
  QueryName,
  QueryResults,
  WatchArgs,
  WatchName,
  WatchResults,
} from '../../src-shared/bridge/contract.ts';
import type { EngineEvent, EngineFrame, FramePort, RendererFrame } from '../../src-shared/bridge/messages.ts';
import { applyPatch } from '../../src-shared/bridge/patch.ts';
import { keyOf } from '../early/first-watches.ts';
import { type Bridge, BridgeError, type EngineLink } from './contract.ts';

export interface BridgeClientDeps {
  /** Opens a new port to the engine; called again after each loss. */
  open(): Promise<FramePort<RendererFrame, EngineFrame>>;
  /** Watches that the first port already carries, numbered from 1 (`keyOf`); see `early/early.ts`. */
  asked?: readonly string[];
  /** Milliseconds before attempt number `attempt` (from 0) to open again. */
  retryDelay?(attempt: number): number;
  /** Calls back when what was just rendered is on the screen; without it nothing waits for that. */
  afterPaint?(run: () => void): void;
  upload: Bridge['upload'];
  mediaUrl: Bridge['mediaUrl'];
}

interface OpenWatch {
  name: string;
  args: unknown;
  value: unknown;
  receive(value: unknown): void;
}

interface OpenRequest {
  frame: RendererFrame & { type: 'query' | 'action' };
  resolve(value: unknown): void;
  reject(error: BridgeError): void;
}

/** Attempts start quickly, since an engine that was restarted is back within a fraction of a second. */
const defaultRetryDelay = (attempt: number) => Math.min(3_000, 100 * 2 ** attempt);

/** Watches with what people wrote: it is painted before counts and headers of the same change are rendered. */
const texts: ReadonlySet<string> = new Set<WatchName>(['inbox.list', 'conversation.chat']);

/** Results are typed by the bridge map and made only by our engine, so the renderer takes them as the map says. */
const asMapped = <Value>(value: unknown): Value => value as Value;

/**
 * A bridge that survives the loss of its port: watches are opened again by themselves (the listener gets the new whole
 * value), queries are asked again, and actions that were on their way are rejected as `lost`, because repeating them
 * could apply them twice.
 */
export function createBridgeClient(deps: BridgeClientDeps): Bridge {
  const retryDelay = deps.retryDelay ?? defaultRetryDelay;
  const watches = new Map<number, OpenWatch>();
  const requests = new Map<number, OpenRequest>();
  const eventListeners = new Set<(event: EngineEvent) => void>();
  const linkListeners = new Set<(link: EngineLink) => void>();
  let port: FramePort<RendererFrame, EngineFrame> | null = null;
  let link: EngineLink = 'connecting';
  /** Of the first port: what was asked on it before, until somebody here takes it over; empty on every other port. */
  let asked = new Map((deps.asked ?? []).map((key, index) => [key, index + 1]));
  const taken = new Set<number>();
  let lastCall = asked.size;
  let attempt = 0;

  const setLink = (next: EngineLink) => {
    if (next === link) return;
    link = next;
    for (const listener of linkListeners) listener(next);
  };

  const openPort = () => {
    deps.open().then(adoptPort, () => scheduleRetry());
  };

  const scheduleRetry = () => {
    asked = new Map();
    taken.clear();
    setLink('down');
    setTimeout(openPort, retryDelay(attempt));
    attempt += 1;
  };

  const adoptPort = (opened: FramePort<RendererFrame, EngineFrame>) => {
    port = opened;
    attempt = 0;
    opened.onFrame((frame) => receive(frame));
    opened.onClose(() => {
      if (port !== opened) return;
      port = null;
      dropActions();
      scheduleRetry();
    });
    for (const [call, watch] of watches) if (!taken.has(call)) sendWatch(call, watch);
    taken.clear();
    // What nobody took over by now has had its first value, which nobody heard: it is asked for anew when it is wanted.
    for (const call of asked.values()) opened.send({ type: 'unwatch', call });
    asked = new Map();
    for (const request of requests.values()) opened.send(request.frame);
    setLink('up');
  };

  const dropActions = () => {
    for (const [call, request] of requests) {
      if (request.frame.type !== 'action') continue;
      requests.delete(call);
      request.reject(new BridgeError('lost', `the engine went away during «${request.frame.name}»`));
    }
  };

  const sendWatch = (call: number, watch: OpenWatch) => {
    port?.send({ type: 'watch', call, name: watch.name, args: watch.args });
  };

  /** Frames of other watches that came while a text waits for its paint; in their order, which is each watch's own. */
  let behind: EngineFrame[] = [];
  let painting = false;

  const painted = () => {
    painting = false;
    const frames = behind;
    behind = [];
    for (const frame of frames) take(frame);
  };

  const receive = (frame: EngineFrame) => {
    const watch = frame.type === 'value' || frame.type === 'patch' ? watches.get(frame.call) : undefined;
    const isText = watch !== undefined && texts.has(watch.name);
    if (painting && watch !== undefined && !isText && watch.value !== undefined) {
      behind.push(frame);
      return;
    }
    // Whoever asked finds in the watches what the engine said before its answer.
    if (watch === undefined && behind.length > 0) painted();
    if (isText && watch.value !== undefined && !painting && deps.afterPaint !== undefined) {
      painting = true;
      deps.afterPaint(painted);
    }
    take(frame);
  };

  const take = (frame: EngineFrame) => {
    switch (frame.type) {
      case 'value':
        deliver(frame.call, () => frame.value);
        return;
      case 'patch':
        deliver(frame.call, (before) => applyPatch(before, frame.patch));
        return;
      case 'result':
        settle(frame.call, (request) => request.resolve(frame.value));
        return;
      case 'error':
        settle(frame.call, (request) => request.reject(new BridgeError(frame.code, frame.message)));
        if (watches.has(frame.call)) {
          console.error(`the engine refused the watch «${watches.get(frame.call)?.name}»: ${frame.message}`);
        }
        return;
      case 'event':
        for (const listener of eventListeners) listener(frame.event);
    }
  };

  const deliver = (call: number, next: (before: unknown) => unknown) => {
    const watch = watches.get(call);
    if (watch === undefined) return;
    watch.value = next(watch.value);
    watch.receive(watch.value);
  };

  const settle = (call: number, how: (request: OpenRequest) => void) => {
    const request = requests.get(call);
    if (request === undefined) return;
    requests.delete(call);
    how(request);
  };

  const ask = (type: 'query' | 'action', name: string, args: unknown): Promise<unknown> =>
    new Promise((resolve, reject) => {
      lastCall += 1;
      const frame = { type, call: lastCall, name, args };
      if (type === 'action' && link === 'down') {
        reject(new BridgeError('lost', `the engine is away, «${name}» was not asked`));
        return;
      }
      requests.set(frame.call, { frame, resolve, reject });
      port?.send(frame);
    });

  const openWatch = (name: string, args: unknown, listener: (value: unknown) => void): (() => void) => {
    const key = keyOf(name, args);
    const known = asked.get(key);
    if (known === undefined) lastCall += 1;
    const call = known ?? lastCall;
    const watch: OpenWatch = { name, args, value: undefined, receive: listener };
    watches.set(call, watch);
    if (known === undefined) sendWatch(call, watch);
    else {
      asked.delete(key);
      taken.add(call);
    }
    return () => {
      if (!watches.delete(call)) return;
      port?.send({ type: 'unwatch', call });
    };
  };

  openPort();

  return {
    watch<Name extends WatchName>(name: Name, args: WatchArgs<Name>, listener: (value: WatchResults[Name]) => void) {
      return openWatch(name, args, (value) => listener(asMapped(value)));
    },
    watchKept: openWatch,
    async query<Name extends QueryName>(name: Name, args: QueryArgs<Name>): Promise<QueryResults[Name]> {
      return asMapped(await ask('query', name, args));
    },
    async action<Name extends ActionName>(name: Name, args: ActionArgs<Name>): Promise<ActionResults[Name]> {
      return asMapped(await ask('action', name, args));
    },
    upload: deps.upload,
    mediaUrl: deps.mediaUrl,
    onEvent(listener) {
      eventListeners.add(listener);
      return () => eventListeners.delete(listener);
    },
    onLink(listener) {
      linkListeners.add(listener);
      listener(link);
      return () => linkListeners.delete(listener);
    },
  };
}
