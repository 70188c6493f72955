import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LogItem } from '../../../../src-shared/protocol/log.ts';
import { items, noon } from './entities.ts';
import { eventItem, mergeOf, rita, secondInFirst, suggestionItem, twoCustomers } from './merging.ts';
import { everyFilter, openCacheForTest, stored } from './open-cache.ts';

const everything = { kinds: [], channels: [] };

/** A morning of merging and separating, seen by a machine to which it comes in any order, some of it twice. */
const history: LogItem[] = [
  ...twoCustomers(),
  suggestionItem(),
  suggestionItem({ state: 'accepted', version: 19 }),
  rita({ version: 20, merged: mergeOf('joao') }),
  items.contact({ id: 'zeca', name: 'Zeca', identities: [], version: 21 }),
  items.contact({ id: 'zeca', name: 'Zeca', identities: [], tagIds: ['troca'], version: 25, merged: mergeOf('rita') }),
  rita({ version: 30, merged: null }),
  items.contact({ merged: mergeOf('rita'), version: 32, fields: { city: 'Natal' } }),
  secondInFirst(33),
  items.conversation({ status: 'open', assigneeId: 'ana', unread: 1, lastInboundAt: noon + 60, version: 34 }),
  eventItem({ type: 'named', from: null, to: 'Zeca' }, { contactId: 'zeca', version: 21 }),
];

const stateAfter = (sequence: readonly LogItem[]) => {
  const { cache, close } = openCacheForTest();
  const { reader, writer } = cache;
  for (const item of sequence) stored(writer.applyItems([item], null));
  const state = {
    list: reader.inboxList(everyFilter, 0, 50),
    tagged: reader.inboxList({ ...everyFilter, tagIds: ['troca'] }, 0, 50),
    contacts: ['joao', 'rita', 'zeca'].map((id) => reader.contact(id)),
    timeline: reader.timeline('joao', everything, 100),
    heads: ['c1', 'c2'].map((id) => reader.conversation(id)),
    chats: ['c1', 'c2'].map((id) => reader.chat(id, 100)),
    found: ['João', 'Rita', 'Zeca'].map((text) => reader.search(text, 50)),
  };
  close();
  return state;
};

describe('merges elsewhere while this machine was offline', () => {
  it('are followed on return, in whatever order and however often they come', () => {
    const expected = stateAfter(history);
    expect(expected.contacts[0]).toMatchObject({ id: 'rita', parts: [{ id: 'joao' }, { id: 'zeca' }] });
    const disorder = fc
      .shuffledSubarray(history, { minLength: history.length, maxLength: history.length })
      .chain((order) => fc.array(fc.constantFrom(...history), { maxLength: 10 }).map((again) => [...order, ...again]));
    fc.assert(
      fc.property(disorder, (sequence) => {
        expect(stateAfter(sequence)).toEqual(expected);
      }),
      { numRuns: 25 },
    );
  }, 60_000);
});
