import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { excerptOf } from '../../../../src-main/engine/search/excerpt.ts';
import {
  searchTextOfContact,
  searchTextOfProtocol,
  titleOfContact,
  withPhonesAsDigits,
} from '../../../../src-main/engine/search/subject.ts';
import { fold, matchExpression } from '../../../../src-main/engine/search/words.ts';
import { plainIdentity } from '../../../../src-shared/protocol/defaults.ts';
import { contactOf } from '../cache/entities.ts';

const marked = (text: string, search: string) => {
  const excerpt = excerptOf(text, search);
  return excerpt.marks.map(([start, end]) => excerpt.text.slice(start, end));
};

describe('excerpts', () => {
  it.each([
    ['Atenção à devolução', 'devoluc', ['devoluç']],
    ['Bom DIA, bom trabalho', 'bom', ['Bom', 'bom']],
    ['pedido e pedidos', 'pedido', ['pedido', 'pedido']],
    ['não é subpedido', 'pedido', []],
    ['devoluc\u0327a\u0303o decomposta', 'devolução', ['devoluc\u0327a\u0303o']],
    ['São Paulo 😀 são', 'sao', ['São', 'são']],
  ])('of «%s» mark «%s»', (text, search, expected) => {
    expect(marked(text, search)).toEqual(expected);
  });

  it('of a long message show the surroundings of the match', () => {
    const text = `${'palavra '.repeat(100)}o rastreio chegou ${'depois '.repeat(100)}`;
    const excerpt = excerptOf(text, 'rastreio');
    expect(excerpt.text).toMatch(/^….*o rastreio chegou .*…$/);
    expect(excerpt.text.length).toBeLessThan(170);
    expect(marked(text, 'rastreio')).toEqual(['rastreio']);
  });

  it('never point outside the text, whatever is written and searched', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 400 }), fc.string({ unit: 'grapheme' }), (text, search) => {
        const excerpt = excerptOf(text, search);
        for (const [start, end] of excerpt.marks) {
          expect(start).toBeGreaterThanOrEqual(0);
          expect(end).toBeGreaterThan(start);
          expect(end).toBeLessThanOrEqual(excerpt.text.length);
        }
        expect(excerpt.text.isWellFormed()).toBe(true);
      }),
    );
  });
});

describe('what an agent types', () => {
  it('is words, never operators', () => {
    expect(matchExpression('pedido OR "x" NOT* (a)')).toBe('"pedido"* AND "OR"* AND "x"* AND "NOT"* AND "a"*');
    expect(matchExpression(' ,.!? ')).toBeNull();
    expect(matchExpression('ana', ['who'])).toBe('{who} : ("ana"*)');
  });

  it.each([
    ['(11) 98765-4321', '11987654321'],
    ['+55 11 98765-4321', '5511987654321'],
    ['98765 4321', '987654321'],
    ['2026-00482', '202600482'],
    ['12', '12'],
    ['pedido 12345', 'pedido 12345'],
  ])('«%s» as a number is «%s»', (typed, digits) => {
    expect(withPhonesAsDigits(typed)).toBe(digits);
  });
});

describe('a contact', () => {
  it('is called by its name, else by its number, profile or address', () => {
    const identity = {
      id: 'i',
      channel: 'instagram' as const,
      address: 'joao.c',
      phone: null,
      profileName: null,
      ...plainIdentity,
    };
    expect(titleOfContact(contactOf())).toBe('João Conceição');
    expect(titleOfContact(contactOf({ name: null }))).toBe('(11) 98765-4321');
    expect(titleOfContact(contactOf({ name: null, identities: [identity] }))).toBe('joao.c');
    expect(titleOfContact(contactOf({ name: ' ', identities: [{ ...identity, profileName: 'João' }] }))).toBe('João');
    expect(titleOfContact(contactOf({ name: null, identities: [] }))).toBe('');
  });

  it('is found by its number with and without country code, area code and ninth digit', () => {
    const words = searchTextOfContact(contactOf()).split('\n');
    const spellings = ['5511987654321', '11987654321', '011987654321', '987654321', '4321', '551187654321', '87654321'];
    expect(words).toEqual(expect.arrayContaining(spellings));
  });

  it('an account without a number is found by its id', () => {
    const identity = {
      id: 'i',
      channel: 'whatsapp' as const,
      address: 'US.1349',
      phone: null,
      profileName: null,
      ...plainIdentity,
    };
    expect(searchTextOfContact(contactOf({ identities: [identity] }))).toContain('US.1349');
  });
});

it('a protocol is found whole, without its dash, and by its last number', () => {
  expect(searchTextOfProtocol('2026-0048213')).toBe('2026-0048213 20260048213 48213');
});

it('folding removes case and accents', () => {
  expect(fold('DEVOLUÇÃO é Ünïcode')).toBe('devolucao e unicode');
});
