import { describe, expect, it } from 'vitest';
import type { FormField } from '../../../src-shared/protocol/forms.ts';
import { readAnswers } from '../../../src-shared/rules/form-answers.ts';

const field = (key: string, kind: FormField['kind'], required = false): FormField => ({
  ...{ key, kind, required, label: key, choices: kind === 'choice' ? ['Troca', 'Entrega'] : [] },
});
const fields = [
  field('nome', 'name', true),
  field('email', 'email'),
  field('telefone', 'phone'),
  field('cpf', 'cpf'),
  field('assunto', 'choice'),
  field('mensagem', 'message'),
];

describe('what somebody filled in', () => {
  it('is read by the kinds of its fields, and shown as people write it', () => {
    const read = readAnswers(fields, {
      ...{ nome: '  Teresa \n Prado ', email: 'Teresa@Casa.TEST', telefone: '011 98765 4321', cpf: '52998224725' },
      ...{ assunto: 'troca', mensagem: ' oi\r\n\r\ntudo bem? ', outro: 'ninguém perguntou' },
    });
    expect(read).toMatchObject({
      ...{ name: 'Teresa Prado', email: 'teresa@casa.test', phone: '5511987654321' },
      ...{ message: 'oi\n\ntudo bem?', problems: {} },
    });
    expect(read.answers.map(({ value }) => value)).toEqual([
      ...['Teresa Prado', 'teresa@casa.test', '(11) 98765-4321', '529.982.247-25', 'Troca', 'oi\n\ntudo bem?'],
    ]);
  });

  it('needs one way to answer, whichever', () => {
    expect(readAnswers(fields, { nome: 'Rui' }).problems).toEqual({ email: 'contact', telefone: 'contact' });
    expect(readAnswers(fields, { nome: 'Rui', telefone: '(11) 4000-1234' }).problems).toEqual({});
    expect(readAnswers(fields, { nome: 'Rui', email: 'rui', telefone: '11987654321' }).problems).toEqual({
      email: 'wrong',
    });
  });

  it('says what is wrong with each answer', () => {
    const typed = { nome: ' ', email: 'a@b', telefone: '99', cpf: '11111111111', assunto: 'Outro' };
    expect(readAnswers(fields, { ...typed, mensagem: 'x'.repeat(4_001) }).problems).toEqual({
      ...{ nome: 'required', email: 'wrong', telefone: 'wrong', cpf: 'wrong', assunto: 'wrong', mensagem: 'too-long' },
    });
  });

  it('holds nothing that a database cannot', () => {
    const { answers } = readAnswers(fields, { nome: 'a\0b\ud83d', email: 'a@b.co' });
    expect(answers[0]?.value).toBe('ab\ufffd');
    expect(readAnswers([field('constructor', 'text')], {}).answers).toEqual([]);
  });
});
