import { expect, test } from 'vitest';
import { growth, inboundAfter, lastPosition, logLines, readUpTo } from '../../../src-renderer/chat/log/lines.ts';
import { itemOf, marianaItems, message } from '../../e2e/gallery/talk.ts';

const at = (day: number, hour: number, minute = 0) => new Date(2026, 10, day, hour, minute).getTime();

test('each day begins with its line, also after a conversation that ended on another day', () => {
  const lines = logLines([
    itemOf(message(1, { at: at(18, 23, 59) })),
    itemOf(message(2, { at: at(19, 0, 1) })),
    itemOf(message(3, { at: at(19, 9) })),
  ]);
  expect(lines.map((line) => line.type)).toEqual(['day', 'message', 'day', 'message', 'message']);
});

test('what one person writes in a row stands together, until five minutes, another person or another conversation', () => {
  const lines = logLines([
    itemOf(message(1, { at: at(19, 9, 0) })),
    itemOf(message(2, { at: at(19, 9, 2) })),
    itemOf(message(3, { at: at(19, 9, 3), direction: 'outbound', authorId: 'ana' })),
    itemOf(message(4, { at: at(19, 9, 3), direction: 'outbound', authorId: 'bruno' })),
    itemOf(message(5, { at: at(19, 9, 9), direction: 'outbound', authorId: 'bruno' })),
    itemOf(message(6, { at: at(19, 9, 9), direction: 'outbound', authorId: 'bruno', conversationId: 'other' })),
  ]);
  expect(lines.flatMap((line) => (line.type === 'message' ? [line.joined] : []))).toEqual([
    false,
    true,
    false,
    false,
    false,
    false,
  ]);
});

test('ids of lines are unique, whatever the days do', () => {
  const back = [
    itemOf(message(1, { at: at(19, 9) })),
    itemOf(message(2, { at: at(18, 9) })),
    itemOf(message(3, { at: at(19, 9) })),
  ];
  for (const lines of [logLines(back), logLines(marianaItems)]) {
    expect(new Set(lines.map((line) => line.id)).size).toBe(lines.length);
  }
});

test('older lines before the known ones are told from new ones after them', () => {
  const all = [1, 2, 3, 4].map((position) => itemOf(message(position, { at: at(19, 9, position) })));
  const late = logLines(all.slice(2));
  expect(growth(late, logLines(all))).toBe('start');
  expect(growth(logLines(all.slice(0, 2)), logLines(all.slice(0, 3)))).toBe('other');
  expect(growth([], late)).toBe('other');
});

test('unseen are the customer’s messages beyond the last seen position, also before what still waits here', () => {
  const lines = logLines([
    itemOf(message(1, {})),
    itemOf(message(2, { text: 'nova' })),
    itemOf(message(3, { direction: 'note', authorId: 'ana' })),
    itemOf(message(0, { id: 'waiting', direction: 'outbound', authorId: 'ana', status: 'pending', position: 0 })),
  ]);
  expect(inboundAfter(lines, 1).map((one) => one.text)).toEqual(['nova']);
  expect(lastPosition(lines)).toBe(3);
});

test('only this conversation’s positions are told as read', () => {
  const lines = logLines([itemOf(message(9, { conversationId: 'old' })), itemOf(message(4, {}))]);
  expect(readUpTo(lines, new Set(['mariana']))).toBe(4);
});
