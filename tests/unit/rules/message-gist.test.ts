import { expect, test } from 'vitest';
import type { Content } from '../../../src-shared/protocol/content.ts';
import { coordinates, gistOf, searchWordsOf } from '../../../src-shared/rules/message-gist.ts';

const place = { type: 'location' as const, latitude: -8.04761234, longitude: -34.87, name: null, address: null };
const cards: Content = {
  type: 'contacts',
  cards: [
    {
      name: 'Paulo Henrique',
      organization: 'Cavalcanti & Filhos',
      phones: [{ number: '+55 (81) 99123-4567', label: null }],
      emails: [{ address: 'paulo@cavalcanti.example', label: null }],
    },
    { name: 'Rita', organization: null, phones: [], emails: [] },
  ],
};
const order: Content = {
  type: 'order',
  note: null,
  items: [
    { product: 'Tênis 37', quantity: 1, price: 349.9, currency: 'BRL' },
    { product: 'Meia', quantity: 3, price: null, currency: null },
  ],
};
const reply: Content = {
  type: 'reply',
  to: 'form',
  title: 'Troca',
  description: null,
  fields: [{ name: 'Cor', value: 'Preto' }],
};
const template: Content = {
  type: 'template',
  templateId: 't',
  name: 'pedido_pronto',
  language: 'pt_BR',
  header: 'Pedido pronto',
  footer: 'Loja Aurora',
  buttons: [{ kind: 'reply', text: 'Vou buscar' }],
  values: null,
};
const blank = { kind: 'text' as const, text: null, media: null, content: null };

test.each([
  ['a text', { ...blank, text: ' oi ' }, 'oi'],
  ['a place by its name', { ...blank, content: { ...place, name: 'Loja Recife', address: 'Rua A' } }, 'Loja Recife'],
  [
    'a place by its name, not by all that came as its text',
    { ...blank, text: 'Loja Recife\nRua A', content: { ...place, name: 'Loja Recife' } },
    'Loja Recife',
  ],
  ['a place by its address', { ...blank, content: { ...place, address: 'Rua A, 7' } }, 'Rua A, 7'],
  ['a place by where it is', { ...blank, content: place }, '-8.047612, -34.87'],
  ['contact cards by their names', { ...blank, content: cards }, 'Paulo Henrique, Rita'],
  ['an order by its pieces', { ...blank, content: order }, '1 × Tênis 37, 3 × Meia'],
  ['a choice by its title', { ...blank, content: reply }, 'Troca'],
  ['a template without a body by its header', { ...blank, content: template }, 'Pedido pronto'],
  [
    'a file by its name',
    { ...blank, kind: 'document' as const, media: { name: 'nota.pdf', voice: false } },
    'nota.pdf',
  ],
  [
    'a caption before the name of its file',
    { ...blank, text: 'a nota', media: { name: 'x.jpg', voice: false } },
    'a nota',
  ],
])('%s is what tells it in one line', (_what, message, words) => {
  expect(gistOf(message, false)).toMatchObject({ text: words, nature: null });
});

test('a voice note is told apart from a file of sound, and its telephone’s file name tells nothing', () => {
  const sound = { ...blank, kind: 'audio' as const, media: { name: 'PTT-3.ogg', voice: true } };
  expect(gistOf(sound, false)).toEqual({ kind: 'audio', nature: 'voice', text: '' });
  expect(gistOf({ ...sound, media: { name: 'hino.mp3', voice: false } }, false)).toEqual({
    kind: 'audio',
    nature: null,
    text: 'hino.mp3',
  });
});

test('of a deleted message nothing is told, whatever was left of it', () => {
  expect(gistOf({ ...blank, text: 'segredo' }, true)).toEqual({ kind: 'text', nature: 'deleted', text: '' });
});

test('a message is found by everything in it', () => {
  const words = (content: Content, text: string | null = null) => searchWordsOf({ text, content, media: null });
  expect(words({ ...place, name: 'Loja', address: 'Rua A' }).split('\n')).toEqual(['Loja', 'Rua A']);
  expect(words(cards)).toContain('Cavalcanti & Filhos');
  expect(words(cards).split('\n')).toContain('5581991234567');
  expect(words(cards)).toContain('paulo@cavalcanti.example');
  expect(words(order)).toContain('Tênis 37');
  expect(words(reply)).toContain('Preto');
  expect(words(template, 'Olá').split('\n')).toEqual(['Olá', 'Pedido pronto', 'Loja Aurora', 'Vou buscar']);
  expect(searchWordsOf({ text: 'a nota', content: null, media: { name: 'x.pdf', voice: false } })).toBe(
    'a nota\nx.pdf',
  );
  expect(searchWordsOf({ text: null, content: null, media: null })).toBe('');
});

test('coordinates are written as maps take them', () => {
  expect(coordinates({ latitude: 0, longitude: -180 })).toBe('0, -180');
  expect(coordinates({ latitude: 12.3456789, longitude: 1e-7 })).toBe('12.345679, 0');
});
