import pg from 'pg';
import { describe, it } from 'vitest';
import type { Session } from '../../../src-backend/channels/livechat/widget/session.ts';
import type { MessageView } from '../../../src-shared/bridge/views.ts';
import { plainFilterLists } from '../../../src-shared/protocol/defaults.ts';
import type { Desktop } from '../../simulators/desktop.ts';
import { openBackendProcess } from '../backend-process.ts';

const everything = {
  filter: {
    tab: 'all' as const,
    status: 'open' as const,
    order: 'newest' as const,
    ...plainFilterLists,
  },
  start: 0,
  count: 100,
};

/** The conversation that this first message opened, and who got it. */
async function opened(desktop: Desktop, text: string): Promise<{ conversationId: string; agent: string }> {
  const { rows } = await desktop.until(
    'inbox.list',
    everything,
    (list) => list.rows.some((row) => row.preview?.text === text && row.assigneeName !== null),
    15_000,
  );
  const row = rows.find(({ preview }) => preview?.text === text);
  return { conversationId: row?.id ?? '', agent: row?.assigneeName ?? '' };
}

const messagesOf = async (desktop: Desktop, conversationId: string): Promise<MessageView[]> =>
  (await desktop.see('conversation.chat', { conversationId, limit: 2_000 })).items.flatMap((item) =>
    item.type === 'message' && item.message.direction !== 'activity' ? [item.message] : [],
  );

const textsOf = (messages: MessageView[], direction: 'inbound' | 'outbound') =>
  messages.filter((message) => message.direction === direction).map(({ text }) => text);

const heardBy = (visitor: Session) =>
  visitor.state().entries.flatMap((entry) => (entry.kind === 'agent' ? [entry.text] : []));

const send = (desktop: Desktop, conversationId: string, text: string) =>
  desktop.act('server.message.send', { conversationId, text, mediaId: null, quotedMessageId: null });

/** As an agent does: while the line is gone the composer is disabled; back, the text is sent. */
async function sendSurely(desktop: Desktop, conversationId: string, text: string): Promise<void> {
  for (;;) {
    if ((await send(desktop, conversationId, text)).ok) return;
    await desktop.until('connection', {}, ({ state }) => state === 'online', 60_000);
  }
}

const pause = (ms: number) => new Promise((done) => setTimeout(done, ms));

// Together: most of their time is waiting.
describe.concurrent.each([
  { store: 'PGlite', kills: 3 },
  // There the jobs of a dead node wait until its heartbeat is missed, as other nodes might still run them.
  { store: 'PostgreSQL', kills: 1 },
] as const)('A backend killed amid the work ($store)', ({ store, kills }) => {
  it('has lost nothing, doubled nothing, kept every order, and goes on by itself', async ({ expect }) => {
    await using operation = await openBackendProcess({ store, people: ['Ana Souza', 'Bruno Lima'] });
    const { graph } = operation;
    const agents = new Map<string, Desktop>();
    for (const name of ['Ana Souza', 'Bruno Lima']) agents.set(name, await operation.agent(name));
    const ana = agents.get('Ana Souza');
    if (ana === undefined) throw new Error('Ana has no desktop');

    const visitors = [operation.visitor(), operation.visitor()];
    const telephones = ['5511988880001', '5511988880002'];
    const customers = [
      ...visitors.map((visitor, index) => ({
        name: `visitante ${index}`,
        says: (text: string) => visitor.sendText(text),
        heard: () => heardBy(visitor),
        whatsapp: false,
      })),
      ...telephones.map((waId, index) => ({
        name: `telefone ${index}`,
        says: (text: string) => void graph.customerWrites({ waId, name: `Cliente ${index}`, text }),
        heard: () => graph.businessMessages().flatMap(({ to, text }) => (to === waId ? [text] : [])),
        whatsapp: true,
      })),
    ];
    const served = [];
    for (const customer of customers) {
      const greeting = `Oi, aqui é ${customer.name}`;
      customer.says(greeting);
      const { conversationId, agent } = await opened(ana, greeting);
      const desktop = agents.get(agent);
      if (desktop === undefined) throw new Error(`${agent} has no desktop`);
      served.push({ ...customer, greeting, conversationId, desktop });
    }

    const lines = 8 * kills;
    const working = Promise.all(
      served.map(async ({ says, desktop, conversationId }) => {
        for (let n = 1; n <= lines; n += 1) {
          says(`pergunta ${n}`);
          await pause(60 + Math.random() * 80);
          await sendSurely(desktop, conversationId, `resposta ${n}`);
        }
      }),
    );
    for (let kill = 0; kill < kills; kill += 1) {
      await pause(500 + Math.random() * 600);
      await operation.kill();
      await operation.start();
      await Promise.all([...agents.values()].map((desktop) => desktop.online(60_000)));
    }
    await working;
    await graph.settled();
    for (const desktop of agents.values()) {
      await desktop.until('outbox', {}, ({ pending }) => pending.length === 0, 60_000);
    }

    const answers = Array.from({ length: lines }, (_, index) => `resposta ${index + 1}`);
    const questions = Array.from({ length: lines }, (_, index) => `pergunta ${index + 1}`);
    for (const { name, desktop, conversationId, greeting, heard, whatsapp } of served) {
      const settled = async () =>
        (await messagesOf(desktop, conversationId)).every(({ status }) => status !== 'queued');
      await expect.poll(settled, { timeout: 60_000, message: `${name}: nothing waits for its job` }).toBe(true);
      // The widget tries its line again by and by, and what it kept may come after the last answer.
      const inboundNow = async () => textsOf(await messagesOf(desktop, conversationId), 'inbound');
      await expect
        .poll(async () => (await inboundNow()).sort(), { timeout: 60_000, message: name })
        .toEqual([greeting, ...questions].sort());
      const messages = await messagesOf(desktop, conversationId);
      expect(textsOf(messages, 'outbound'), name).toEqual(answers);
      const inbound = textsOf(messages, 'inbound');
      // The widget sends in order; WhatsApp repeats a webhook that was refused later than those behind it.
      if (!whatsapp) expect(inbound, name).toEqual([greeting, ...questions]);

      const reached = new Set(heard());
      expect(heard().length, `${name} heard something twice`).toBe(reached.size);
      expect(heard(), name).toEqual(answers.filter((text) => reached.has(text)));
      const missed = messages.filter(({ direction, text }) => direction === 'outbound' && !reached.has(text));
      if (!whatsapp) expect(missed).toEqual([]);
      // Where nobody can know whether it arrived, the agent is told so, and nothing is sent by itself.
      for (const message of missed) expect(message).toMatchObject({ status: 'failed', failure: { code: 'uncertain' } });
      expect(missed.length, name).toBeLessThanOrEqual(kills);
    }
  }, 180_000);
});

