import { createHash } from 'node:crypto';
import type { FastifyPluginAsync } from 'fastify';
import { z } from 'zod';
import { routes } from '../../../src-shared/protocol/http.ts';

/** As in `demo/workspace.json`: nothing is behind it. */
const DEMO_TOKEN = 'demo-only-shop-token';

const querySchema = z.object({
  email: z.string().max(254).optional(),
  phone: z.string().max(20).optional(),
  cpf: z.string().max(20).optional(),
});

const goods = [
  ['Tênis Orla', 349.9],
  ['Vestido Ipê', 259],
  ['Bolsa Sertão', 489],
  ['Camiseta Maré', 89.9],
  ['Relógio Sereno', 629],
  ['Óculos Farol', 219.9],
  ['Caneca Alvorada', 64.9],
  ['Luminária Lampião', 174],
] as const;
const states = ['Entregue', 'Em transporte', 'Aguardando pagamento', 'Em separação', 'Entregue', 'Troca solicitada'];
const DAY_MS = 24 * 3_600_000;

/** The demo shop's own interface: whoever asks by an address always hears the same orders of it. */
export const demoOrders =
  (now: () => number): FastifyPluginAsync =>
  async (app) => {
    app.get(`${routes.shop}/api/orders`, async (request, reply) => {
      if (request.headers.authorization !== `Bearer ${DEMO_TOKEN}`) return reply.code(401).send({ error: 'token' });
      const { email, phone, cpf } = querySchema.parse(request.query);
      const who = email ?? phone ?? cpf;
      return reply.send({ orders: who === undefined ? [] : ordersOf(who, now()) });
    });
  };

function ordersOf(who: string, now: number) {
  const dice = createHash('sha256').update(who).digest();
  const roll = (index: number, sides: number): number => (dice[index % dice.length] ?? 0) % sides;
  return Array.from({ length: roll(0, 4) + 1 }, (_, order) => {
    const items = Array.from({ length: roll(order + 1, 2) + 1 }, (_, item) => {
      const [name, price] = goods[roll(order * 3 + item + 4, goods.length)] ?? goods[0];
      return { name, price, quantity: roll(order + item + 9, 2) + 1 };
    });
    const number = 40_000 + roll(order + 12, 200) * 37 + order;
    return {
      number: String(number),
      placedAt: new Date(now - (order * 40 + roll(order + 15, 20) + 1) * DAY_MS).toISOString(),
      status: order === 0 ? states[roll(18, states.length)] : 'Entregue',
      total: Math.round(items.reduce((sum, { price, quantity }) => sum + price * quantity, 0) * 100) / 100,
      currency: 'BRL',
      items: items.map(({ name, quantity }) => ({ name, quantity })),
      tracking: `BR${number}${roll(order + 20, 90) + 10}0BR`,
    };
  });
}
