import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { plainContact, plainIdentity } from '../../../src-shared/protocol/defaults.ts';
import type { Contact } from '../../../src-shared/protocol/entities.ts';
import {
  protocolBeginsWith,
  searchTextOfContact,
  searchTextOfProtocol,
} from '../../../src-shared/rules/search-subject.ts';
import {
  fold,
  indexedText,
  numberWords,
  readSearch,
  searchedText,
  searchMatches,
  soughtNumber,
  wordsOf,
} from '../../../src-shared/rules/search-words.ts';

const finds = (typed: string, text: string) => searchMatches(readSearch(typed), searchedText(text));

describe('a search', () => {
  it.each([
    ['pedido atras', 'Seu PEDIDO está atrasado'],
    ['atras ped', 'Seu pedido está atrasado'],
    ['devolucao', 'Quero a DEVOLUÇÃO'],
    ['devolução', 'devolucao já'],
    ['devolucao', 'devoluc\u0327a\u0303o decomposta'],
    ['"bom dia"', 'Olá, bom dia!'],
    ['“bom dia”', 'Olá, BOM DIA!'],
    ['"bom di', 'Olá, bom dia!'],
    ['"pedido"', 'um pedido'],
    ['o', 'chegou o boleto'],
    ['pedido a', 'um pedido antigo'],
  ])('«%s» finds «%s»', (typed, text) => {
    expect(finds(typed, text)).toBe(true);
  });

  it.each([
    ['pedido atras', 'Seu pedido chegou'],
    ['edido', 'pedido'],
    ['"dia bom"', 'bom dia'],
    ['"pedido"', 'dois pedidos'],
    ['"bom dia"', 'bom e dia'],
    ['o', 'os boletos'],
    ['', 'nada'],
    [' "" *', 'nada'],
  ])('«%s» does not find «%s»', (typed, text) => {
    expect(finds(typed, text)).toBe(false);
  });
});

const spellings = [
  '(11) 9 8765-4321',
  '(11) 98765-4321',
  '11 98765 4321',
  '+55 11 98765-4321',
  '+5511987654321',
  '5511987654321',
  '11987654321',
  '011 98765-4321',
  '1187654321',
  '(11) 8765-4321',
  '55 11 8765-4321',
];

describe('a telephone number', () => {
  it('is found however either side spells it', () => {
    for (const typed of spellings) {
      for (const written of spellings) {
        expect(finds(typed, `Me ligue no ${written}, por favor`), `${typed} in ${written}`).toBe(true);
      }
    }
  });

  it('is found by its beginning, by what follows the area code and by its last four digits', () => {
    for (const typed of ['+55119', '(11) 9', '119876', '98765-4321', '98765', '8765-4321', '4321']) {
      for (const written of ['(11) 98765-4321', '5511987654321']) {
        expect(finds(typed, `fone: ${written}`), `${typed} in ${written}`).toBe(true);
      }
    }
  });

  it('is no other number', () => {
    for (const written of ['(11) 98765-4322', '(21) 98765-4321', 'pedido 11 de 98765 unidades']) {
      expect(finds('(11) 98765-4321', written), written).toBe(false);
    }
  });

  it('of a landline never gets a ninth digit', () => {
    expect(finds('(11) 4000-1234', 'fone 1140001234')).toBe(true);
    expect(finds('(11) 94000-1234', 'fone 1140001234')).toBe(false);
  });
});

