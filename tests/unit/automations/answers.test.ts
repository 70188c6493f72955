import { describe, expect, it } from 'vitest';
import { chosenOption, readCollected, saysAny } from '../../../src-shared/rules/automation/answers.ts';

describe('what is asked for is checked before it is taken', () => {
  it.each([
    ['cpf', '52998224725', '529.982.247-25'],
    ['cpf', '529.982.247-24', null],
    ['cpf', '111.111.111-11', null],
    // Check digits of product.md: alphanumeric CNPJ.
    ['cnpj', '12ABC34501DE35', '12.ABC.345/01DE-35'],
    ['cnpj', '00000000000191', '00.000.000/0001-91'],
    ['cnpj', '12ABC34501DE36', null],
    ['email', ' Ana@Exemplo.com.br ', 'ana@exemplo.com.br'],
    ['email', 'ana@', null],
    ['phone', '+55 (11) 98765-4321', '11987654321'],
    ['phone', '98765-4321', null],
    ['name', 'João D’Ávila', 'João D’Ávila'],
    ['name', '12', null],
    ['number', 'nº 10', null],
    ['number', '10.250-3', '10.250-3'],
    ['text', '   ', null],
    ['text', ' qualquer coisa ', 'qualquer coisa'],
  ] as const)('%s «%s» is kept as %s', (kind, said, kept) => {
    expect(readCollected(kind, said)).toBe(kept);
  });
});

describe('choosing from a menu', () => {
  const labels = ['Segunda via', 'Segunda-feira', 'Trocas e devoluções'];
  it.each([
    ['3', 2],
    ['4', null],
    ['trocas e devolucoes', 2],
    ['TROCAS', 2],
    // Two options begin so: nobody guesses.
    ['segunda', null],
    ['se', null],
    ['', null],
  ])('«%s» is %s', (answer, index) => {
    expect(chosenOption(answer, labels)).toBe(index);
  });
});

it('a keyword is found as a word, not inside another', () => {
  expect(saysAny('Quero a 2ª via do BOLETO, por favor', ['boleto'])).toBe(true);
  expect(saysAny('os boletos chegaram', ['boleto'])).toBe(false);
  expect(saysAny('segunda via por favor', ['Segunda vía'])).toBe(true);
});
