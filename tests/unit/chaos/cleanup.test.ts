import { expect, test } from 'vitest';
import { createCleanup } from '../../chaos/world/cleanup.ts';

test('what was opened is closed once, the last first, also what was still being opened; then nothing is opened any more', async () => {
  const cleanup = createCleanup();
  const closed: string[] = [];
  const close = async (name: string) => {
    closed.push(name);
    if (name === 'second') throw new Error('it does not want to');
  };
  await cleanup.open(Promise.resolve('first'), close);
  await cleanup.open(Promise.resolve('second'), close);
  await expect(cleanup.open(Promise.reject(new Error('never opened')), close)).rejects.toThrow('never opened');
  const slow = Promise.withResolvers<string>();
  const opening = cleanup.open(slow.promise, close);
  const all = Promise.all([cleanup.run(), cleanup.run()]);
  await expect(cleanup.open(Promise.resolve('late'), close)).rejects.toThrow('being closed');
  slow.resolve('third');
  await Promise.all([all, opening]);
  expect(closed).toEqual(['third', 'second', 'first']);
});
