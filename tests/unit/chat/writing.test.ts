import compact from 'emojibase-data/pt/compact.json' with { type: 'json' };
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { fileProblem } from '../../../src-renderer/chat/attachments/limits.ts';
import { createDrafts } from '../../../src-renderer/chat/composer/drafts.ts';
import { emojiRows, findEmojis, readEmojis } from '../../../src-renderer/chat/composer/emoji-data.ts';
import {
  insertMention,
  mentionedIds,
  mentionQuery,
  splitMentions,
} from '../../../src-renderer/chat/composer/mentions.ts';
import { imageBox } from '../../../src-renderer/chat/message/media/image-box.ts';
import { plainCapabilities } from '../../../src-shared/protocol/defaults.ts';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

function openDrafts(load: () => Promise<string> = () => Promise.resolve('do disco')) {
  const saved: string[] = [];
  const drafts = createDrafts({
    load,
    save: async (conversationId, side, text) => {
      saved.push(`${conversationId} ${side}: ${text}`);
      return { ok: true };
    },
    delayMs: 400,
  });
  return { drafts, saved };
}

test('a draft is saved once, a moment after the last key', async () => {
  const { drafts, saved } = openDrafts();
  drafts.write('c1', 'reply', 'o');
  drafts.write('c1', 'reply', 'oi');
  await vi.advanceTimersByTimeAsync(399);
  expect(saved).toEqual([]);
  await vi.advanceTimersByTimeAsync(1);
  expect(saved).toEqual(['c1 reply: oi']);
});

test('leaving saves what still waited, on both sides', () => {
  const { drafts, saved } = openDrafts();
  drafts.write('c1', 'reply', 'oi');
  drafts.write('c1', 'note', 'nota');
  drafts.flush();
  expect(saved).toEqual(['c1 reply: oi', 'c1 note: nota']);
});

test('what is typed before the disk answers is not overwritten by it', async () => {
  let answer: (text: string) => void = () => {};
  const { drafts } = openDrafts(() => new Promise((resolve) => (answer = resolve)));
  drafts.open('c1', 'reply');
  drafts.write('c1', 'reply', 'novo');
  answer('antigo');
  await vi.advanceTimersByTimeAsync(0);
  expect(drafts.text('c1', 'reply')).toBe('novo');
});

test('a sent text is taken out, what was typed after it stays', () => {
  const { drafts, saved } = openDrafts();
  drafts.write('c1', 'reply', 'enviada e mais');
  drafts.takeOut('c1', 'reply', 'enviada');
  expect(drafts.text('c1', 'reply')).toBe(' e mais');
  drafts.takeOut('c1', 'reply', 'outra coisa');
  expect(drafts.text('c1', 'reply')).toBe(' e mais');
  expect(saved.at(-1)).toBe('c1 reply:  e mais');
});

test('a draft too long for the disk says that only its beginning is kept', async () => {
  const { drafts, saved } = openDrafts();
  drafts.write('c1', 'reply', 'a'.repeat(20_001));
  drafts.flush();
  await vi.advanceTimersByTimeAsync(0);
  expect(saved[0]).toHaveLength('c1 reply: '.length + 20_000);
  expect(drafts.problem()).toBe('too-long');
});

const people = [
  { id: 'ana', name: 'Ana' },
  { id: 'anas', name: 'Ana Souza' },
  { id: 'bruno', name: 'Bruno' },
];

test.each([
  ['oi @br', { from: 3, text: 'br' }],
  ['@', { from: 0, text: '' }],
  ['(@ana so', { from: 1, text: 'ana so' }],
  ['mari@loja', null],
  ['oi @ ana', null],
  ['@ana\nb', null],
  ['@um dois tres quatro', null],
])('before the caret of «%s» stands %o', (text, query) => {
  expect(mentionQuery(text, text.length)).toEqual(query);
});

test('choosing puts the whole name, and the caret behind it', () => {
  expect(insertMention('oi @br, tudo?', { from: 3, text: 'br' }, 6, { id: 'bruno', name: 'Bruno' })).toEqual({
    text: 'oi @Bruno , tudo?',
    caret: 10,
  });
});

test('the longer of two names counts, a name inside a longer word does not', () => {
  expect(mentionedIds('@Ana Souza e @Bruno', people)).toEqual(['anas', 'bruno']);
  expect(mentionedIds('@Anabela @Ana.', people)).toEqual(['ana']);
  expect(splitMentions('x @Ana y', people).map((part) => part.text)).toEqual(['x ', '@Ana', ' y']);
});

test('emoji are found by Portuguese words without accents, in Unicode’s order, and each once', () => {
  const emojis = readEmojis(compact);
  expect(findEmojis(emojis, 'coracao vermelho')[0]?.character).toBe('❤️');
  expect(findEmojis(emojis, '').length).toBeGreaterThan(1_500);
  expect(findEmojis(emojis, 'xyzxyz')).toEqual([]);
  const rows = emojiRows(emojis, 9);
  const placed = rows.flatMap((row) => (row.type === 'emojis' ? row.emojis : []));
  expect(placed).toEqual(emojis);
  expect(rows.every((row) => row.type === 'title' || row.emojis.length <= 9)).toBe(true);
});

const capabilities = {
  ...plainCapabilities,
  textLimit: 4096,
  windowMs: null,
  media: [
    { kind: 'image' as const, mimes: ['image/jpeg', 'image/png'], maxBytes: 5_000_000 },
    { kind: 'audio' as const, mimes: ['audio/*'], maxBytes: 1_000 },
  ],
  receipts: [],
  typing: false,
};

test.each([
  ['image/jpeg', 5_000_000, null],
  ['image/jpeg', 5_000_001, { reason: 'too-large', maxBytes: 5_000_000 }],
  ['image/svg+xml', 10, { reason: 'unsupported' }],
  ['audio/ogg', 900, null],
  ['', 10, { reason: 'unsupported' }],
  ['image/png', 0, { reason: 'empty' }],
])('a file of type «%s» with %d bytes: %o', (type, size, problem) => {
  expect(fileProblem({ type, size }, capabilities)).toEqual(problem);
});

test('a picture’s place fits the log and keeps its shape', () => {
  expect(imageBox(900, 1200)).toEqual({ width: 210, height: 280 });
  expect(imageBox(4000, 10)).toEqual({ width: 320, height: 96 });
  expect(imageBox(120, 100)).toEqual({ width: 120, height: 100 });
  expect(imageBox(null, null)).toEqual({ width: 240, height: 180 });
});
