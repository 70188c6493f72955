import fc from 'fast-check';
import type { z } from 'zod';
import { actionArgs, queryArgs, watchArgs } from '../../../src-shared/bridge/contract.ts';
import type { EngineFrame } from '../../../src-shared/bridge/messages.ts';
import { arbitraryOf } from '../../arbitrary/from-schema.ts';
import { openProduct } from '../../integration/harness.ts';
import { createPort } from '../../simulators/port.ts';
import { changedValue, junk } from '../mutate.ts';
import type { FuzzTarget } from '../target.ts';

/** They end what is tried, or wait for a person. */
const APART = new Set([
  'server.session.signOut',
  'session.signIn',
  'session.protect',
  'session.unlock',
  'storage.free',
]);

/** Everything a window can say to a real engine, changed: answered, or refused as a bad request; the engine never fails. */
export const bridge: FuzzTarget = {
  name: 'bridge',
  share: 4,
  async open() {
    const product = await openProduct();
    await product.receive([{ from: 'maria', text: 'Oi' }]);
    const desktop = await product.agent('Ana Souza');
    const filter = { tab: 'all' as const, status: 'open' as const, order: 'newest' as const };
    const lists = {
      connectionIds: [],
      departmentIds: [],
      tagIds: [],
      channels: [],
      stageIds: [],
      reasonIds: [],
      agentIds: [],
    };
    const everything = { ...filter, ...lists, period: null, windowLeft: null };
    const { rows } = await desktop.until(
      'inbox.list',
      { filter: everything, start: 0, count: 10 },
      ({ total }) => total > 0,
    );
    const ids = rows.flatMap(({ id, contactId }) => [id, contactId]);

    const { renderer, engine } = createPort<unknown, EngineFrame>();
    const waiting = new Map<number, (frame: EngineFrame) => void>();
    renderer.onFrame((frame) => {
      if ('call' in frame) waiting.get(frame.call)?.(frame);
    });
    desktop.engine.attach({ ...engine, onFrame: (listener) => engine.onFrame((frame) => listener(frame as never)) });

    const choices = {
      id: () => fc.oneof(fc.constantFrom(...ids), fc.uuid()),
      words: () => fc.constantFrom('oi', 'Maria', 'https://a.example', ''),
    };
    const named = (type: string, map: Record<string, z.ZodType>) =>
      fc.oneof(
        ...Object.entries(map)
          .filter(([name]) => !APART.has(name))
          .map(([name, args]) =>
            fc.record({
              type: fc.constant(type),
              name: fc.constant(name),
              args: changedValue(arbitraryOf(args, choices)),
            }),
          ),
      );
    const frames = fc.oneof(
      { weight: 3, arbitrary: named('watch', watchArgs) },
      { weight: 3, arbitrary: named('query', queryArgs) },
      { weight: 4, arbitrary: named('action', actionArgs) },
      { weight: 1, arbitrary: junk.map((frame) => ({ type: 'junk', frame })) },
    );
    let call = 0;
    const property = fc.asyncProperty(frames, async (made) => {
      call += 1;
      if ('frame' in made) return renderer.send(made.frame);
      const answer = new Promise<EngineFrame>((done) => waiting.set(call, done));
      renderer.send({ ...made, call });
      const frame = await answer;
      waiting.delete(call);
      if (made.type === 'watch') renderer.send({ type: 'unwatch', call });
      if (frame.type === 'error' && frame.code === 'internal') throw new Error(`${made.name}: ${frame.message}`);
    });
    return { property, close: () => product[Symbol.asyncDispose]() };
  },
};
