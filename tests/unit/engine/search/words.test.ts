import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { excerptOf } from '../../../../src-main/engine/search/excerpt.ts';
import { streamedExpression, wholeExpression } from '../../../../src-main/engine/search/expression.ts';
import { titleOfContact } from '../../../../src-main/engine/search/subject.ts';
import { plainIdentity } from '../../../../src-shared/protocol/defaults.ts';
import { readSearch } from '../../../../src-shared/rules/search-words.ts';
import { contactOf } from '../cache/entities.ts';

const marked = (text: string, search: string) => {
  const excerpt = excerptOf(text, readSearch(search));
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
    ['Bom dia! Diga bom dia', '"bom dia"', ['Bom dia', 'bom dia']],
    ['meu CPF é 123.456.789-09, ok?', '12345678909', ['123.456.789-09']],
    ['meu CPF é 123.456.789-09, ok?', '123.45', ['123.45']],
    ['ligue (11) 98765-4321', '+55 11 98765-4321', ['(11) 98765-4321']],
    ['ligue (11) 98765-4321', '1198765', ['(11) 98765']],
    ['ligue 1187654321 hoje', '(11) 9 8765-4321', ['1187654321']],
  ])('of «%s» mark «%s»', (text, search, expected) => {
    expect(marked(text, search)).toEqual(expected);
  });

  it('of a long message show the surroundings of the match', () => {
    const text = `${'palavra '.repeat(100)}o rastreio chegou ${'depois '.repeat(100)}`;
    const excerpt = excerptOf(text, readSearch('rastreio'));
    expect(excerpt.text).toMatch(/^….*o rastreio chegou .*…$/);
    expect(excerpt.text.length).toBeLessThan(170);
    expect(marked(text, 'rastreio')).toEqual(['rastreio']);
  });

  it('never point outside the text, whatever is written and searched', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 400 }), fc.string({ unit: 'grapheme' }), (text, search) => {
        const excerpt = excerptOf(text, readSearch(search));
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

describe('what an agent types, as the index takes it', () => {
  const whole = (text: string) => wholeExpression(readSearch(text));
  const streamed = (text: string) => streamedExpression(readSearch(text));

  it('is words, never operators', () => {
    expect(whole('pedido OR NOT* (ab)')).toBe('"pedido"* AND "or"* AND "not"* AND "ab"*');
    expect(whole(' ,.!? ')).toBeNull();
  });

  it('is quoted words whole, an unfinished one by its beginning', () => {
    expect(whole('"bom dia" ent')).toBe('"bom" AND "dia" AND "ent"*');
    expect(whole('"bom di')).toBe('"bom" AND "di"*');
  });

  it('is a number by its digits or its parts', () => {
    expect(whole('98765-4321')).toBe('("987654321"* OR ("98765"* AND "4321"*))');
  });

  it('streams by beginnings that have an index; single letters beside words have none', () => {
    expect(streamed('pedidos a "bom dia')).toBe('"bom" AND "dia"* AND "ped"*');
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
});
