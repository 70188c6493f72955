import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Template, TemplateValues } from '../../../src-shared/protocol/templates.ts';
import {
  checkTemplateValues,
  emptyTemplateValues,
  fillTemplate,
  isSendable,
  TEMPLATE_LIMITS,
  templateFields,
} from '../../../src-shared/rules/template.ts';

const order: Template = {
  id: 't1',
  connectionId: 'c1',
  name: 'pedido_enviado',
  language: 'pt_BR',
  category: 'utility',
  status: 'approved',
  quality: 'high',
  reason: null,
  format: 'positional',
  header: { kind: 'text', text: 'Pedido {{1}}', parameters: [{ key: '1', example: '123' }] },
  body: {
    text: 'Olá, {{1}}! Seu pedido sai {{2}}.',
    parameters: [
      { key: '2', example: 'hoje' },
      { key: '1', example: 'Ana' },
    ],
  },
  footer: 'Loja Aurora',
  buttons: [
    { kind: 'reply', text: 'Falar com a loja', value: null, parameter: null },
    { kind: 'url', text: 'Acompanhar', value: 'https://aurora.example/p/{{1}}', parameter: { key: '1', example: '9' } },
  ],
  unsupported: null,
  version: 1,
};
const complete: TemplateValues = {
  ...emptyTemplateValues,
  header: { '1': '48213' },
  body: { '1': 'Beatriz', '2': 'amanhã' },
  buttons: { '1': '48213' },
};
const named: Template = {
  ...order,
  format: 'named',
  header: null,
  body: { text: 'Olá, {{nome}}.', parameters: [{ key: 'nome', example: null }] },
  buttons: [],
};
const withName = (nome: string): TemplateValues => ({ ...emptyTemplateValues, body: { nome } });

describe('a template filled in', () => {
  it('reads as the customer will see it', () => {
    expect(fillTemplate(order, complete)).toEqual({
      header: 'Pedido 48213',
      body: 'Olá, Beatriz! Seu pedido sai amanhã.',
      footer: 'Loja Aurora',
      buttons: [
        { kind: 'reply', text: 'Falar com a loja', value: null },
        { kind: 'url', text: 'Acompanhar', value: 'https://aurora.example/p/48213' },
      ],
    });
  });

  it('shows a place that nothing was given for as a place', () => {
    expect(fillTemplate(order, emptyTemplateValues).body).toBe('Olá, {{1}}! Seu pedido sai {{2}}.');
  });

  it('takes every value as text, whatever it looks like', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1 }), (value) => {
        expect(fillTemplate(named, withName(value)).body).toBe(`Olá, ${value}.`);
      }),
    );
    expect(fillTemplate(order, { ...complete, body: { '1': '{{2}}', '2': '$&' } }).body).toBe(
      'Olá, {{2}}! Seu pedido sai $&.',
    );
  });
});

describe('what must be completed', () => {
  it('is listed from top to bottom as the customer reads it', () => {
    expect(templateFields(order)).toEqual([
      { kind: 'text', part: 'header', key: '1', example: '123', button: null },
      { kind: 'text', part: 'body', key: '1', example: 'Ana', button: null },
      { kind: 'text', part: 'body', key: '2', example: 'hoje', button: null },
      { kind: 'text', part: 'button', key: '1', example: '9', button: 'Acompanhar' },
    ]);
  });

  it('names a medium or a place as header', () => {
    expect(templateFields({ ...named, header: { kind: 'document' } })[0]).toEqual({
      kind: 'media',
      part: 'header',
      key: 'media',
      medium: 'document',
    });
    expect(checkTemplateValues({ ...named, header: { kind: 'image' } }, withName('Ana'))).toEqual([
      { part: 'header', key: 'media', problem: 'missing-media' },
    ]);
    expect(checkTemplateValues({ ...named, header: { kind: 'location' } }, withName('Ana'))).toEqual([
      { part: 'header', key: 'location', problem: 'missing-location' },
    ]);
  });

  it('is everything when nothing was given, and nothing when all was', () => {
    expect(checkTemplateValues(order, emptyTemplateValues).map(({ part, key }) => `${part} ${key}`)).toEqual([
      'header 1',
      'body 1',
      'body 2',
      'button 1',
    ]);
    expect(checkTemplateValues(order, complete)).toEqual([]);
  });
});

describe('what the provider would refuse', () => {
  const problem = (nome: string) => checkTemplateValues(named, withName(nome)).map((found) => found.problem);

  it('is a line break, a tab, five spaces in a row, or nothing', () => {
    expect(problem('Ana\nBia')).toEqual(['newline']);
    expect(problem('Ana\r')).toEqual(['newline']);
    expect(problem('Ana\tBia')).toEqual(['tab']);
    expect(problem('Ana     Bia')).toEqual(['spaces']);
    expect(problem('Ana    Bia')).toEqual([]);
    expect(problem('')).toEqual(['empty']);
    expect(problem('   ')).toEqual(['empty']);
  });

  it('is a text that becomes too long with its values, shown at the longest of them', () => {
    const rest = fillTemplate(named, withName('x')).body.length - 1;
    expect(problem('x'.repeat(TEMPLATE_LIMITS.body - rest))).toEqual([]);
    expect(problem('x'.repeat(TEMPLATE_LIMITS.body - rest + 1))).toEqual(['too-long']);
    expect(checkTemplateValues(order, { ...complete, body: { '1': 'x'.repeat(20), '2': 'y'.repeat(1_010) } })).toEqual([
      { part: 'body', key: '2', problem: 'too-long' },
    ]);
    expect(checkTemplateValues(order, { ...complete, header: { '1': 'x'.repeat(54) } })).toEqual([
      { part: 'header', key: '1', problem: 'too-long' },
    ]);
    expect(checkTemplateValues(order, { ...complete, buttons: { '1': 'x'.repeat(1_990) } })).toEqual([
      { part: 'button', key: '1', problem: 'too-long' },
    ]);
  });

  it('finds nothing in a word of ordinary letters, and something in every word with a forbidden sign', () => {
    const word = fc.stringMatching(/^[A-Za-zÀ-ú]{1,40}$/);
    fc.assert(
      fc.property(word, (nome) => {
        expect(problem(nome)).toEqual([]);
      }),
    );
    fc.assert(
      fc.property(word, fc.constantFrom('\n', '\r\n', '\t', '     '), word, (before, sign, after) => {
        expect(problem(before + sign + after)).toHaveLength(1);
      }),
    );
  });
});

describe('a template that may be chosen', () => {
  it('is approved and has no part that we cannot fill in', () => {
    expect(isSendable(order)).toBe(true);
    expect(isSendable({ ...order, unsupported: 'carousel' })).toBe(false);
    for (const status of ['pending', 'rejected', 'paused', 'disabled', 'unavailable', 'deleted'] as const)
      expect(isSendable({ ...order, status })).toBe(false);
  });
});
