import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { emailOf, openProduct, PASSWORD, type Product } from '../harness.ts';
import { createDatabase } from '../stores.ts';
import { conversationOf, everything, messagesIn } from './inbox.ts';
import { connectWhatsApp, type WhatsAppLine } from './whatsapp-line.ts';

let database: Awaited<ReturnType<typeof createDatabase>>;
let product: Product;
let line: WhatsAppLine;
/** Everything the backend wrote into its log. */
let logged: string[];

beforeEach(async () => {
  database = await createDatabase();
  logged = [];
  const logger = pino({ level: 'debug' }, { write: (entry: string) => void logged.push(entry) });
  product = await openProduct({ location: { kind: 'server', url: database.url }, backend: { logger } });
  line = await connectWhatsApp(product);
});
afterEach(async () => {
  await line.close();
  await product[Symbol.asyncDispose]();
  await database.drop();
});

/** How much of what arrived at any webhook was kept. */
async function stored(): Promise<number> {
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  try {
    return (await client.query('SELECT id FROM inbound')).rows.length;
  } finally {
    await client.end();
  }
}

const deliver = async (body: string, signature: string | null) => {
  const response = await fetch(`${product.backend().url}/webhooks/whatsapp`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(signature !== null && { 'x-hub-signature-256': signature }),
    },
    body,
  });
  return [response.status, await response.text()];
};
const signed = (body: string, secret = line.appSecret) =>
  `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`;

describe('webhooks that are not as they should be, on the whole backend', () => {
  test('whoever sends all of a body that is too large before they read is still told so', async () => {
    const { hostname, port } = new URL(product.backend().url);
    const socket = connect(Number(port), hostname);
    await once(socket, 'connect');
    const piece = 'x'.repeat(256 * 1024);
    const head = ['POST /webhooks/whatsapp HTTP/1.1', 'host: turno.test', 'content-type: application/json'];
    socket.write([...head, `content-length: ${20 * piece.length}`, '', ''].join('\r\n'));
    for (let sent = 0; sent < 20; sent += 1) {
      // Longer than the refusal takes.
      await pause(20);
      socket.write(piece);
    }
    expect(await text(socket)).toMatch(/^HTTP\/1\.1 413 /);
  });

  test('too large, malformed and wrongly signed bodies are refused by name, store nothing, and the next good one is served', async () => {
    const large = JSON.stringify({ object: 'whatsapp_business_account', filler: 'x'.repeat(5 * 1024 * 1024) });
    expect(await deliver(large, signed(large))).toEqual([413, '{"error":"too-large"}']);
    for (const body of ['{"object":', '', 'null,', '\u0000']) {
      expect(await deliver(body, signed(body)), JSON.stringify(body)).toEqual([400, '{"error":"invalid"}']);
    }
    const good = line.textWebhook({ waId: '5511988880001', name: 'Maria', text: 'assinada por outro' });
    for (const signature of [null, 'sha256=', 'sha1=00', signed(good, 'another-secret'), signed(`${good} `)]) {
      expect(await deliver(good, signature), String(signature)).toEqual([401, '{"error":"wrong-signature"}']);
    }
    expect(await stored()).toBe(0);
    const ana = await product.agent('Ana Souza');
    expect(await deliver(good, signed(good))).toEqual([200, '']);
    await conversationOf(ana, 'assinada por outro');

    const log = logged.join('');
    for (const entry of ['webhook refused', 'webhook is not JSON', 'webhook with a wrong signature']) {
      expect(log).toContain(entry);
    }
    for (const secret of [
      'assinada por outro',
      '5511988880001',
      'Maria',
      line.appSecret,
      emailOf('Ana Souza'),
      PASSWORD,
    ]) {
      expect(log).not.toContain(secret);
    }
  });

  test('well signed bodies of every wrong form are taken off Meta’s hands without a message', async () => {
    for (const body of [
      'null',
      '7',
      '[]',
      '{}',
      '{"entry":[null,{"changes":[7,{"field":{}}]}]}',
      `[${'['.repeat(5_000)}`,
    ]) {
      const [status] = await deliver(body, signed(body));
      expect([200, 400], body.slice(0, 40)).toContain(status);
    }
    expect(await stored()).toBe(0);
    expect((await fetch(`${product.backend().url}/healthz`)).status).toBe(200);
  });
});

test('a message of 100,000 characters arrives whole on the desktop and is found by its last word', async () => {
  const ana = await product.agent('Ana Souza');
  const text = `${'conversa comprida '.repeat(6_000).slice(0, 99_980)} derradeira`;
  await line.graph.customerWrites({ waId: '5511988880001', name: 'Maria', text }).delivered;
  await line.graph.customerWrites({ waId: '5511988880001', name: 'Maria', text: 'chegou?' }).delivered;
  const conversationId = await conversationOf(ana, 'chegou?');
  const messages = await messagesIn(ana, conversationId);
  expect(messages.map((message) => message.text?.length)).toEqual([text.length, 7]);
  expect(messages[0]?.text).toBe(text);
  const { hits } = await ana.query('search', { text: 'derradeira', limit: 5 });
  expect(hits.map((hit) => hit.conversationId)).toContain(conversationId);
});

