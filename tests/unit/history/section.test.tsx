// @vitest-environment jsdom
import { screen, waitFor, within } from '@testing-library/react';
import { expect, test } from 'vitest';
import HistorySection from '../../../src-renderer/history/HistorySection.tsx';
import type { HistoryFilter } from '../../../src-shared/bridge/views.ts';
import { historyRow } from '../../e2e/gallery/chat-scene.ts';
import { marianaItems } from '../../e2e/gallery/talk.ts';
import { type Story, show, storyBridge } from '../chat/open.tsx';

function openHistory(total: number, story: Story = {}) {
  const asked: { filter: HistoryFilter; start: number; count: number }[] = [];
  const bridge = storyBridge({ ...story, conversation: { status: 'finished', finishedAt: 1 }, items: marianaItems });
  bridge.set('history.list', (args) => {
    asked.push(args);
    const found = args.filter.text === 'ninguém' ? 0 : total;
    const count = Math.max(0, Math.min(args.count, found - args.start));
    return { total: found, rows: Array.from({ length: count }, (_, at) => historyRow(args.start + at)) };
  });
  return { ...show(<HistorySection />, bridge), filters: () => asked.map(({ filter }) => filter), windows: asked };
}

const grid = () => screen.findByRole('grid', { name: 'Histórico' });

test('finished conversations stand in a table with everything about them (D2)', async () => {
  openHistory(3);
  const table = within(await grid());
  expect(table.getAllByRole('columnheader').map((one) => one.textContent)).toEqual([
    'Protocolo',
    'Contato',
    'Canal',
    'Atendente',
    'Motivo',
    'Descrição',
    'Início',
    'Fim',
    'Duração',
    'Ações',
  ]);
  const [, first] = await table.findAllByRole('row');
  expect(first).toHaveTextContent('2026-0048213');
  expect(first).toHaveTextContent('Mariana Cavalcanti de Albuquerque');
  expect(first).toHaveTextContent('WhatsApp Loja');
  expect(first).toHaveTextContent('11 min');
});

test('of 100,000 conversations only those near the screen are asked for and in the page', async () => {
  const { windows } = openHistory(100_000);
  const table = await grid();
  expect(table).toHaveAttribute('aria-rowcount', '100001');
  await waitFor(() => expect(within(table).getAllByRole('row').length).toBeGreaterThan(10));
  expect(within(table).getAllByRole('row').length).toBeLessThan(200);
  expect(windows.every(({ count }) => count <= 500)).toBe(true);
});

test('words, channel and reason combine; a reason brings the ones below it', async () => {
  const { user, filters } = openHistory(3);
  await grid();
  await user.type(screen.getByRole('textbox', { name: 'Buscar por contato, protocolo ou descrição' }), 'mari');
  await user.click(screen.getByRole('button', { name: 'Canal' }));
  await user.click(await screen.findByRole('checkbox', { name: 'WhatsApp' }));
  await user.keyboard('{Escape}');
  await user.click(screen.getByRole('button', { name: 'Motivo' }));
  await user.click(await screen.findByRole('checkbox', { name: 'Troca' }));
  await waitFor(() =>
    expect(filters().at(-1)).toMatchObject({ text: 'mari', channels: ['whatsapp'], reasonIds: ['troca', 'tamanho'] }),
  );
});

test('agent, department and period are filters too; the last day is included', async () => {
  const { user, filters } = openHistory(3);
  await grid();
  await user.click(screen.getByRole('button', { name: 'Atendente' }));
  await user.click(await screen.findByRole('checkbox', { name: 'Bruno Tavares' }));
  await user.keyboard('{Escape}');
  await user.click(screen.getByRole('button', { name: 'Departamento' }));
  await user.click(await screen.findByRole('checkbox', { name: 'Vendas' }));
  await user.keyboard('{Escape}');
  await user.type(screen.getByLabelText('Finalizado a partir de'), '01/11/2026');
  await user.type(screen.getByLabelText('Finalizado até'), '19/11/2026');
  await waitFor(() =>
    expect(filters().at(-1)).toMatchObject({
      agentIds: ['bruno'],
      departmentIds: ['vendas'],
      from: new Date(2026, 10, 1).getTime(),
      to: new Date(2026, 10, 20).getTime(),
    }),
  );
});

