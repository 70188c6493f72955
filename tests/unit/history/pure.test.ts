import { expect, test } from 'vitest';
import { endOfDay, startOfDay, withDescendants } from '../../../src-renderer/history/filter.ts';
import { windowAt } from '../../../src-renderer/history/row-window.ts';
import { findReasons, reasonOptions, reasonPath } from '../../../src-renderer/qualification/reason-tree.ts';
import { missingFields } from '../../../src-renderer/qualification/required.ts';

const reason = (id: string, parentId: string | null, name: string, position = 0, active = true) => ({
  id,
  parentId,
  name,
  position,
  active,
  version: 1,
});

const reasons = [
  reason('b', null, 'Entrega', 2),
  reason('a', null, 'Troca', 1),
  reason('a2', 'a', 'Cor', 2),
  reason('a1', 'a', 'Numeração', 1),
  reason('old', null, 'Antigo', 3, false),
  reason('under-old', 'old', 'Escondido'),
  reason('x', 'y', 'Círculo'),
  reason('y', 'x', 'Círculo'),
];

test('reasons come in the order of the tree, without inactive branches and circles', () => {
  expect(reasonOptions(reasons).map((one) => one.path)).toEqual([
    'Troca',
    'Troca › Numeração',
    'Troca › Cor',
    'Entrega',
  ]);
});

test('a reason is found by words of its path in any order, accents ignored', () => {
  expect(findReasons(reasonOptions(reasons), 'numeracao troca').map((one) => one.id)).toEqual(['a1']);
});

test('an old conversation still says its inactive reason, and a circle ends', () => {
  expect(reasonPath(reasons, 'under-old')).toBe('Antigo › Escondido');
  expect(reasonPath(reasons, 'x')).toBe('Círculo › Círculo');
  expect(reasonPath(reasons, 'none')).toBeNull();
});

test('what a department requires is missing until it is given', () => {
  const both = { requiresReason: true, requiresDescription: true };
  expect(missingFields(both, { reasonId: null, description: null })).toEqual(['reason', 'description']);
  expect(missingFields(both, { reasonId: 'a', description: 'x' })).toEqual([]);
  expect(missingFields(null, { reasonId: null, description: null })).toEqual([]);
});

test('asking for a group asks for everything below it', () => {
  expect(withDescendants(reasons, ['a']).sort()).toEqual(['a', 'a1', 'a2']);
  expect(withDescendants(reasons, [])).toEqual([]);
});

test('a period holds its last day whole', () => {
  expect(startOfDay('2026-11-01')).toBe(new Date(2026, 10, 1).getTime());
  expect(endOfDay('2026-11-30')).toBe(new Date(2026, 11, 1).getTime());
  expect(startOfDay('')).toBeNull();
});

test('the watched stretch always holds what is on the screen, and moves only by whole steps', () => {
  for (const first of [0, 99, 100, 250, 99_990]) {
    const { start, count } = windowAt(first);
    expect(start).toBeLessThanOrEqual(first);
    expect(start + count).toBeGreaterThan(first + 100);
    expect(start % 100).toBe(0);
  }
});
