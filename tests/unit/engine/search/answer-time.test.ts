import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { openDatabase } from '../../../../src-main/engine/cache/open.ts';
import { createMessageSearch } from '../../../../src-main/engine/search/message-search.ts';
import { readSearch } from '../../../../src-shared/rules/search-words.ts';
import { directoryItems, items } from '../cache/entities.ts';
import { openCacheForTest, stored } from '../cache/open-cache.ts';

/** 1,600 messages that have both words, of which the oldest alone has them side by side; and a clock of a slow disk. */
function oldestOf1600(msPerLook: number) {
  const opened = openCacheForTest();
  const many = Array.from({ length: 1_600 }, (_, n) =>
    items.message({ id: `m${n}`, position: n + 1, text: n === 700 ? 'o pedido chegou' : 'chegou o pedido' }),
  );
  stored(opened.cache.writer.applyItems([...directoryItems(), items.contact(), items.conversation(), ...many], null));
  const file = { file: join(opened.folder, 'cache.db'), key: opened.key, kind: 'cache' as const };
  const db = stored(openDatabase(file));
  onTestFinished(() => void db.close());
  let at = 0;
  const search = createMessageSearch(db, () => {
    at += msPerLook;
    return at;
  });
  return search.byConversation(readSearch('"pedido chegou"'), 40);
}

it('an answer that takes too long says that older messages were not all looked at', () => {
  expect(oldestOf1600(0)).toMatchObject({ found: [{ newest: { id: 'm700' } }], partial: true });
  expect(oldestOf1600(1)).toEqual({ found: [], partial: true });
});