describe.concurrent('A message whose sending the death of the backend interrupted', () => {
  it('is uncertain on WhatsApp and repeated on live chat, which shows it once', async ({ expect }) => {
    await using operation = await openBackendProcess({
      store: 'PostgreSQL',
      people: ['Ana Souza'],
      statusAfterMs: { sent: null, delivered: null, read: null },
    });
    const { graph } = operation;
    const ana = await operation.agent('Ana Souza');
    const before = operation.visitor();
    const after = operation.visitor();
    before.sendText('antes de guardar');
    const unstored = await opened(ana, 'antes de guardar');
    after.sendText('depois de guardar');
    const stored = await opened(ana, 'depois de guardar');
    await graph.customerWrites({ waId: '5511988880001', name: 'Cliente', text: 'pelo zap' }).delivered;
    const whatsapp = await opened(ana, 'pelo zap');

    // The request is at Meta, which stays silent.
    graph.faults.keepSilent(1);
    await send(ana, whatsapp.conversationId, 'resposta pelo zap');
    await expect.poll(() => graph.businessMessages().length).toBe(1);

    await using locks = await lockingClients(operation.databaseUrl ?? '', 3);
    const [ofBefore, ofAfter, log] = locks.clients;
    if (ofBefore === undefined || ofAfter === undefined || log === undefined) throw new Error('three were asked for');
    // Both are claimed, and held just before their entry in the visitor's list is written.
    await holdVisitor(ofBefore, 'antes de guardar');
    await holdVisitor(ofAfter, 'depois de guardar');
    await send(ana, unstored.conversationId, 'resposta não guardada');
    await send(ana, stored.conversationId, 'resposta guardada');
    for (const text of ['resposta não guardada', 'resposta guardada']) {
      await expect.poll(() => isThere(log, CLAIMED, text)).toBe(true);
    }
    // One entry is then written, and its outcome cannot be.
    await log.query('BEGIN');
    await log.query('SELECT * FROM workspace_log FOR UPDATE');
    await ofAfter.query('ROLLBACK');
    await expect.poll(() => isThere(ofAfter, ENTRY, 'resposta guardada')).toBe(true);
    expect(await isThere(ofAfter, ENTRY, 'resposta não guardada')).toBe(false);
    await operation.kill();
    await locks[Symbol.asyncDispose]();
    await operation.start();
    await ana.online(60_000);

    const last = async (conversationId: string) => (await messagesOf(ana, conversationId)).at(-1);
    await expect
      .poll(() => last(whatsapp.conversationId), { timeout: 60_000 })
      .toMatchObject({
        text: 'resposta pelo zap',
        status: 'failed',
        failure: { code: 'uncertain' },
        attempts: [{ outcome: 'uncertain', code: 'interrupted' }],
      });
    await expect.poll(() => heardBy(before), { timeout: 60_000 }).toEqual(['resposta não guardada']);
    await expect.poll(() => heardBy(after), { timeout: 60_000 }).toEqual(['resposta guardada']);
    for (const { conversationId } of [stored, unstored]) {
      await expect.poll(async () => (await last(conversationId))?.status).not.toBe('queued');
    }
    expect(graph.businessMessages()).toHaveLength(1);
  }, 120_000);
});

const CLAIMED = "SELECT 1 FROM message WHERE text = $1 AND status = 'queued' AND sending_since IS NOT NULL";
const ENTRY = "SELECT 1 FROM livechat_entry WHERE text = $1 AND kind = 'agent'";

async function isThere(client: pg.Client, query: string, text: string): Promise<boolean> {
  return (await client.query(query, [text])).rowCount === 1;
}

/** Nothing can be written for the visitor who wrote this until the client's transaction ends. */
async function holdVisitor(client: pg.Client, text: string): Promise<void> {
  await client.query('BEGIN');
  const { rowCount } = await client.query(
    'SELECT 1 FROM livechat_visitor WHERE id = (SELECT visitor_id FROM livechat_entry WHERE text = $1) FOR UPDATE',
    [text],
  );
  if (rowCount !== 1) throw new Error(`no visitor wrote «${text}»`);
}

async function lockingClients(url: string, count: number): Promise<{ clients: pg.Client[] } & AsyncDisposable> {
  const clients = Array.from({ length: count }, () => new pg.Client({ connectionString: url }));
  for (const client of clients) await client.connect();
  return {
    clients,
    async [Symbol.asyncDispose]() {
      for (const client of clients.splice(0)) await client.end();
    },
  };
}
