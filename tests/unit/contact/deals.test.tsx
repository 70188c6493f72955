// @vitest-environment jsdom
import { act, screen, waitFor, within } from '@testing-library/react';
import { expect, test } from 'vitest';
import ContactPanel from '../../../src-renderer/contact/ContactPanel.tsx';
import type { DealView } from '../../../src-shared/bridge/views.ts';
import { directory } from '../../e2e/gallery/people.ts';
import { mari } from '../../e2e/gallery/talk.ts';
import { show, storyBridge } from '../chat/open.tsx';

const deal = (change: Partial<DealView> = {}): DealView => ({
  id: 'd1',
  title: 'Geladeira',
  pipelineId: 'vendas',
  pipelineName: 'Vendas',
  stageId: 'Novo',
  stageName: 'Novo',
  amount: 129_900,
  state: 'open',
  createdAt: 1,
  updatedAt: 1,
  pending: false,
  ...change,
});
const openDeals = (deals: DealView[], watches: object = {}) =>
  show(
    <ContactPanel conversationId="mariana" />,
    storyBridge({ data: { watches: { contact: { ...mari, deals }, ...watches } } }),
  );
const section = () => screen.findByRole('region', { name: 'Negócios' });

test('open deals are there without a click, with title, amount and stage; closed ones are folded (G6)', async () => {
  openDeals([deal(), deal({ id: 'd2', title: 'Fogão', state: 'lost', amount: null })]);
  const deals = within(await section());
  expect(deals.getByRole('button', { name: 'Geladeira' })).toBeVisible();
  expect(deals.getByText(/R\$\s1\.299,00/)).toBeVisible();
  expect(deals.getByRole('combobox', { name: 'Etapa de Geladeira' })).toHaveValue('Novo');
  expect(deals.getByText('1 negócio encerrado').closest('details')).not.toHaveAttribute('open');
  expect(deals.queryByRole('button', { name: 'Voltar Geladeira para Novo' })).toBeDisabled();
});

test('a deal steps to the next stage, or is put into any by the keyboard; what is shown waits for the engine', async () => {
  const { user, asked, bridge } = openDeals([deal()]);
  await user.click(await screen.findByRole('button', { name: 'Avançar Geladeira para Orçamento enviado' }));
  expect(asked('server.deal.move')).toEqual([
    { contactId: 'mari', dealId: 'd1', fromStageId: 'Novo', toStageId: 'Orçamento enviado' },
  ]);
  expect(screen.getByRole('combobox', { name: 'Etapa de Geladeira' })).toHaveValue('Novo');
  act(() =>
    bridge.set('contact', {
      ...mari,
      deals: [deal({ stageId: 'Orçamento enviado', stageName: 'Orçamento enviado', pending: true })],
    }),
  );
  expect(await screen.findByRole('img', { name: /^Geladeira: pendente/ })).toBeInTheDocument();
  const stage = screen.getByRole('combobox', { name: 'Etapa de Geladeira' });
  expect(stage).toHaveValue('Orçamento enviado');
  act(() => stage.focus());
  await user.keyboard('{Enter}');
  await screen.findByRole('option', { name: 'Fechamento' });
  await user.keyboard('{ArrowDown}{ArrowDown}{Enter}');
  await waitFor(() => expect(asked('server.deal.move')).toHaveLength(2));
  expect(asked('server.deal.move')[1]).toMatchObject({ fromStageId: 'Orçamento enviado', toStageId: 'Fechamento' });
});

test('a deal goes to any stage of its pipeline by one click on it', async () => {
  const { user, asked } = openDeals([deal()]);
  const board = await section();
  await user.click(within(board).getByRole('button', { name: 'Geladeira está em Novo' }));
  expect(asked('server.deal.move')).toEqual([]);
  await user.click(within(board).getByRole('button', { name: 'Mover Geladeira para Orçamento enviado' }));
  expect(asked('server.deal.move')).toEqual([
    { contactId: 'mari', dealId: 'd1', fromStageId: 'Novo', toStageId: 'Orçamento enviado' },
  ]);
});

