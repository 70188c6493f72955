import { expect, test } from 'vitest';
import { RESERVE_BYTES } from '../../../src-backend/store/disk-room.ts';
import { plainFilterLists } from '../../../src-shared/protocol/defaults.ts';
import type { Desktop } from '../../simulators/desktop.ts';
import { openBackendProcess } from '../backend-process.ts';

const LENGTH = 3_500;
const CUSTOMERS = Array.from({ length: 8 }, (_, index) => `551198888000${index}`);
const filter = { tab: 'all' as const, status: 'open' as const, order: 'newest' as const, ...plainFilterLists };

/** What this agent has of every customer, in order: the first word of each text. */
async function seenBy(desktop: Desktop): Promise<Map<string, string[]>> {
  const { rows } = await desktop.see('inbox.list', { filter, start: 0, count: 100 });
  const seen = new Map<string, string[]>();
  for (const { id, title } of rows) {
    const { items } = await desktop.see('conversation.chat', { conversationId: id, limit: 2_000 });
    const words = items.flatMap((item) =>
      item.type === 'message' && item.message.direction === 'inbound'
        ? [item.message.text?.split(' ', 1)[0] ?? '']
        : [],
    );
    seen.set(title, words);
  }
  return seen;
}

test('a backend whose disk is full refuses what it cannot keep, serves on, and with room again lacks nothing', async () => {
  await using operation = await openBackendProcess({ store: 'PGlite', people: ['Ana Souza'] });
  const { graph, network } = operation;
  const ana = await operation.agent('Ana Souza');
  const status = async (path: string) => {
    const answer = await fetch(`${network.url}${path}`);
    return [answer.status, Object(await answer.json()).status];
  };
  const said = new Map(CUSTOMERS.map((waId) => [`Cliente ${waId}`, [] as string[]]));
  function say(waId: string): Promise<boolean> {
    const mine = said.get(`Cliente ${waId}`) ?? [];
    const word = `m${mine.length + 1}`;
    mine.push(word);
    return graph.customerWrites({ waId, name: `Cliente ${waId}`, text: `${word} ${'longa '.repeat(LENGTH / 6)}` })
      .delivered;
  }
  for (const waId of CUSTOMERS) expect(await say(waId)).toBe(true);
  const visitor = operation.visitor();
  visitor.sendText('antes');
  await expect.poll(() => visitor.state().outgoing.length).toBe(0);
  await ana.until('inbox.list', { filter, start: 0, count: 100 }, ({ rows }) => rows.length === CUSTOMERS.length + 1);

  await operation.leaveRoom(RESERVE_BYTES + 128 * 1024);
  // Each writes on when the message before was taken, until one is not.
  let waiting: Promise<boolean>[] = [];
  for (let taken = true; taken; ) {
    waiting = CUSTOMERS.slice(1).map(say);
    const patience = new Promise<'not taken'>((done) => setTimeout(() => done('not taken'), 2_000));
    taken = (await Promise.race([Promise.all(waiting), patience])) !== 'not taken';
  }
  await expect.poll(() => status('/readyz')).toEqual([503, 'disk-full']);
  const answered = graph.webhookAnswers().length;
  waiting.push(say(CUSTOMERS[0] ?? ''));
  visitor.sendText('no meio');
  const { rows } = await ana.see('inbox.list', { filter, start: 0, count: 100 });
  const conversationId = rows[0]?.id ?? '';
  await ana.act('server.note.add', { conversationId, text: 'anotado com o disco cheio', mentionIds: [] });
  await expect.poll(() => graph.webhookAnswers().length, { timeout: 5_000 }).toBeGreaterThan(answered + 3);
  // Meta repeats what was answered so; what was taken before is not touched.
  expect(new Set(graph.webhookAnswers().slice(answered + 1))).toEqual(new Set([500]));
  expect(await status('/healthz')).toEqual([200, 'ok']);
  expect([operation.running(), (await ana.see('connection', {})).state]).toEqual([true, 'online']);
  expect(visitor.state().outgoing).toHaveLength(1);

  await operation.leaveRoom(null);
  await expect.poll(() => status('/readyz'), { timeout: 5_000 }).toEqual([200, 'ok']);
  expect(await Promise.all(waiting)).not.toContain(false);
  await expect.poll(() => visitor.state().outgoing.length, { timeout: 10_000 }).toBe(0);
  const customers = async () => Object.fromEntries([...(await seenBy(ana))].filter(([title]) => said.has(title)));
  await expect.poll(customers, { timeout: 10_000 }).toEqual(Object.fromEntries(said));
  const { items } = await ana.until('conversation.chat', { conversationId, limit: 2_000 }, (chat) =>
    chat.items.some((item) => item.type === 'message' && item.message.text?.startsWith('anotado') === true),
  );
  expect(items.filter((item) => item.type === 'message' && item.message.direction === 'note')).toHaveLength(1);
  expect(visitor.state().entries.flatMap((entry) => (entry.kind === 'visitor' ? [entry.text] : []))).toEqual([
    'antes',
    'no meio',
  ]);

  await operation.kill();
  await operation.leaveRoom(RESERVE_BYTES - 1);
  await expect(operation.start()).rejects.toThrow(/less than 64 MB left; the database was not opened. Make room./);
  await operation.leaveRoom(null);
  await operation.start();
  await ana.online(20_000);
  expect(await customers()).toEqual(Object.fromEntries(said));
}, 90_000);
