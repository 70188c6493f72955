import { expect, it } from 'vitest';
import { contactOf, items } from '../cache/entities.ts';
import { mergeOf, openWith, rita, secondInFirst, twoCustomers } from '../cache/merging.ts';

it('a customer of several contacts is found once by any of their names, under the record’s', () => {
  const { reader, apply } = openWith(twoCustomers());
  const found = (text: string) => reader.search(text, 10).hits.map(({ title, count }) => [title, count]);
  expect(found('rita')).toEqual([['Rita', 1]]);
  apply(rita({ merged: mergeOf('joao'), version: 20 }));
  const record = contactOf().name;
  expect(found('rita')).toEqual([[record, 1]]);
  expect(found('conceicao')).toEqual([[record, 1]]);
  expect(found('entrega')).toEqual([[record, 1]]);
});

it('what was said in merged conversations is one hit, opened at the newest message in the one they are shown in', () => {
  const { reader, apply } = openWith([
    ...twoCustomers(),
    items.message({ id: 'm4', conversationId: 'c1', position: 9, version: 9, text: 'a entrega é amanhã' }),
  ]);
  const found = (text: string) =>
    reader.search(text, 10).hits.map(({ conversationId, message, count }) => [conversationId, message?.id, count]);
  expect(found('entrega')).toEqual([
    ['c1', 'm4', 1],
    ['c2', 'm2', 1],
  ]);
  apply(secondInFirst(20));
  expect(found('entrega')).toEqual([['c1', 'm4', 2]]);
  // Its own number stays to be found.
  expect(reader.search('2026-0000002', 10).hits.map(({ protocol }) => protocol)).toEqual(['2026-0000002']);
});
