import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { commands } from '../../../src-shared/protocol/commands.ts';
import { queries } from '../../../src-shared/protocol/queries.ts';
import { arbitraryOf } from '../../arbitrary/from-schema.ts';
import { openProduct, type Product } from '../harness.ts';

/** PostgreSQL holds neither a NUL nor half an emoji. Whoever sends one would send it for ever, were it an accident. */
const UNSTORABLE = ['a\0b', 'metade \ud83e'];
const EACH = 8;

describe('what no database holds, wherever a command or query takes an id or words', () => {
  let product: Product;
  let from: { workspaceId: string; personId: string; sessionId: string };
  const choices = { id: () => fc.constantFrom(...UNSTORABLE), words: () => fc.constantFrom(...UNSTORABLE) };

  beforeAll(async () => {
    product = await openProduct({ people: [{ name: 'Eva', departments: ['Suporte'], role: 'admin' }] });
    const eva = await product.agent('Eva');
    const { people } = await eva.see('directory', {});
    const [connection] = product.backend().core.connections.all();
    from = { workspaceId: connection?.workspaceId ?? '', personId: people[0]?.id ?? '', sessionId: 'session' };
  });
  afterAll(() => product[Symbol.asyncDispose]());

  test.each(Object.keys(queries))('%s is answered all the same', async (name) => {
    const { args } = Object.entries(queries).find(([known]) => known === name)?.[1] ?? {};
    if (args === undefined) throw new Error(name);
    for (const given of fc.sample(arbitraryOf(args, choices), { numRuns: EACH, seed: 1 })) {
      const reply = await product.backend().core.queries.run(from, { name, args: given });
      expect(JSON.stringify(reply), JSON.stringify(given)).not.toContain('server-error');
    }
  });

  test.each(Object.keys(commands))('%s is done or refused, and no accident', async (name) => {
    const { args } = Object.entries(commands).find(([known]) => known === name)?.[1] ?? {};
    if (args === undefined) throw new Error(name);
    for (const given of fc.sample(arbitraryOf(args, choices), { numRuns: EACH, seed: 1 })) {
      const reply = await product.backend().core.commands.run(from, { id: randomUUID(), name, args: given });
      expect(JSON.stringify(reply), JSON.stringify(given)).not.toContain('server-error');
    }
  });
});
