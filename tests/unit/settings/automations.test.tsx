// @vitest-environment jsdom
import { screen, within } from '@testing-library/react';
import { act } from 'react';
import { expect, test } from 'vitest';
import AutomationSettings from '../../../src-renderer/settings/automations/AutomationSettings.tsx';
import type { Automation, Flow } from '../../../src-shared/protocol/automations.ts';
import { directory } from '../../e2e/gallery/people.ts';
import { show, storyBridge } from '../chat/open.tsx';

const greeting: Automation = {
  id: 'saudacao',
  name: 'Boas-vindas',
  revision: 3,
  active: true,
  removed: false,
  version: 1,
  trigger: { type: 'firstMessage', connectionIds: [] },
  steps: [
    {
      id: 'menu',
      type: 'menu',
      text: 'Sobre o que você quer falar?',
      options: [
        { label: 'Compras', destination: { to: 'department', departmentId: 'vendas' } },
        { label: 'Meu pedido', destination: { to: 'step', stepId: 'cpf' } },
      ],
      invalidText: 'Escolha uma das opções.',
      retries: 1,
    },
    {
      id: 'cpf',
      type: 'collect',
      text: 'Qual é o CPF?',
      kind: 'cpf',
      label: 'CPF',
      invalidText: 'Confira.',
      retries: 1,
    },
    { id: 'vip', type: 'tag', tagId: 'VIP' },
    { id: 'fila', type: 'transfer', departmentId: 'suporte' },
  ],
};
const withAutomations = (automations: Automation[]) => ({ ...directory, automations });
const open = (automations: Automation[] = [greeting]) =>
  show(<AutomationSettings />, storyBridge({ data: { watches: { directory: withAutomations(automations) } } }));
const savedFlow = (asked: unknown): Flow & { revision: unknown } => {
  const { flow, revision } = asked as { flow: Flow; revision: unknown };
  return { ...flow, revision };
};

test('without any, it says what they are for', async () => {
  open([]);
  expect(await screen.findByText('Nenhuma automação ainda')).toBeInTheDocument();
});

test('a new one is made from its steps and saved', async () => {
  const { user, asked } = open([]);
  await user.click(await screen.findByRole('button', { name: 'Nova automação' }));
  await user.clear(screen.getByRole('textbox', { name: 'Nome' }));
  await user.type(screen.getByRole('textbox', { name: 'Nome' }), 'Aviso');
  await user.click(screen.getByRole('button', { name: 'Adicionar passo' }));
  await user.click(await screen.findByRole('menuitem', { name: 'Finalizar' }));
  await user.click(screen.getByRole('button', { name: 'Salvar' }));
  const [saved] = asked('server.automation.save').map(savedFlow);
  expect(saved).toMatchObject({ name: 'Aviso', revision: null, trigger: { type: 'firstMessage' } });
  expect(saved?.steps.map(({ type }) => type)).toEqual(['sendText', 'finish']);
});

test('what is missing is said where it is missing, and nothing is sent', async () => {
  const { user, asked } = open();
  await user.click(await screen.findByRole('button', { name: /Boas-vindas/ }));
  await user.click(screen.getByRole('button', { name: 'Adicionar passo' }));
  await user.click(await screen.findByRole('menuitem', { name: 'Adicionar tag' }));
  await user.click(screen.getByRole('button', { name: 'Salvar' }));
  const steps = screen.getAllByRole('listitem');
  expect(within(steps.at(-1) ?? document.body).getByRole('alert')).toHaveTextContent('Escolha uma tag');
  expect(within(steps.at(-1) ?? document.body).getByRole('alert')).toHaveTextContent('Nada leva a este passo');
  expect(screen.getByText('Corrija o que está marcado para salvar.')).toBeInTheDocument();
  expect(asked('server.automation.save')).toEqual([]);
});

test('a deal is moved to a stage, chosen within its pipeline, and the test says so', async () => {
  const { user, asked } = open([{ ...greeting, steps: [{ id: 'oi', type: 'sendText', text: 'Oi!' }] }]);
  await user.click(await screen.findByRole('button', { name: /Boas-vindas/ }));
  await user.click(screen.getByRole('button', { name: 'Adicionar passo' }));
  await user.click(await screen.findByRole('menuitem', { name: 'Mover negócio' }));
  await user.click(screen.getByRole('button', { name: 'Salvar' }));
  expect(within(screen.getAllByRole('listitem').at(-1) ?? document.body).getByRole('alert')).toHaveTextContent(
    'Escolha uma etapa',
  );
  await user.click(screen.getByRole('combobox', { name: 'Etapa do negócio' }));
  await user.click(await screen.findByRole('option', { name: 'Negociação' }));
  await user.click(screen.getByRole('button', { name: 'Testar' }));
  expect(screen.getByText('Negócio em Vendas: Negociação')).toBeInTheDocument();
  await user.click(screen.getByRole('button', { name: 'Salvar' }));
  const [saved] = asked('server.automation.save').map(savedFlow);
  expect(saved?.steps.at(-1)).toMatchObject({ type: 'moveDeal', pipelineId: 'vendas', stageId: 'Negociação' });
});

