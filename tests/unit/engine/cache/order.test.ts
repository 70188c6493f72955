import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LogItem } from '../../../../src-shared/protocol/log.ts';
import { directoryItems, items, noon } from './entities.ts';
import { everyFilter, openCacheForTest, stored, wholeHistory } from './open-cache.ts';

/** A working day in which everything changes several times. */
const history: LogItem[] = [
  ...directoryItems(),
  items.person({ name: 'Ana Maria Souza', version: 60 }),
  items.contact({ version: 2, name: null }),
  items.contact({ version: 30, tagIds: ['vip'] }),
  items.contact({ version: 55, tagIds: ['vip', 'troca'], name: 'João C.' }),
  items.contact({ id: 'rita', name: 'Rita', version: 3 }),
  items.conversation({ version: 4 }),
  items.conversation({ version: 20, status: 'open', assigneeId: 'ana', unread: 2, lastActivityAt: noon + 20 }),
  items.conversation({
    version: 50,
    status: 'finished',
    assigneeId: 'ana',
    finishedAt: noon + 50,
    lastActivityAt: noon + 50,
    qualification: { reasonId: 'atraso', description: 'pedido reenviado', byId: 'ana', at: noon + 50 },
  }),
  items.conversation({ id: 'c2', version: 9, contactId: 'rita', createdAt: noon + 9, lastActivityAt: noon + 9 }),
  items.conversation({ id: 'c2', version: 40, contactId: 'joao', createdAt: noon + 9, lastActivityAt: noon + 40 }),
  items.message({ position: 5, version: 5, text: 'primeira' }),
  items.message({ position: 5, version: 15, text: 'primeira, corrigida' }),
  items.message({ id: 'm2', position: 16, version: 16, direction: 'outbound', status: 'queued' }),
  items.message({ id: 'm2', position: 16, version: 18, direction: 'outbound', status: 'read' }),
  items.message({ id: 'm3', position: 41, version: 41, conversationId: 'c2', text: 'segunda conversa' }),
];

const stateAfter = (sequence: readonly LogItem[]) => {
  const { cache, close } = openCacheForTest();
  const { reader, writer } = cache;
  for (const item of sequence) stored(writer.applyItems([item], null));
  const state = {
    lists: (['open', 'finished', 'awaiting'] as const).map((status) =>
      reader.inboxList({ ...everyFilter, status }, 0, 50),
    ),
    tagged: reader.inboxList({ ...everyFilter, tagIds: ['troca'] }, 0, 50),
    counts: reader.inboxCounts(everyFilter),
    chats: ['c1', 'c2'].map((id) => reader.chat(id, 100)),
    heads: ['c1', 'c2'].map((id) => reader.conversation(id)),
    contacts: ['joao', 'rita'].map((id) => reader.contact(id)),
    directory: reader.directory(),
    history: reader.historyList({ ...wholeHistory, text: 'reenviado' }, 0, 50),
    found: ['primeira', 'corrigida', 'joao', 'rita', '2026-0000001', 'segunda'].map((text) => reader.search(text, 50)),
  };
  close();
  return state;
};

describe('items in any order, any number of times', () => {
  it('always end in the same state', () => {
    const expected = stateAfter(history);
    const disorder = fc
      .shuffledSubarray(history, { minLength: history.length, maxLength: history.length })
      .chain((order) => fc.array(fc.constantFrom(...history), { maxLength: 15 }).map((again) => [...order, ...again]));
    fc.assert(
      fc.property(disorder, (sequence) => {
        expect(stateAfter(sequence)).toEqual(expected);
      }),
      { numRuns: 20 },
    );
  }, 60_000);
});