test('the calendar is used by its Portuguese names, and a day is taken out again', async () => {
  const { user, filters } = openHistory(3);
  await grid();
  await user.click(screen.getByLabelText('Finalizado a partir de'));
  await user.click(await screen.findByRole('button', { name: 'Mês anterior' }));
  await user.click(await screen.findByRole('button', { name: 'Próximo mês' }));
  await user.type(screen.getByLabelText('Finalizado a partir de'), '01/11/2026');
  await user.keyboard('{Tab}');
  await waitFor(() => expect(filters().at(-1)?.from).toBe(new Date(2026, 10, 1).getTime()));
  await user.click(screen.getByRole('button', { name: 'Apagar data' }));
  expect(screen.getByLabelText('Finalizado a partir de')).toHaveValue('');
});

test('when nothing is found the filters can be cleared from there', async () => {
  const { user } = openHistory(3);
  await grid();
  await user.type(screen.getByRole('textbox', { name: 'Buscar por contato, protocolo ou descrição' }), 'ninguém');
  expect(await screen.findByText('Nenhum atendimento com estes filtros')).toBeInTheDocument();
  const [clear] = screen.getAllByRole('button', { name: 'Limpar filtros' });
  if (clear === undefined) throw new Error('there is a button to clear the filters');
  await user.click(clear);
  expect(await grid()).toBeInTheDocument();
});

test('an empty history says what will come here', async () => {
  openHistory(0);
  expect(await screen.findByText('Nenhum atendimento finalizado ainda')).toBeInTheDocument();
});

test('a transcript opens by keyboard, can only be read, and Esc gives the focus back', async () => {
  const { user } = openHistory(3);
  const table = await grid();
  await screen.findByText('2026-0048213');
  table.focus();
  await user.keyboard('{ArrowDown}{Enter}');
  const transcript = within(await screen.findByRole('region', { name: 'Conversa finalizada' }));
  expect(await transcript.findByText('Consegui achar a nota, mando já')).toBeInTheDocument();
  expect(transcript.queryByRole('button', { name: 'Tentar novamente' })).not.toBeInTheDocument();
  expect(transcript.queryByRole('button', { name: 'Citar mensagem' })).not.toBeInTheDocument();
  expect(transcript.queryByRole('textbox')).not.toBeInTheDocument();
  await user.keyboard('{Escape}');
  expect(screen.queryByRole('region', { name: 'Conversa finalizada' })).not.toBeInTheDocument();
  expect(table).toHaveFocus();
});

test('a transcript is exported to PDF, and says where it went or why not', async () => {
  const { user, asked, bridge } = openHistory(3, {
    data: { actions: { 'transcript.export': { ok: true, fileName: '2026-0048213.pdf' } } },
  });
  const table = await grid();
  await screen.findByText('2026-0048213');
  table.focus();
  await user.keyboard('{ArrowDown}{Enter}');
  await user.click(await screen.findByRole('button', { name: 'Exportar PDF' }));
  expect(asked('transcript.export')).toEqual([{ conversationId: 'mariana' }]);
  expect(await screen.findByText('Conversa exportada: 2026-0048213.pdf')).toBeInTheDocument();
  bridge.setAction('transcript.export', { ok: false, reason: 'disk-full' });
  await user.click(screen.getByRole('button', { name: 'Exportar PDF' }));
  expect(await screen.findByText('O disco está cheio: a conversa não foi exportada')).toBeInTheDocument();
});

test('«Ações» of a row begins a new conversation with that customer (C9)', async () => {
  const { user, route } = openHistory(3);
  await grid();
  await screen.findByText('2026-0048213');
  const [first] = screen.getAllByRole('button', { name: 'Ações' });
  if (first === undefined) throw new Error('every row has its actions');
  await user.click(first);
  await user.click(await screen.findByRole('menuitem', { name: '+ Iniciar nova conversa' }));
  expect(route.getState()).toMatchObject({
    overlay: 'start',
    startFrom: { kind: 'conversation', conversationId: 'mariana' },
  });
  expect(screen.queryByRole('region', { name: 'Conversa finalizada' })).not.toBeInTheDocument();
});

test('the menu key opens the actions of the row the keyboard is on (C9)', async () => {
  const { user, route } = openHistory(3);
  const table = await grid();
  await screen.findByText('2026-0048213');
  table.focus();
  await user.keyboard('{ArrowDown}{ArrowDown}{Shift>}{F10}{/Shift}');
  const entry = await screen.findByRole('menuitem', { name: '+ Iniciar nova conversa' });
  await waitFor(() => expect(entry).toHaveFocus());
  await user.keyboard('{Enter}');
  expect(route.getState().startFrom).toEqual({ kind: 'conversation', conversationId: 'h1' });
});