test('steps are moved by keyboard or mouse', async () => {
  const { user, asked } = open();
  await user.click(await screen.findByRole('button', { name: /Boas-vindas/ }));
  await user.click(screen.getByRole('button', { name: 'Subir o passo 3' }));
  await user.click(screen.getByRole('button', { name: 'Salvar' }));
  // The tag now stands where nothing leads: it is said and not saved.
  expect(screen.getByText('Nada leva a este passo')).toBeInTheDocument();
  await user.click(screen.getByRole('button', { name: 'Descer o passo 2' }));
  await user.type(screen.getByRole('textbox', { name: 'Nome' }), '!');
  await user.click(screen.getByRole('button', { name: 'Salvar' }));
  expect(asked('server.automation.save').map(savedFlow)).toMatchObject([{ name: 'Boas-vindas!', revision: 3 }]);
});

test('a test shows what the customer would meet, with nothing sent', async () => {
  const { user, asked } = open();
  await user.click(await screen.findByRole('button', { name: /Boas-vindas/ }));
  await user.click(screen.getByRole('button', { name: 'Testar' }));
  const run = within(screen.getByRole('region', { name: 'Teste sem enviar nada' }));
  expect(run.getByText(/1\. Compras/)).toBeInTheDocument();
  const say = async (words: string) => {
    await user.type(run.getByRole('textbox', { name: 'Responder como cliente' }), `${words}{Enter}`);
  };
  await say('meu pedido');
  expect(run.getByText('Qual é o CPF?')).toBeInTheDocument();
  await say('529.982.247-25');
  expect(run.getByText('CPF: 529.982.247-25')).toBeInTheDocument();
  expect(run.getByText('Tag adicionada: VIP')).toBeInTheDocument();
  expect(run.getByText('Vai para a fila de Suporte')).toBeInTheDocument();
  expect(run.getByRole('textbox')).toBeDisabled();
  await user.click(run.getByRole('button', { name: 'Recomeçar' }));
  await say('quero falar com uma pessoa');
  expect(run.getByText(/O cliente pediu uma pessoa/)).toBeInTheDocument();
  expect(asked('server.automation.save')).toEqual([]);
});

test('what somebody else saved meanwhile is neither overwritten nor lost', async () => {
  const { user, asked, bridge } = open();
  await user.click(await screen.findByRole('button', { name: /Boas-vindas/ }));
  await user.type(screen.getByRole('textbox', { name: 'Nome' }), ' (minha)');
  act(() => bridge.set('directory', withAutomations([{ ...greeting, name: 'Boas-vindas da Carla', revision: 4 }])));
  expect(await screen.findByText(/Outra pessoa salvou esta automação/)).toBeInTheDocument();
  expect(screen.getByRole('button', { name: 'Salvar' })).toBeDisabled();
  await user.click(screen.getByRole('button', { name: 'Manter a minha' }));
  await user.click(screen.getByRole('button', { name: 'Salvar' }));
  expect(asked('server.automation.save').map(savedFlow)).toMatchObject([{ name: 'Boas-vindas (minha)', revision: 4 }]);
});

test('an untouched one follows what somebody else saved', async () => {
  const { user, bridge } = open();
  await user.click(await screen.findByRole('button', { name: /Boas-vindas/ }));
  act(() => bridge.set('directory', withAutomations([{ ...greeting, name: 'Outra saudação', revision: 4 }])));
  expect(await screen.findByRole('textbox', { name: 'Nome' })).toHaveValue('Outra saudação');
});

test('it is removed after a question', async () => {
  const { user, asked } = open();
  await user.click(await screen.findByRole('button', { name: /Boas-vindas/ }));
  await user.click(screen.getByRole('button', { name: 'Excluir automação' }));
  await user.click(await screen.findByRole('button', { name: 'Excluir' }));
  expect(asked('server.automation.remove')).toEqual([{ id: 'saudacao' }]);
});

test('an earlier version comes back into the editor, and is in force only once it is saved', async () => {
  const before: Flow = {
    name: 'Boas-vindas',
    trigger: greeting.trigger,
    steps: [{ id: 'a', type: 'sendText', text: 'Oi!' }],
  };
  const { user, asked } = show(
    <AutomationSettings />,
    storyBridge({
      data: {
        watches: { directory: withAutomations([greeting]) },
        queries: {
          'server.automation.revisions': {
            ok: true,
            value: {
              revisions: [
                { revision: 3, flow: greeting, at: 1_800_000_000_000, byName: 'Sônia Reis' },
                { revision: 2, flow: before, at: 1_790_000_000_000, byName: null },
              ],
            },
          },
        },
      },
    }),
  );
  await user.click(await screen.findByRole('button', { name: /Boas-vindas/ }));
  await user.click(screen.getByRole('button', { name: 'Versões' }));
  expect(await screen.findByText(/Sônia Reis · 4 passos/)).toBeInTheDocument();
  await user.click(screen.getByRole('button', { name: 'Usar a revisão 2' }));
  expect(screen.getByRole('textbox', { name: 'Texto' })).toHaveValue('Oi!');
  expect(asked('server.automation.save')).toEqual([]);
  await user.click(screen.getByRole('button', { name: 'Salvar' }));
  expect(asked('server.automation.save').map(savedFlow)).toMatchObject([{ revision: 3, steps: before.steps }]);
});