test('what is longer than the channel takes is refused by name and nothing of it is sent', async () => {
  const ana = await product.agent('Ana Souza');
  await line.graph.customerWrites({ waId: '5511988880001', name: 'Maria', text: 'oi' }).delivered;
  const conversationId = await conversationOf(ana, 'oi');
  const send = (text: string) =>
    ana.act('server.message.send', { conversationId, text, mediaId: null, quotedMessageId: null });
  await send('x'.repeat(4_097));
  const { conflicts } = await ana.until('outbox', {}, (outbox) => outbox.conflicts.length === 1);
  expect(conflicts[0]).toMatchObject({ name: 'message.send', reason: 'text-too-long' });
  await expect(send('x'.repeat(100_000))).rejects.toThrow('bad-request');
  expect(line.graph.businessMessages()).toEqual([]);
});

describe('NUL, control characters, bidirectional overrides and markup', () => {
  const hostile = 'Zé\u0000\u0007\u001b[2J\u202Efdp.exe\u2066<img src=x onerror=alert(1)>{{contato.nome}}%s\'";--🧨';
  /** PostgreSQL holds no NUL: it is left out or replaced where the text comes in. Everything else stays as written. */
  const kept = hostile.replaceAll('\u0000', '');
  const withoutNul = (text: string | null | undefined) => text?.replaceAll('\uFFFD', '');

  test('in every field of a customer and an agent come back as the text they are, on another desktop too', async () => {
    const ana = await product.agent('Ana Souza');
    const bruno = await product.agent('Bruno Lima');
    await bruno.act('server.presence.set', { state: 'paused', reason: hostile.slice(0, 60) });
    await line.graph.customerWrites({ waId: '5511988880001', name: hostile, text: hostile }).delivered;
    const conversationId = await conversationOf(bruno, kept);
    const card = await bruno.see('conversation', { conversationId });
    expect(card?.title).toContain('<img src=x onerror=alert(1)>');

    const actions = [
      await ana.act('draft.save', { conversationId, side: 'reply', text: hostile }),
      await ana.act('server.message.send', { conversationId, text: hostile, mediaId: null, quotedMessageId: null }),
      await ana.act('server.note.add', { conversationId, text: hostile, mentionIds: [] }),
    ];
    expect(actions.every(({ ok }) => ok)).toBe(true);
    await ana.until('outbox', {}, ({ pending }) => pending.length === 0);
    await expect.poll(() => line.graph.businessMessages().map(({ text }) => withoutNul(text))).toEqual([kept]);
    await bruno.until('conversation.chat', { conversationId, limit: 50 }, ({ items }) =>
      items.some((item) => item.type === 'message' && item.message.direction === 'note'),
    );
    expect((await messagesIn(bruno, conversationId)).map(({ text }) => withoutNul(text))).toEqual([kept, kept, kept]);
    expect(await ana.query('draft', { conversationId, side: 'reply' })).toEqual({ text: hostile });

    for (const text of [hostile, '"', '*', 'NEAR(', 'a" OR "b', '\u0000', 'x:y', '-', '<script>']) {
      await expect(ana.query('search', { text, limit: 10 })).resolves.toHaveProperty('hits');
    }
    const found = await bruno.query('search', { text: 'onerror', limit: 10 });
    expect(found.hits.map((hit) => hit.conversationId)).toContain(conversationId);

    const transfer = {
      conversationId,
      to: { kind: 'agent' as const, id: await idOf(bruno, 'Bruno Lima') },
      note: hostile,
    };
    await bruno.act('server.presence.set', { state: 'available', reason: null });
    expect(await ana.act('server.conversation.transfer', transfer)).toMatchObject({ ok: true });
    await bruno.until('conversation', { conversationId }, (view) => view?.mine === true);
    const finish = { conversationId, reasonId: null, description: hostile };
    expect(await bruno.act('server.conversation.finish', finish)).toMatchObject({ ok: true });
    const finished = await ana.until('conversation', { conversationId }, (view) => view?.status === 'finished');
    expect(withoutNul(finished?.qualification?.description)).toBe(kept);
  });
});

test('half an emoji, as a cut text leaves it, is stored and shown, and holds nothing up', async () => {
  const ana = await product.agent('Ana Souza');
  const body = line.textWebhook({ waId: '5511988880001', name: 'Zé \ud83e', text: 'metade \ud83e' });
  expect(await deliver(body, signed(body))).toEqual([200, '']);
  const fireworks = `a${'🧨'.repeat(3_000)}`;
  await line.graph.customerWrites({ waId: '5511988880002', name: fireworks, text: fireworks }).delivered;
  await line.graph.customerWrites({ waId: '5511988880003', name: 'Maria', text: 'depois' }).delivered;
  const conversationId = await conversationOf(ana, 'depois');
  const { rows } = await ana.until('inbox.list', everything, ({ total }) => total === 3);
  expect(rows.map(({ preview }) => preview?.text.slice(0, 7))).toContain('metade ');
  for (const text of ['nota \ud83e', fireworks]) {
    expect(await ana.act('server.note.add', { conversationId, text, mentionIds: [] })).toMatchObject({ ok: true });
  }
  await ana.act('server.presence.set', { state: 'paused', reason: `${'x'.repeat(78)} \ud83e` });
  await ana.until('outbox', {}, ({ pending }) => pending.length === 0);
  await ana.until('conversation.chat', { conversationId, limit: 50 }, ({ items }) =>
    items.some((item) => item.type === 'message' && item.message.text === fireworks),
  );
});

async function idOf(desktop: Awaited<ReturnType<Product['agent']>>, name: string): Promise<string> {
  const { people } = await desktop.see('directory', {});
  return people.find((person) => person.name === name)?.id ?? '';
}
