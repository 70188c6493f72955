import { expect, test } from 'vitest';
import type { InboxFilter } from '../../../../../src-shared/bridge/views.ts';
import { plainFilterLists } from '../../../../../src-shared/protocol/defaults.ts';
import type { Message } from '../../../../../src-shared/protocol/entities.ts';
import { directoryItems, items, noon } from '../entities.ts';
import { openCacheForTest, stored } from '../open-cache.ts';

const everything: InboxFilter = {
  tab: 'all',
  status: 'open',
  order: 'newest',
  ...plainFilterLists,
};

/** A conversation whose last message was noted as `noted` and is, on this machine, as `change` says. */
function card(change: Partial<Message> | null, noted = 'como o servidor anotou') {
  const { cache } = openCacheForTest();
  const kind = change?.kind ?? 'text';
  const lastMessage = { id: 'm1', direction: 'inbound' as const, kind, text: noted, at: noon, status: null };
  const message = change === null ? [] : [items.message({ id: 'm1', position: 1, ...change })];
  stored(
    cache.writer.applyItems([...directoryItems(), items.contact(), items.conversation({ lastMessage }), ...message], {
      cursor: 5,
      logId: 'log',
    }),
  );
  return cache.reader.inboxList(everything, 0, 1).rows[0]?.preview;
}

test('a card shows the last message in one line', () => {
  expect(card({ text: 'oi\n\ntudo bem?' })).toMatchObject({ kind: 'text', nature: null, text: 'oi tudo bem?' });
});

test('a card shows a place by its name', () => {
  const content = { type: 'location' as const, latitude: -8, longitude: -34, name: 'Loja Recife', address: null };
  expect(card({ kind: 'location', text: null, content })).toMatchObject({ kind: 'location', text: 'Loja Recife' });
});

test('an edit shows on the card', () => {
  const edits = [{ text: 'chego as 17h', at: noon }];
  expect(card({ text: 'chego às 18h', edits }, 'chego as 17h')).toMatchObject({ text: 'chego às 18h' });
});

test('nothing of a deleted message stays on the card', () => {
  expect(card({ text: null, deletedAt: noon }, 'segredo')).toMatchObject({ nature: 'deleted', text: '' });
});

test('of a message that has not arrived yet the server’s note is shown', () => {
  expect(card(null)).toMatchObject({ text: 'como o servidor anotou' });
});
