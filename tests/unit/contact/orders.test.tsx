// @vitest-environment jsdom
import { act, screen, waitFor } from '@testing-library/react';
import { expect, test } from 'vitest';
import ContactPanel from '../../../src-renderer/contact/ContactPanel.tsx';
import type { QueryResults } from '../../../src-shared/bridge/contract.ts';
import type { ShopOrder } from '../../../src-shared/protocol/shop.ts';
import { offline, online, type Story, show, storyBridge } from '../chat/open.tsx';

type Answer = QueryResults['server.contact.orders'];

const order = (number: string, more: Partial<ShopOrder> = {}): ShopOrder => ({
  ...{ number, placedAt: Date.UTC(2026, 10, 20), status: 'Em transporte', total: 349.9, currency: 'BRL' },
  ...{ items: [{ name: 'Tênis Orla', quantity: 1 }], tracking: null, url: null, ...more },
});
const ready = (...orders: ShopOrder[]): Answer => ({
  ok: true,
  value: { state: 'ready', shop: 'Loja Aurora', orders, more: false },
});

function open(answer: Answer | (() => Answer), story: Story = {}) {
  const told = typeof answer === 'function' ? answer : () => answer;
  const bridge = storyBridge({ ...story, data: { queries: { 'server.contact.orders': told } } });
  return { ...show(<ContactPanel conversationId="mariana" />, bridge), bridge };
}
const title = () => screen.findByRole('region', { name: 'Pedidos' });

test('orders are shown as people read them, the newest three first', async () => {
  const { user } = open(
    ready(
      order('5', { tracking: 'BR5', items: [{ name: 'Caneca', quantity: 2 }] }),
      order('4'),
      order('3'),
      order('2'),
    ),
  );
  expect(await title()).toHaveTextContent(/Pedido 5\s?R\$\s349,90.*Em transporte.*2 × Caneca.*Rastreio BR5/);
  expect(screen.queryByText('Pedido 2')).toBeNull();
  await user.click(screen.getByRole('button', { name: 'Mostrar mais 1 pedido' }));
  expect(screen.getByText('Pedido 2')).toBeInTheDocument();
});

test('a workspace without a shop has no such card', async () => {
  open({ ok: true, value: { state: 'no-shop' } });
  await screen.findByRole('region', { name: 'Tags' });
  expect(screen.queryByRole('region', { name: 'Pedidos' })).toBeNull();
});

test('a shop that does not answer is said so, and asked again when wished', async () => {
  const answers: Answer[] = [
    { ok: true, value: { state: 'failed', shop: 'Loja', reason: 'timeout' } },
    ready(order('7')),
  ];
  const { user } = open(() => answers.shift() ?? ready());
  await screen.findByText('A loja não respondeu a tempo.');
  await user.click(screen.getByRole('button', { name: 'Tentar novamente' }));
  expect(await screen.findByText('Pedido 7')).toBeInTheDocument();
});

test('nobody’s orders are shown for what is not proved', async () => {
  open({ ok: true, value: { state: 'unproved', shop: 'Loja Aurora' } });
  expect(await screen.findByText(/Nada deste cliente está confirmado/)).toBeInTheDocument();
});

test('without a connection what was known stays, and it is asked again when there is one', async () => {
  let asked = 0;
  const { bridge } = open(() => {
    asked += 1;
    return ready(order(String(asked)));
  });
  expect(await screen.findByText('Pedido 1')).toBeInTheDocument();
  act(() => bridge.set('connection', offline));
  expect(await screen.findByText(/estes são os pedidos da última consulta/)).toBeInTheDocument();
  act(() => bridge.set('connection', online));
  await waitFor(() => expect(screen.getByText('Pedido 2')).toBeInTheDocument());
});