describe('other numbers', () => {
  it.each([
    ['12345678909', 'CPF 123.456.789-09'],
    ['123.456.789-09', 'CPF 12345678909'],
    ['123 456 789 09', 'CPF 123.456.789-09'],
    ['123.456', 'CPF 12345678909'],
    ['12.345.678/0001-95', 'CNPJ 12345678000195'],
    ['12345678000195', 'CNPJ 12.345.678/0001-95'],
    ['12.ABC.345/01DE-35', 'cnpj 12abc34501de35'],
    ['12abc34501de35', 'CNPJ 12.ABC.345/01DE-35'],
    ['PED-00123', 'pedido ped00123'],
    ['2026-0048213', 'protocolo 20260048213'],
    ['nota 12 45', 'são 45 notas em 12 dias'],
    ['10/05/2026', 'em 2026-05-10'],
  ])('«%s» finds «%s»', (typed, text) => {
    expect(finds(typed, text)).toBe(true);
  });

  it('single digits apart say nothing by themselves', () => {
    expect(finds('1 2 3', 'de 1 a 2 e 30')).toBe(false);
  });

  it('a text without numbers gets no words besides its own', () => {
    expect(numberWords('Olá, tudo bem? Chego às 10:30 ou 1.5 hora depois')).toEqual([]);
    expect(indexedText('Olá')).toBe('Olá');
  });
});

const contact = (change: Partial<Contact> = {}): Contact => ({
  ...plainContact,
  id: 'c',
  name: 'João Conceição',
  identities: [],
  tagIds: [],
  createdAt: 0,
  version: 1,
  ...change,
});
const identity = { id: 'i', channel: 'whatsapp' as const, phone: null, profileName: null, ...plainIdentity };

describe('a contact', () => {
  it('is found by its number with and without country code, area code and ninth digit', () => {
    const identities = [{ ...identity, address: '5511987654321', phone: '5511987654321' }];
    const words = wordsOf(searchTextOfContact(contact({ identities })));
    const all = ['5511987654321', '11987654321', '011987654321', '987654321', '4321', '551187654321', '87654321'];
    expect(words).toEqual(expect.arrayContaining(all));
  });

  it('is found by its custom fields and notes, an account without a number by its id', () => {
    const text = searchTextOfContact(
      contact({
        identities: [{ ...identity, address: 'US.1349' }],
        fields: { cpf: '12345678909' },
        notes: [{ id: 'n', text: 'Prefere à tarde', authorId: null, at: 1 }],
      }),
    );
    for (const typed of [
      'us.1349',
      '123.456.789-09',
      '12345678909',
      'prefere a tarde',
      '"a tarde"',
      'conceicao joao',
    ]) {
      expect(finds(typed, text), typed).toBe(true);
    }
  });
});

describe('a protocol', () => {
  it('is found whole, without its dash, and by its last number', () => {
    expect(searchTextOfProtocol('2026-0048213')).toBe('2026-0048213 20260048213 48213');
    for (const typed of ['2026-0048213', '2026-0048', '20260048213', '48213', '0048213', '482']) {
      const digits = soughtNumber(readSearch(typed));
      expect(digits !== null && protocolBeginsWith('2026-0048213', digits), typed).toBe(true);
    }
  });

  it('is not found by its year, nor by two digits that begin hundreds of others', () => {
    for (const digits of ['2026', '20', '48', '48214']) expect(protocolBeginsWith('2026-0048213', digits)).toBe(false);
    expect(protocolBeginsWith('2026-0000012', '12')).toBe(true);
  });

  it('is only looked for where nothing but a number was typed', () => {
    expect(soughtNumber(readSearch('pedido 48213'))).toBeNull();
    expect(soughtNumber(readSearch('"48213"'))).toBeNull();
    expect(soughtNumber(readSearch('PED-00123'))).toBeNull();
  });
});

it('folding removes case and accents', () => {
  expect(fold('DEVOLUÇÃO é Ünïcode')).toBe('devolucao e unicode');
});

it('whatever is typed and written, reading it ends and says yes or no; a text is found by its own words', () => {
  const text = fc.string({ unit: fc.constantFrom(...'aéÇ9 01-./()+"«»'), maxLength: 60 });
  fc.assert(
    fc.property(text, text, (typed, written) => {
      expect(typeof finds(typed, written)).toBe('boolean');
      const own = wordsOf(written).slice(0, 5).join(' ');
      if (own !== '' && !/\d/.test(own)) expect(finds(own, written)).toBe(true);
    }),
    { numRuns: 2_000 },
  );
});
