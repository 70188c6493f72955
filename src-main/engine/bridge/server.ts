import type { z } from 'zod';
import {
  type ActionArgs,
  type ActionName,
  type ActionResults,
  actionArgs,
  type QueryArgs,
  type QueryName,
  queryArgs,
} from '../../../src-shared/bridge/contract.ts';
import {
  type EngineEvent,
  type EngineFrame,
  type FramePort,
  type RendererFrame,
  rendererFrameSchema,
} from '../../../src-shared/bridge/messages.ts';
import { errorFacts } from '../error-facts.ts';
import type { LiveQueries } from '../live/live-queries.ts';
import type { QuerySources } from '../live/watch-sources.ts';
import type { Log } from '../log.ts';

/** What each action of the bridge does. An expected refusal is its result; what it throws is a defect. */
export type ActionHandlers = { [Name in ActionName]: (args: ActionArgs<Name>) => Promise<ActionResults[Name]> };

export interface BridgeServerDeps {
  port: FramePort<EngineFrame, RendererFrame>;
  live: LiveQueries;
  queries: QuerySources;
  actions: ActionHandlers;
  log: Log;
}

export interface BridgeServer {
  /** The engine wants the window to do something. */
  emit(event: EngineEvent): void;
  close(): void;
}

const querySchemas: { [Name in QueryName]: z.ZodType<QueryArgs<Name>> } = queryArgs;
const actionSchemas: { [Name in ActionName]: z.ZodType<ActionArgs<Name>> } = actionArgs;

const isQueryName = (name: string): name is QueryName => Object.hasOwn(queryArgs, name);
const isActionName = (name: string): name is ActionName => Object.hasOwn(actionArgs, name);

/**
 * The engine's end of the bridge to one window. Nothing that comes from the window is trusted: every frame and its
 * arguments are checked, and what breaks the contract is answered with an error and told in the log (by name only, for
 * arguments may hold what people wrote).
 */
export function createBridgeServer({ port, live, queries, actions, log }: BridgeServerDeps): BridgeServer {
  const send = (frame: EngineFrame): void => {
    if (!closed) port.send(frame);
  };
  let closed = false;
  const session = live.open(send);

  function refuse(call: number, type: string, name: string): void {
    log.warn('bridge-request-refused', { type, name: isQueryName(name) || isActionName(name) ? name : 'unknown' });
    send({ type: 'error', call, code: 'bad-request', message: `this ${type} is not in the contract` });
  }

  async function answer(call: number, name: string, run: () => unknown): Promise<void> {
    try {
      send({ type: 'result', call, value: await run() });
    } catch (error) {
      log.error('bridge-request-failed', { name, ...errorFacts(error) });
      send({ type: 'error', call, code: 'internal', message: `«${name}» failed` });
    }
  }

  function query<Name extends QueryName>(call: number, name: Name, args: unknown): void {
    const parsed = querySchemas[name].safeParse(args);
    if (!parsed.success) refuse(call, 'query', name);
    else void answer(call, name, () => queries[name](parsed.data));
  }

  function action<Name extends ActionName>(call: number, name: Name, args: unknown): void {
    const parsed = actionSchemas[name].safeParse(args);
    if (!parsed.success) refuse(call, 'action', name);
    else void answer(call, name, () => actions[name](parsed.data));
  }

  function onFrame(received: unknown): void {
    if (closed) return;
    const frame = rendererFrameSchema.safeParse(received);
    if (!frame.success) {
      refuse(callOf(received), 'frame', '');
      return;
    }
    const { data } = frame;
    switch (data.type) {
      case 'watch':
        if (session.watch(data.call, data.name, data.args) === 'bad-request') refuse(data.call, 'watch', data.name);
        break;
      case 'unwatch':
        session.unwatch(data.call);
        break;
      case 'query':
        if (isQueryName(data.name)) query(data.call, data.name, data.args);
        else refuse(data.call, 'query', data.name);
        break;
      case 'action':
        if (isActionName(data.name)) action(data.call, data.name, data.args);
        else refuse(data.call, 'action', data.name);
        break;
    }
  }

  function end(): void {
    closed = true;
    session.close();
  }

  port.onFrame(onFrame);
  port.onClose(end);

  return {
    emit: (event) => send({ type: 'event', event }),
    close() {
      end();
      port.close();
    },
  };
}

/** The number a broken frame asks an answer for, or -1, which no window uses. */
function callOf(received: unknown): number {
  if (typeof received !== 'object' || received === null || !('call' in received)) return -1;
  return typeof received.call === 'number' && Number.isInteger(received.call) ? received.call : -1;
}
