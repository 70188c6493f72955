import { randomUUID } from 'node:crypto';
import { expect, it } from 'vitest';
import { plainFilterLists } from '../../../../../src-shared/protocol/defaults.ts';
import type { InboxFilter, SavedFilter } from '../../../../../src-shared/protocol/inbox-filter.ts';
import type { LogItem } from '../../../../../src-shared/protocol/log.ts';
import { directoryItems, items } from '../entities.ts';
import { openCacheForTest, stored } from '../open-cache.ts';

const filter: InboxFilter = { ...plainFilterLists, tab: 'all', status: 'awaiting', order: 'oldest' };

const saved = (change: Partial<SavedFilter>): LogItem => ({
  type: 'savedFilter',
  savedFilter: {
    id: 'f1',
    name: 'Urgentes',
    ownerId: 'ana',
    departmentId: null,
    filter,
    removed: false,
    version: 1,
    ...change,
  },
});

function desktop(me = 'ana') {
  const { cache, user, touched } = openCacheForTest({ me });
  const apply = (...all: LogItem[]) => stored(cache.writer.applyItems(all, { cursor: 10, logId: 'log' }));
  apply(...directoryItems(), items.person({ id: 'sonia', name: 'Sônia', role: 'supervisor', departmentIds: [] }));
  const put = (name: string, args: object) => {
    const id = randomUUID();
    stored(user.writer.enqueue({ id, name, args, createdAt: 1 }));
    return id;
  };
  return { cache, user, touched, apply, put, shown: () => cache.reader.directory().savedFilters };
}

it('one’s own and those of one’s departments are shown by name, with whose they are', () => {
  const { apply, shown } = desktop();
  apply(
    saved({ id: 'f1', name: 'urgentes' }),
    saved({ id: 'f2', name: 'Árvores', ownerId: 'bia', departmentId: 'suporte' }),
    saved({ id: 'f3', ownerId: 'bia', departmentId: 'vendas' }),
    saved({ id: 'f4', ownerId: 'bia' }),
    saved({ id: 'f5', removed: true }),
  );
  expect(shown()).toEqual([
    {
      ...{ id: 'f2', name: 'Árvores', filter, ownerId: 'bia', ownerName: 'Bia Lima' },
      ...{ departmentId: 'suporte', departmentName: 'Suporte', mine: false, pending: false },
    },
    {
      ...{ id: 'f1', name: 'urgentes', filter, ownerId: 'ana', ownerName: 'Ana Souza' },
      ...{ departmentId: null, departmentName: null, mine: true, pending: false },
    },
  ]);
});

it('a supervisor sees those of every department, and nobody’s own', () => {
  const { apply, shown } = desktop('sonia');
  apply(saved({ id: 'f1', departmentId: 'vendas' }), saved({ id: 'f2' }));
  expect(shown().map(({ id, mine }) => [id, mine])).toEqual([['f1', false]]);
});

it('one that is no longer shared goes, and an older word about it does not bring it back', () => {
  const { apply, shown } = desktop();
  apply(saved({ ownerId: 'bia', departmentId: 'suporte', version: 3 }));
  expect(shown()).toHaveLength(1);
  apply(saved({ ownerId: 'bia', removed: true, name: '—', version: 4 }));
  apply(saved({ ownerId: 'bia', departmentId: 'suporte', version: 3 }));
  expect(shown()).toEqual([]);
});

it('what waits in the outbox is shown as it will be, and gone when the server refuses it', () => {
  const { cache, user, touched, apply, put, shown } = desktop();
  apply(saved({ id: 'f1' }));
  touched.length = 0;
  const command = put('filter.save', { id: 'f9', name: 'Do turno', departmentId: 'suporte', filter });
  expect(touched).toEqual([expect.objectContaining({ directory: true, outbox: true })]);
  const renaming = put('filter.save', { id: 'f1', name: 'Bem urgentes', departmentId: null, filter });
  expect(shown().map(({ name, mine, pending }) => [name, mine, pending])).toEqual([
    ['Bem urgentes', true, true],
    ['Do turno', true, true],
  ]);
  put('filter.remove', { id: 'f9' });
  expect(shown().map(({ id }) => id)).toEqual(['f1']);
  stored(user.writer.markRefused(renaming, 'name-taken', null));
  expect(shown().map(({ name, pending }) => [name, pending])).toEqual([['Urgentes', false]]);
  expect(cache.reader.outbox().conflicts).toMatchObject([{ title: 'Bem urgentes', reason: 'name-taken' }]);
  stored(user.writer.markAccepted(command, 11));
  expect(cache.reader.outbox().pending.map(({ name }) => name)).toEqual(['filter.save', 'filter.remove']);
});
