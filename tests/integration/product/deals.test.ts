import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { DealView } from '../../../src-shared/bridge/views.ts';
import type { Desktop } from '../../simulators/desktop.ts';
import { openProduct, type Product } from '../harness.ts';
import { conversationOf } from './inbox.ts';

let product: Product;

beforeEach(async () => {
  product = await openProduct({
    people: [
      { name: 'Ana Souza', departments: ['Suporte'] },
      { name: 'Sonia Reis', departments: ['Suporte'], role: 'supervisor' },
    ],
  });
});
afterEach(() => product[Symbol.asyncDispose]());

const value = {
  name: 'Vendas',
  position: 0,
  active: true,
  stages: ['Novo', 'Orçamento', 'Fechamento'].map((name) => ({ id: randomUUID(), name })),
};
const stage = (at: number) => value.stages[at]?.id ?? '';
const deals = (desktop: Desktop, contactId: string, holds: (deals: DealView[]) => boolean) =>
  desktop.until('contact', { contactId }, (contact) => contact !== null && holds(contact.deals));

async function scene() {
  const sonia = await product.agent('Sonia Reis', { available: false });
  const pipelineId = randomUUID();
  expect(await sonia.act('server.pipeline.save', { id: pipelineId, seen: null, value })).toMatchObject({ ok: true });
  const ana = await product.agent('Ana Souza');
  await ana.until('directory', {}, ({ pipelines }) => pipelines.some(({ name }) => name === 'Vendas'));
  await (await product.customer()).says('quanto custa?');
  const conversationId = await conversationOf(ana, 'quanto custa?');
  await conversationOf(sonia, 'quanto custa?');
  const { contactId } = (await ana.see('conversation', { conversationId })) ?? { contactId: '' };
  const id = randomUUID();
  return {
    ...{ ana, sonia, contactId, id },
    make: () =>
      ana.act('server.deal.save', {
        ...{ contactId, id, title: 'Geladeira', pipelineId, stageId: stage(0), amount: 129_900 },
      }),
    move: (by: Desktop, from: number, to: number) =>
      by.act('server.deal.move', { contactId, dealId: id, fromStageId: stage(from), toStageId: stage(to) }),
  };
}

test('a deal made and moved without a connection is shown as pending, and everybody has it when the line is back', async () => {
  const { ana, sonia, contactId, make, move } = await scene();
  product.network.down();
  await ana.until('connection', {}, ({ state }) => state === 'offline');
  expect(await make()).toMatchObject({ ok: true, queued: true });
  expect(await move(ana, 0, 1)).toMatchObject({ ok: true, queued: true });
  await deals(ana, contactId, ([deal]) => deal?.stageName === 'Orçamento' && deal.pending);
  product.network.up();
  await deals(ana, contactId, ([deal]) => deal?.stageName === 'Orçamento' && !deal.pending);
  const seen = await deals(sonia, contactId, ([deal]) => deal?.stageName === 'Orçamento');
  expect(seen?.deals).toMatchObject([{ title: 'Geladeira', amount: 129_900, state: 'open', pipelineName: 'Vendas' }]);
});

test('a deal that a colleague moved meanwhile is not moved over: the refusal is shown, and the colleague’s stage', async () => {
  const { ana, sonia, contactId, make, move } = await scene();
  await make();
  await deals(sonia, contactId, (all) => all.length === 1);
  product.network.down();
  await ana.until('connection', {}, ({ state }) => state === 'offline');
  await sonia.until('connection', {}, ({ state }) => state === 'offline');
  // Both write without a connection; whoever comes second is told.
  await move(sonia, 0, 2);
  await move(ana, 0, 1);
  product.network.up();
  const settled = await Promise.all(
    [ana, sonia].map((desktop) => desktop.until('outbox', {}, ({ pending }) => pending.length === 0)),
  );
  const conflicts = settled.flatMap((outbox) => outbox.conflicts);
  expect(conflicts).toMatchObject([{ name: 'deal.move', reason: 'stale' }]);
  const winner = settled[0]?.conflicts.length === 0 ? 'Orçamento' : 'Fechamento';
  for (const desktop of [ana, sonia]) {
    await deals(desktop, contactId, ([deal]) => deal?.stageName === winner && !deal.pending);
  }
});
