import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Step } from '../../../src-shared/protocol/automations.ts';
import { advance, type FlowEvent, type FlowState, hasEnded } from '../../../src-shared/rules/automation/advance.ts';

const NOW = 1_800_000_000_000;
const welcome: Step[] = [
  { id: 'oi', type: 'sendText', text: 'Olá! Sou a assistente da Loja Aurora.' },
  {
    id: 'menu',
    type: 'menu',
    text: 'Sobre o que você quer falar?',
    options: [
      { label: 'Compras', destination: { to: 'department', departmentId: 'vendas' } },
      { label: 'Meu pedido', destination: { to: 'step', stepId: 'cpf' } },
    ],
    invalidText: 'Responda com o número da opção.',
    retries: 1,
  },
  {
    id: 'cpf',
    type: 'collect',
    text: 'Qual é o seu CPF?',
    kind: 'cpf',
    label: 'CPF',
    invalidText: 'Confira.',
    retries: 2,
  },
  { id: 'etiqueta', type: 'tag', tagId: 'pedido' },
  { id: 'fila', type: 'transfer', departmentId: 'suporte' },
];
const flow = { steps: welcome };
const start = () => advance(flow, null, { type: 'start' }, NOW);
const said = (text: string | null): FlowEvent => ({ type: 'message', text });
const waiting = (stepId: string, tries = 0): FlowState => ({ stepId, tries, until: null });

describe('a flow', () => {
  it('moves a deal and goes on', () => {
    const steps: Step[] = [
      { id: 'negocio', type: 'moveDeal', pipelineId: 'funil', stageId: 'novo' },
      { id: 'fila', type: 'transfer', departmentId: 'vendas' },
    ];
    expect(advance({ steps }, null, { type: 'start' }, NOW)).toEqual({
      effects: [{ type: 'moveDeal', pipelineId: 'funil', stageId: 'novo' }],
      next: { end: 'queue', departmentId: 'vendas', because: 'done' },
    });
  });

  it('says its words and waits at the menu', () => {
    expect(start()).toEqual({
      effects: [
        { type: 'say', text: 'Olá! Sou a assistente da Loja Aurora.' },
        { type: 'say', text: 'Sobre o que você quer falar?\n\n1. Compras\n2. Meu pedido' },
      ],
      next: waiting('menu'),
    });
  });

  it.each(['1', ' 1. ', 'compras', 'Compras!', 'opção 1', 'comp'])('«%s» chooses the first option', (answer) => {
    expect(advance(flow, waiting('menu'), said(answer), NOW).next).toEqual({
      end: 'queue',
      departmentId: 'vendas',
      because: 'chosen',
    });
  });

  it('asks once more and then gives the customer to a person', () => {
    const again = advance(flow, waiting('menu'), said('banana'), NOW);
    expect(again).toEqual({
      effects: [{ type: 'say', text: 'Responda com o número da opção.' }],
      next: waiting('menu', 1),
    });
    expect(advance(flow, waiting('menu', 1), said('banana'), NOW).next).toEqual({
      end: 'queue',
      departmentId: null,
      because: 'not-understood',
    });
  });

  it.each(['atendente', 'Quero falar com uma pessoa', 'HUMANO', '0'])(
    '«%s» reaches a person from any step',
    (answer) => {
      for (const step of ['menu', 'cpf']) {
        expect(advance(flow, waiting(step), said(answer), NOW).next).toMatchObject({ end: 'queue', because: 'person' });
      }
    },
  );

  it('takes an answer that is right, keeps it formatted, and goes on to the end', () => {
    expect(advance(flow, waiting('cpf'), said('529.982.247-25'), NOW)).toEqual({
      effects: [
        { type: 'collected', kind: 'cpf', label: 'CPF', value: '529.982.247-25' },
        { type: 'tag', tagId: 'pedido' },
      ],
      next: { end: 'queue', departmentId: 'suporte', because: 'done' },
    });
  });

  it('a picture is no answer to a question', () => {
    expect(advance(flow, waiting('cpf'), said(null), NOW)).toMatchObject({
      effects: [{ type: 'say', text: 'Confira.' }],
      next: { tries: 1 },
    });
  });

  it('a wait ends at its time and not before, or when the customer writes', () => {
    const patient = {
      steps: [
        { id: 'espera', type: 'wait', minutes: 10 },
        { id: 'fim', type: 'finish', reasonId: null },
      ] satisfies Step[],
    };
    const { next } = advance(patient, null, { type: 'start' }, NOW);
    expect(next).toEqual({ stepId: 'espera', tries: 0, until: NOW + 600_000 });
    if (hasEnded(next)) throw new Error('it must wait');
    expect(advance(patient, next, { type: 'time' }, NOW + 599_999).next).toEqual(next);
    expect(advance(patient, next, { type: 'time' }, NOW + 600_000).next).toEqual({ end: 'finish', reasonId: null });
    expect(advance(patient, next, said('oi'), NOW + 1).next).toEqual({ end: 'finish', reasonId: null });
  });

  it('a step that is gone gives the customer to a person', () => {
    expect(advance(flow, waiting('apagado'), said('oi'), NOW).next).toMatchObject({ end: 'queue', because: 'broken' });
  });

  it('whatever customers write, it ends or waits, and never asks more often than it says', () => {
    const words = fc.oneof(
      fc.constantFrom('1', '2', 'compras', '529.982.247-25', 'banana'),
      fc.string(),
      fc.constant(null),
    );
    fc.assert(
      fc.property(fc.array(words, { maxLength: 30 }), (answers) => {
        let next = start().next;
        let asked = 0;
        for (const answer of answers) {
          if (hasEnded(next)) return;
          const move = advance(flow, next, said(answer), NOW);
          asked += move.effects.filter((effect) => effect.type === 'say' && effect.text !== 'Qual é o seu CPF?').length;
          next = move.next;
        }
        // One repetition of the menu and two of the question are all that is allowed.
        expect(asked).toBeLessThanOrEqual(3);
        if (answers.length > 5) expect(hasEnded(next)).toBe(true);
      }),
    );
  });
});
