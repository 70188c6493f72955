import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  fillSavedText,
  greeting,
  type SavedTextSituation,
  savedTextValues,
  savedTextVariables,
  unknownVariables,
} from '../../../src-shared/rules/saved-text.ts';

const situation: SavedTextSituation = {
  contact: { name: 'Beatriz Lima', phone: '5511987654321' },
  agentName: 'Ana Souza',
  protocol: '2026-0048213',
  departmentName: 'Suporte',
  now: Date.parse('2026-07-01T09:00:00-03:00'),
  timeZone: 'America/Sao_Paulo',
};
const values = savedTextValues(situation);

describe('a saved text', () => {
  it('is filled in with what is known of the conversation', () => {
    const text =
      '{{Saudacao}}, {{contato.primeiro_nome}}! Aqui é {{atendente.nome}}, de {{departamento}}. Protocolo {{protocolo}}, telefone {{contato.telefone}}.';
    expect(fillSavedText(text, values)).toEqual({
      text: 'Bom dia, Beatriz! Aqui é Ana Souza, de Suporte. Protocolo 2026-0048213, telefone (11) 98765-4321.',
      empty: [],
      unknown: [],
    });
  });

  it('says which variable is empty, once each, and leaves it to be seen', () => {
    const nameless = savedTextValues({ ...situation, contact: { name: null, phone: null } });
    expect(fillSavedText('{{contato.nome}}, {{ contato.nome }} {{contato.telefone}} {{protocolo}}', nameless)).toEqual({
      text: '{{contato.nome}}, {{ contato.nome }} {{contato.telefone}} 2026-0048213',
      empty: ['contato.nome', 'contato.telefone'],
      unknown: [],
    });
    expect(fillSavedText('{{contato.nome}}', { ...values, 'contato.nome': '  ' }).empty).toEqual(['contato.nome']);
  });

  it('names what is no variable and leaves it as it was written', () => {
    expect(fillSavedText('{{pedido}} {{constructor}} {x} {{}}', values)).toEqual({
      text: '{{pedido}} {{constructor}} {x} {{}}',
      empty: [],
      unknown: ['pedido', 'constructor', ''],
    });
    expect(unknownVariables('{{pedido}} {{contato.nome}} {{pedido}}')).toEqual(['pedido']);
  });

  it('knows its variables in any case and with their accents', () => {
    expect(fillSavedText('{{ CONTATO.NOME }} {{saudação}}', values).text).toBe('Beatriz Lima bom dia');
  });

  it('takes every value as text, whatever it looks like', () => {
    fc.assert(
      fc.property(fc.string(), fc.constantFrom(...savedTextVariables), (value, variable) => {
        fc.pre(value.trim() !== '');
        const filled = fillSavedText(`<{{${variable}}}>`, { ...values, [variable]: value });
        expect(filled.text).toBe(`<${value.trim()}>`);
      }),
    );
  });
});

describe('the greeting', () => {
  it('goes by the clock of the workspace', () => {
    const at = (clock: string, timeZone = 'America/Sao_Paulo') =>
      greeting(Temporal.ZonedDateTime.from(`2026-07-01T${clock}[America/Sao_Paulo]`).epochMilliseconds, timeZone);
    expect(at('05:00')).toBe('bom dia');
    expect(at('11:59')).toBe('bom dia');
    expect(at('12:00')).toBe('boa tarde');
    expect(at('17:59')).toBe('boa tarde');
    expect(at('18:00')).toBe('boa noite');
    expect(at('00:00')).toBe('boa noite');
    expect(at('04:59')).toBe('boa noite');
    expect(at('12:00', 'America/Rio_Branco')).toBe('bom dia');
  });
});
