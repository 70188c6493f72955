import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { withoutSuperseded } from '../../../../src-main/engine/cache/writing/superseded.ts';
import type { LogItem } from '../../../../src-shared/protocol/log.ts';
import { contactOf, conversationOf, directoryItems, messageOf, noon } from './entities.ts';
import { everyFilter, openCacheForTest, stored } from './open-cache.ts';

type Step = { id: number; kind: 'conversation' | 'message' | 'leave'; assigneeId: string | null; unread: number };

const steps = fc.array(
  fc.record<Step>({
    id: fc.integer({ min: 0, max: 2 }),
    kind: fc.constantFrom('conversation', 'conversation', 'conversation', 'message', 'message', 'leave'),
    assigneeId: fc.constantFrom('ana', 'ana', 'bia', null),
    unread: fc.integer({ min: 0, max: 3 }),
  }),
  { maxLength: 40 },
);

const itemOf = ({ id, kind, assigneeId, unread }: Step, index: number): LogItem => {
  const version = index + 10;
  if (kind === 'leave') return { type: 'leave', conversationIds: [`c${id}`], contactIds: [] };
  if (kind === 'message') {
    const message = messageOf({ id: `m${index}`, conversationId: `c${id}`, position: version, version });
    return { type: 'message', message };
  }
  const conversation = conversationOf({
    ...{ id: `c${id}`, createdAt: noon + id * 1000, lastActivityAt: noon + version },
    ...{ assigneeId, unread, version, status: assigneeId === null ? 'queued' : 'open' },
  });
  return { type: 'conversation', conversation };
};

describe('versions of a conversation that a later one of the same batch replaces', () => {
  it('are left out, and the cache becomes the same, with the same moves and new messages', async () => {
    await fc.assert(
      fc.asyncProperty(steps, async (all) => {
        const items = all.map(itemOf);
        const one = openCacheForTest();
        const other = openCacheForTest();
        for (const { cache } of [one, other]) {
          const contact: LogItem = { type: 'contact', contact: contactOf() };
          stored(cache.writer.applyItems([...directoryItems(), contact], null));
        }
        const plain = stored(one.cache.writer.applyItems(items, { cursor: 99, logId: 'log' }));
        const lean = stored(await other.cache.writer.applySliced(items, { cursor: 99, logId: 'log' }));
        expect(lean.moved).toEqual(plain.moved);
        expect(lean.newMessages).toEqual(plain.newMessages);
        for (const status of ['open', 'awaiting'] as const) {
          const filter = { ...everyFilter, status };
          expect(other.cache.reader.inboxList(filter, 0, 9)).toEqual(one.cache.reader.inboxList(filter, 0, 9));
        }
        for (const id of ['c0', 'c1', 'c2']) {
          expect(other.cache.reader.conversation(id)).toEqual(one.cache.reader.conversation(id));
          expect(other.cache.reader.chat(id, 50)).toEqual(one.cache.reader.chat(id, 50));
        }
        one.close();
        other.close();
      }),
      { numRuns: 8 },
    );
  }, 60_000);

  it('stand for themselves where somebody else has it now, or it left between them', () => {
    const version = (number: number, assigneeId: string): LogItem => ({
      type: 'conversation',
      conversation: conversationOf({ id: 'c0', assigneeId, version: number }),
    });
    const left: LogItem = { type: 'leave', conversationIds: ['c1'], contactIds: [] };
    const versions = (items: LogItem[]) =>
      withoutSuperseded(items).map((item) => (item.type === 'conversation' ? item.conversation.version : item.type));
    expect(versions([version(1, 'ana'), version(2, 'ana'), version(3, 'ana')])).toEqual([3]);
    expect(versions([version(1, 'ana'), version(2, 'bia'), version(3, 'bia')])).toEqual([1, 3]);
    expect(versions([version(1, 'ana'), left, version(2, 'ana')])).toEqual([1, 'leave', 2]);
  });
});