test('a deal is won, and a closed one taken up again', async () => {
  const { user, asked } = openDeals([deal(), deal({ id: 'd2', title: 'Fogão', state: 'lost' })]);
  await user.click(await screen.findByRole('button', { name: 'Marcar Geladeira como ganho' }));
  expect(await screen.findByText('Negócio ganho: Geladeira')).toBeInTheDocument();
  await user.click(screen.getByText('1 negócio encerrado'));
  await user.click(screen.getByRole('button', { name: 'Reabrir Fogão' }));
  expect(asked('server.deal.close')).toEqual([
    { contactId: 'mari', dealId: 'd1', state: 'won' },
    { contactId: 'mari', dealId: 'd2', state: 'open' },
  ]);
});

test('a new deal is written beside the conversation, its amount formatted as it is typed', async () => {
  const { user, asked } = openDeals([]);
  await user.click(await screen.findByRole('button', { name: 'Novo negócio' }));
  const form = within(screen.getByRole('form', { name: 'Novo negócio' }));
  await user.click(form.getByRole('button', { name: 'Salvar' }));
  expect(form.getByText('Dê um título ao negócio.')).toBeInTheDocument();
  await user.type(form.getByRole('textbox', { name: 'Título' }), 'Sofá de três lugares');
  await user.type(form.getByRole('textbox', { name: 'Valor' }), '2499,9');
  expect(form.getByRole('textbox', { name: 'Valor' })).toHaveValue('R$ 2.499,9');
  await user.keyboard('{Enter}');
  await waitFor(() => expect(screen.queryByRole('form', { name: 'Novo negócio' })).toBeNull());
  expect(asked('server.deal.save')).toEqual([
    {
      contactId: 'mari',
      id: expect.any(String),
      title: 'Sofá de três lugares',
      pipelineId: 'vendas',
      stageId: 'Novo',
      amount: 249_990,
    },
  ]);
});

test('a deal is edited in its place, and Esc gives the change up', async () => {
  const { user, asked } = openDeals([deal()]);
  await user.click(await screen.findByRole('button', { name: 'Geladeira' }));
  await user.type(screen.getByRole('textbox', { name: 'Título' }), ' inox');
  await user.click(screen.getByRole('combobox', { name: 'Etapa' }));
  await screen.findByRole('option', { name: 'Fechamento' });
  await user.keyboard('{Escape}');
  expect(screen.getByRole('textbox', { name: 'Título' })).toHaveValue('Geladeira inox');
  await user.keyboard('{Escape}');
  expect(screen.queryByRole('form', { name: 'Editar Geladeira' })).toBeNull();
  await user.click(screen.getByRole('button', { name: 'Geladeira' }));
  await user.clear(screen.getByRole('textbox', { name: 'Valor' }));
  await user.type(screen.getByRole('textbox', { name: 'Título' }), ' inox');
  await user.click(screen.getByRole('button', { name: 'Salvar' }));
  expect(asked('server.deal.save')).toMatchObject([
    { id: 'd1', title: 'Geladeira inox', amount: null, fromStageId: 'Novo' },
  ]);
});

test('a refusal is told, and the form stays with what was typed', async () => {
  const { user } = show(
    <ContactPanel conversationId="mariana" />,
    storyBridge({
      data: {
        watches: { contact: { ...mari, deals: [] } },
        actions: { 'server.deal.save': { ok: false, reason: 'not-found', detail: 'stage' } },
      },
    }),
  );
  await user.click(await screen.findByRole('button', { name: 'Novo negócio' }));
  await user.type(screen.getByRole('textbox', { name: 'Título' }), 'Sofá{Enter}');
  expect(await screen.findByRole('alert')).toBeInTheDocument();
  expect(screen.getByRole('textbox', { name: 'Título' })).toHaveValue('Sofá');
});

test('without a pipeline there is no deal to make, and the panel says who makes pipelines', async () => {
  openDeals([], { directory: { ...directory, pipelines: [] } });
  expect(within(await section()).getByText(/Supervisores criam funis/)).toBeInTheDocument();
  expect(screen.queryByRole('button', { name: 'Novo negócio' })).toBeNull();
});
