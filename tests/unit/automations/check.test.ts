import { describe, expect, it } from 'vitest';
import type { Automation, Flow, Step } from '../../../src-shared/protocol/automations.ts';
import { saysAny } from '../../../src-shared/rules/automation/answers.ts';
import { automationFor, checkFlow } from '../../../src-shared/rules/automation/check.ts';

const around = {
  departmentIds: new Set(['vendas']),
  tagIds: new Set(['vip']),
  stageIds: new Map([['funil', new Set(['novo', 'fim'])]]),
  reasonIds: new Set(['troca']),
  templateIds: new Set(['aviso']),
};
const flowOf = (steps: Step[]): Flow => ({ name: 'Teste', trigger: { type: 'manual' }, steps });

describe('a flow is checked before it is saved', () => {
  it('without fault it has no problems', () => {
    const steps: Step[] = [
      { id: 'a', type: 'sendTemplate', templateId: 'aviso' },
      { id: 'b', type: 'tag', tagId: 'vip' },
      { id: 'd', type: 'moveDeal', pipelineId: 'funil', stageId: 'fim' },
      { id: 'c', type: 'transfer', departmentId: 'vendas' },
    ];
    expect(checkFlow(flowOf(steps), around)).toEqual([]);
  });

  it('a deal is moved only to a stage of its pipeline', () => {
    const to = (pipelineId: string, stageId: string) =>
      checkFlow(flowOf([{ id: 'a', type: 'moveDeal', pipelineId, stageId }]), around);
    expect(to('funil', 'novo')).toEqual([]);
    expect(to('funil', 'sumiu')).toEqual([{ stepId: 'a', problem: 'unknown-stage' }]);
    expect(to('', 'novo')).toEqual([{ stepId: 'a', problem: 'unknown-stage' }]);
  });

  it('says what does not exist, and what is never reached', () => {
    const steps: Step[] = [
      { id: 'a', type: 'tag', tagId: 'outra' },
      { id: 'b', type: 'finish', reasonId: 'sumiu' },
      { id: 'c', type: 'sendText', text: 'nunca' },
      { id: 'c', type: 'transfer', departmentId: 'rh' },
    ];
    expect(checkFlow(flowOf(steps), around)).toEqual([
      { stepId: 'a', problem: 'unknown-tag' },
      { stepId: 'b', problem: 'unknown-reason' },
      { stepId: 'c', problem: 'duplicate-step' },
      { stepId: 'c', problem: 'unknown-department' },
      { stepId: 'c', problem: 'never-reached' },
      { stepId: 'c', problem: 'never-reached' },
    ]);
  });

  it('a menu reaches what its options lead to', () => {
    const menu: Step = {
      id: 'menu',
      type: 'menu',
      text: '?',
      options: [{ label: 'fim', destination: { to: 'step', stepId: 'fim' } }],
      invalidText: '!',
      retries: 0,
    };
    const steps: Step[] = [
      menu,
      { id: 'pulado', type: 'sendText', text: 'x' },
      { id: 'fim', type: 'finish', reasonId: null },
    ];
    expect(checkFlow(flowOf(steps), around)).toEqual([{ stepId: 'pulado', problem: 'never-reached' }]);
    expect(
      checkFlow(flowOf([{ ...menu, options: [{ label: 'x', destination: { to: 'step', stepId: 'nada' } }] }]), around),
    ).toEqual([{ stepId: 'menu', problem: 'unknown-step' }]);
  });
});

describe('which automation answers', () => {
  const automation = (id: string, trigger: Flow['trigger'], active = true): Automation => ({
    ...flowOf([{ id: 's', type: 'sendText', text: 'oi' }]),
    trigger,
    id,
    revision: 1,
    active,
    removed: false,
    version: 1,
  });
  const all = [
    automation('1-saudacao', { type: 'firstMessage', connectionIds: [] }),
    automation('2-loja', { type: 'firstMessage', connectionIds: ['loja'] }),
    automation('3-fora', { type: 'outOfHours', connectionIds: [] }),
    automation('4-boleto', { type: 'keyword', words: ['boleto'] }),
    automation('5-desligada', { type: 'keyword', words: ['oi'] }, false),
  ];
  const chosen = (moment: Partial<Parameters<typeof automationFor>[1]>) =>
    automationFor(all, { begins: true, connectionId: 'site', text: 'oi', isOpen: true, ...moment }, saysAny)?.id ??
    null;

  it('a word comes before the hour, and the hour before the greeting', () => {
    expect(chosen({})).toBe('1-saudacao');
    expect(chosen({ connectionId: 'loja' })).toBe('2-loja');
    expect(chosen({ isOpen: false, connectionId: 'loja' })).toBe('3-fora');
    expect(chosen({ isOpen: false, text: 'meu boleto' })).toBe('4-boleto');
  });

  it('while the customer already waits in a queue, only words count', () => {
    expect(chosen({ begins: false })).toBeNull();
    expect(chosen({ begins: false, text: 'boleto' })).toBe('4-boleto');
    expect(chosen({ begins: false, text: null })).toBeNull();
  });
});
