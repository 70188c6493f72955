import { randomBytes } from 'node:crypto';
import { connect } from 'node:net';
import { expect, test } from 'vitest';
import { passingMemory } from '../../../src-backend/channels/livechat/widget/memory.ts';
import { createOutbox } from '../../../src-backend/channels/livechat/widget/outbox.ts';
import { createSession } from '../../../src-backend/channels/livechat/widget/session.ts';
import { openProduct } from '../harness.ts';

/** A browser whose WebSocket was opened and that then fell asleep: it answers nothing, a goodbye neither. */
function sleeper(url: string): Promise<{ end(): void }> {
  const { port } = new URL(url);
  const socket = connect(Number(port), '127.0.0.1');
  socket.write(
    [
      'GET /livechat/socket/?EIO=4&transport=websocket HTTP/1.1',
      `Host: 127.0.0.1:${port}`,
      'Connection: Upgrade',
      'Upgrade: websocket',
      'Sec-WebSocket-Version: 13',
      `Sec-WebSocket-Key: ${randomBytes(16).toString('base64')}`,
      '\r\n',
    ].join('\r\n'),
  );
  socket.on('error', () => undefined);
  return new Promise((done) => socket.once('data', () => done({ end: () => socket.destroy() })));
}

test('a backend that stops does not wait for who sleeps, nor for visitors who are back before the door is shut', async () => {
  await using product = await openProduct();
  const { url, core } = product.backend();
  const [chat] = core.connections.ofChannel('livechat');
  const sleeping = await sleeper(url);
  const visitors = Array.from({ length: 5 }, () =>
    createSession({
      origin: url,
      connectionId: chat?.id ?? '',
      secret: randomBytes(32).toString('base64url'),
      outbox: createOutbox(passingMemory(), 'outbox'),
      upload: () => Promise.reject(new Error('no images here')),
      patience: { first: 1, longest: 2, answer: 2_000 },
    }),
  );
  for (const visitor of visitors) visitor.start();
  const lines = () => visitors.map((visitor) => visitor.state().line);
  await expect.poll(lines, { timeout: 10_000 }).toEqual(visitors.map(() => 'online'));

  const from = performance.now();
  await product.restartBackend();
  expect(performance.now() - from).toBeLessThan(20_000);
  for (const visitor of visitors) visitor.close();
  sleeping.end();
}, 60_000);
