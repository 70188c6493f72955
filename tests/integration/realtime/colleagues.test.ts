import { randomUUID } from 'node:crypto';
import { pino } from 'pino';
import { afterEach, describe, expect, test } from 'vitest';
import { type Colleagues, createColleagues, type Watcher } from '../../../src-backend/realtime/colleagues.ts';
import { type OpenStoreRefusal, openStore, type Store } from '../../../src-backend/store/open.ts';
import { plainFilterLists } from '../../../src-shared/protocol/defaults.ts';
import type { Colleague } from '../../../src-shared/protocol/socket.ts';
import type { Desktop } from '../../simulators/desktop.ts';
import { openProduct, type Product } from '../harness.ts';
import { createDatabase } from '../stores.ts';

const logger = pino({ level: 'silent' });
const filter = {
  ...{ tab: 'all' as const, status: 'open' as const, order: 'newest' as const },
  ...{ ...plainFilterLists },
};

/** The conversation that a customer just began, as this desktop sees it. */
async function conversationOn(desktop: Desktop, text: string): Promise<string> {
  const { rows } = await desktop.until('inbox.list', { filter, start: 0, count: 50 }, (list) =>
    list.rows.some((row) => row.preview?.text === text),
  );
  return rows.find((row) => row.preview?.text === text)?.id ?? '';
}

const seenBy = async (desktop: Desktop, conversationId: string) =>
  (await desktop.see('conversation', { conversationId }))?.colleagues.map(({ name, typing }) => [name, typing]);
const opens = (desktop: Desktop, conversationId: string | null) =>
  desktop.act('attention.set', { conversationId, focused: true });

describe('who else has a conversation open (B8)', () => {
  let product: Product;
  afterEach(() => product[Symbol.asyncDispose]());

  test('colleagues see each other come, write and go; the customer’s other conversations stay out of it', async () => {
    product = await openProduct({
      people: [
        { name: 'Ana Souza', departments: ['Suporte'] },
        { name: 'Bruno Lima', departments: ['Suporte'] },
        { name: 'Carla Dias', departments: ['Vendas'] },
      ],
    });
    const [ana, bruno, carla] = await Promise.all(
      ['Ana Souza', 'Bruno Lima', 'Carla Dias'].map((name) => product.agent(name)),
    );
    if (ana === undefined || bruno === undefined || carla === undefined) throw new Error('three desktops');
    await (await product.customer()).says('alguém aí?');
    const id = await conversationOn(ana, 'alguém aí?');
    await opens(ana, id);
    expect(await seenBy(ana, id)).toEqual([]);
    await opens(bruno, id);
    await expect.poll(() => seenBy(ana, id)).toEqual([['Bruno Lima', false]]);
    await expect.poll(() => seenBy(bruno, id)).toEqual([['Ana Souza', false]]);
    await bruno.act('typing', { conversationId: id });
    await expect.poll(() => seenBy(ana, id)).toEqual([['Bruno Lima', true]]);
    // Carla may not see it, so nobody is told of her, nor she of anybody.
    await opens(carla, id);
    await opens(bruno, null);
    await expect.poll(() => seenBy(ana, id)).toEqual([]);
    expect(await carla.see('conversation', { conversationId: id })).toBeNull();
  });

  test('after a break of the line it is said again', async () => {
    product = await openProduct();
    const [ana, bruno] = [await product.agent('Ana Souza'), await product.agent('Bruno Lima')];
    await (await product.customer()).says('caiu a linha');
    const id = await conversationOn(ana, 'caiu a linha');
    await opens(ana, id);
    await opens(bruno, id);
    await expect.poll(() => seenBy(ana, id)).toEqual([['Bruno Lima', false]]);
    product.network.down();
    await ana.until('connection', {}, ({ state }) => state === 'offline');
    expect(await seenBy(ana, id)).toEqual([]);
    product.network.up();
    await Promise.all([ana.online(20_000), bruno.online(20_000)]);
    await expect.poll(() => seenBy(ana, id), { timeout: 10_000 }).toEqual([['Bruno Lima', false]]);
  });
});

describe('several nodes', () => {
  const opened: { close(): Promise<void> }[] = [];
  afterEach(async () => {
    for (const one of opened.splice(0).reverse()) await one.close();
  });

  function watcher(personId: string, heard: Colleague[][]): Watcher {
    return {
      id: randomUUID(),
      workspaceId: 'w',
      personId,
      tell: (_conversationId, colleagues) => void heard.push(colleagues),
    };
  }

  test('a desktop at one node hears of a desktop at another, and of its leaving', async () => {
    const database = await createDatabase();
    const nodes: Colleagues[] = [];
    opened.push({ close: () => database.drop() });
    for (let n = 0; n < 2; n += 1) {
      const store = await open(database.url);
      const colleagues = await createColleagues({ node: `n${n}`, wire: store, logger, now: Date.now });
      opened.push(store, colleagues);
      nodes.push(colleagues);
    }
    const heard: Colleague[][] = [];
    const [one, two] = nodes;
    const bruno = watcher('bruno', []);
    one?.looks(watcher('ana', heard), 'c1');
    two?.looks(bruno, 'c1');
    await expect.poll(() => heard.at(-1)).toEqual([{ personId: 'bruno', typing: false }]);
    two?.types(bruno);
    await expect.poll(() => heard.at(-1)).toEqual([{ personId: 'bruno', typing: true }]);
    two?.left(bruno);
    await expect.poll(() => heard.at(-1)).toEqual([]);
  });

  async function open(url: string): Promise<Store> {
    const opening: { ok: true; store: Store } | ({ ok: false } & OpenStoreRefusal) = await openStore(
      { kind: 'server', url },
      { log: logger },
    );
    if (!opening.ok) throw new Error(opening.reason);
    return opening.store;
  }
});
