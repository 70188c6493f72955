import { describe, expect, it } from 'vitest';
import type { Clock } from '../../../../src-main/engine/clock.ts';
import { items, messageOf } from './entities.ts';
import { openCacheForTest, stored } from './open-cache.ts';

/** Every look at the clock costs one millisecond, so a slice holds eight writes. */
function tickingClock(): Clock {
  let now = 0;
  return {
    now: () => Date.UTC(2026, 0, 1),
    monotonic: () => {
      now += 1;
      return now;
    },
    after: () => () => {},
  };
}

const backlog = Array.from({ length: 50 }, (_, index) => items.message({ id: `m${index}`, position: index + 1 }));
const end = { cursor: 50, logId: 'log' };

describe('a large batch', () => {
  it('is applied in slices with a turn of the event loop between them, and announces everything once', async () => {
    const seen: (number | null)[] = [];
    const opened = openCacheForTest({
      clock: tickingClock(),
      yieldTurn: async () => {
        seen.push(opened.cache.reader.position()?.cursor ?? null);
      },
    });
    const applied = stored(await opened.cache.writer.applySliced([items.conversation(), ...backlog], end));
    expect(seen.length).toBeGreaterThan(3);
    expect(new Set(seen)).toEqual(new Set([null]));
    expect(applied.newMessages).toHaveLength(50);
    expect(opened.cache.reader.position()).toEqual(end);
    expect(opened.cache.reader.chat('c1', 100).items).toHaveLength(51);
  });

  it('cut by the end of the application, it is repeated from the same position without doubling anything', async () => {
    const first = openCacheForTest({ clock: tickingClock(), yieldTurn: () => Promise.reject(new Error('killed')) });
    stored(first.cache.writer.applyItems([items.conversation()], { cursor: 0, logId: 'log' }));
    await expect(first.cache.writer.applySliced(backlog, end)).rejects.toThrow('killed');
    first.close();
    const again = openCacheForTest({ folder: first.folder, key: first.key });
    expect(again.cache.reader.position()).toEqual({ cursor: 0, logId: 'log' });
    const half = again.cache.reader.chat('c1', 100).items.length;
    expect(half).toBeGreaterThan(1);
    expect(half).toBeLessThan(51);
    stored(await again.cache.writer.applySliced(backlog, end));
    expect(again.cache.reader.chat('c1', 100).items).toHaveLength(51);
  });

  it('closed in the middle, it is refused, not thrown', async () => {
    const opened = openCacheForTest({ clock: tickingClock(), yieldTurn: async () => opened.cache.close() });
    const refused = await opened.cache.writer.applySliced(backlog, end);
    expect(refused).toEqual({ ok: false, reason: 'corrupt' });
  });

  it('a conversation that enters with many messages is cut too', async () => {
    let turns = 0;
    const opened = openCacheForTest({
      clock: tickingClock(),
      yieldTurn: async () => {
        turns += 1;
      },
    });
    const messages = Array.from({ length: 40 }, (_, index) => messageOf({ id: `h${index}`, position: index + 1 }));
    stored(await opened.cache.writer.applySliced([{ type: 'enter', contacts: [], conversations: [], messages }], end));
    expect(turns).toBeGreaterThan(3);
  });
});
