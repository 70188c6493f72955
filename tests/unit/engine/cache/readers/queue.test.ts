import { expect, it } from 'vitest';
import type { Conversation } from '../../../../../src-shared/protocol/entities.ts';
import type { LogItem } from '../../../../../src-shared/protocol/log.ts';
import { items, noon } from '../entities.ts';
import { everyFilter, openCacheForTest, stored } from '../open-cache.ts';

const MINUTE = 60_000;
let version = 100;

const queued = (id: string, minute: number, fields: Partial<Conversation> = {}) => {
  version += 1;
  return items.conversation({
    id,
    status: 'queued',
    assigneeId: null,
    departmentId: 'suporte',
    createdAt: noon + minute * MINUTE,
    queuedAt: noon + minute * MINUTE,
    version,
    ...fields,
  });
};

function openQueues() {
  const opened = openCacheForTest();
  const apply = (...all: LogItem[]) => stored(opened.cache.writer.applyItems(all, { cursor: version, logId: 'log' }));
  const placeOf = (id: string) => {
    const queue = opened.cache.reader.conversation(id)?.queue ?? null;
    return queue === null ? null : `${queue.position}/${queue.of}`;
  };
  return { ...opened, apply, placeOf };
}

it('a waiting conversation has its place by age in its own department’s queue, equal ages by id', () => {
  const { apply, placeOf, cache } = openQueues();
  apply(
    queued('late', 9),
    queued('early', 1),
    queued('twin-b', 5),
    queued('twin-a', 5),
    queued('elsewhere', 0, { departmentId: 'vendas' }),
    queued('served', 0, { status: 'open', assigneeId: 'ana' }),
    queued('with-a-robot', 0, { status: 'automation' }),
    queued('over', 0, { status: 'finished', finishedAt: noon }),
  );
  expect(['early', 'twin-a', 'twin-b', 'late'].map(placeOf)).toEqual(['1/4', '2/4', '3/4', '4/4']);
  expect(['elsewhere', 'served', 'with-a-robot', 'over'].map(placeOf)).toEqual(['1/1', null, null, null]);
  const cards = new Map(cache.reader.inboxList(everyFilter, 0, 50).rows.map((row) => [row.id, row.queue]));
  expect(cards.get('twin-a')).toEqual({ position: 2, since: noon + 5 * MINUTE });
  expect(cards.get('served')).toBeNull();
});

it('places follow what happens: taken, returned with its age, transferred, finished', () => {
  const { apply, placeOf } = openQueues();
  apply(queued('a', 1), queued('b', 2), queued('c', 3));
  expect(placeOf('c')).toBe('3/3');
  apply(queued('a', 1, { status: 'open', assigneeId: 'ana' }));
  expect([placeOf('a'), placeOf('b'), placeOf('c')]).toEqual([null, '1/2', '2/2']);
  apply(queued('a', 1));
  expect([placeOf('a'), placeOf('c')]).toEqual(['1/3', '3/3']);
  apply(queued('b', 2, { departmentId: 'vendas' }), queued('a', 1, { status: 'finished', finishedAt: noon }));
  expect([placeOf('a'), placeOf('b'), placeOf('c')]).toEqual([null, '1/1', '1/1']);
});

it('it says why it waits: taken by hand, nobody available, or all busy', () => {
  const { apply, cache } = openQueues();
  const why = () => cache.reader.conversation('c')?.queue?.why;
  const person = (state: 'available' | 'away') => {
    version += 1;
    return items.person({
      id: 'bruno',
      departmentIds: ['suporte'],
      presence: { state, reason: null, since: noon },
      version,
    });
  };
  const department = (distribution: 'automatic' | 'manual') => {
    version += 1;
    return items.department({ id: 'suporte', distribution, version });
  };
  apply(queued('c', 1), person('away'), department('automatic'));
  expect(why()).toBe('nobody-available');
  apply(person('available'));
  expect(why()).toBe('all-busy');
  apply(department('manual'));
  expect(why()).toBe('manual');
});

it('a conversation whose owner’s machine is gone is marked, in the list and in the chat', () => {
  const { apply, cache } = openQueues();
  const person = (state: 'available' | 'offline') => {
    version += 1;
    return items.person({ id: 'bruno', presence: { state, reason: null, since: noon }, version });
  };
  const marks = () => [
    cache.reader.conversation('c')?.assigneeOffline,
    cache.reader.inboxList(everyFilter, 0, 1).rows[0]?.assigneeOffline,
  ];
  apply(person('available'), queued('c', 1, { status: 'open', assigneeId: 'bruno' }));
  expect(marks()).toEqual([false, false]);
  apply(person('offline'));
  expect(marks()).toEqual([true, true]);
});
