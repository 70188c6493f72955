import { createServer, type RequestListener } from 'node:http';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { OutboundMessage, SendOutcome } from '../../../src-backend/channels/contract.ts';
import { tinyPng } from './contract.ts';
import { accessToken, openWhatsAppDesk, type WhatsAppDesk, type WhatsAppDeskOptions } from './whatsapp-desk.ts';

const phone = '5531988887777';
const HOUR = 60 * 60_000;

const message = (part: Partial<OutboundMessage> = {}): OutboundMessage => ({
  id: '0198a000-0000-7000-8000-000000000001',
  to: { address: phone, phone, profileName: null },
  kind: 'text',
  text: 'Bom dia!',
  media: null,
  quotedExternalId: null,
  ...part,
});

describe('sending by WhatsApp', () => {
  const closing: (() => Promise<void>)[] = [];
  afterEach(async () => {
    for (const close of closing.splice(0)) await close();
  });

  async function open(options: WhatsAppDeskOptions = {}): Promise<WhatsAppDesk> {
    const desk = await openWhatsAppDesk(options);
    closing.push(desk.close);
    return desk;
  }
  /** A desk whose customer has just written, so that the 24-hour window is open. */
  async function openWindow(options: WhatsAppDeskOptions = {}) {
    const desk = await open(options);
    const inbound = desk.graph.customerWrites({ waId: phone, name: 'Ana', text: 'oi' });
    await inbound.delivered;
    return {
      ...desk,
      inbound,
      send: (part: Partial<OutboundMessage> = {}) => desk.channel.send(desk.connection, message(part)),
    };
  }

  const statusesOf = (desk: WhatsAppDesk) =>
    desk.door.accepted.flatMap(({ event }) => (event.type === 'status' ? [event] : []));

  it('brings back every status with the message’s own id', async () => {
    const desk = await openWindow();
    const outcome = await desk.send();
    await expect.poll(() => statusesOf(desk)).toHaveLength(3);
    const externalId = outcome.outcome === 'accepted' ? outcome.externalId : '';
    expect(statusesOf(desk)).toMatchObject(
      ['sent', 'delivered', 'read'].map((status) => ({ status, externalId, messageId: message().id, failure: null })),
    );
  });

  it('quotes the message it answers', async () => {
    const desk = await openWindow();
    await desk.send({ quotedExternalId: desk.inbound.externalId });
    expect(desk.graph.businessMessages()[0]?.quotedId).toBe(desk.inbound.externalId);
  });

  it('reaches someone known only by a business-scoped user id', async () => {
    const desk = await open();
    await desk.graph.customerWrites({ userId: 'BR.1502', name: 'Bia', text: 'oi' }).delivered;
    const [first] = desk.door.accepted;
    if (first?.event.type !== 'message') throw new Error('no message');
    const outcome = await desk.channel.send(desk.connection, message({ to: first.event.sender }));
    expect(outcome).toMatchObject({ outcome: 'accepted' });
    expect(desk.graph.businessMessages()[0]?.to).toBe('BR.1502');
  });

  it('reports the closed window as 131047 and as final, 24 hours after the last message', async () => {
    let at = Date.parse('2026-03-02T12:00:00Z');
    const desk = await openWindow({ graph: { now: () => at } });
    at += 24 * HOUR - 1000;
    expect(await desk.send()).toMatchObject({ outcome: 'accepted' });
    at += 1000;
    expect(await desk.send()).toEqual({
      outcome: 'failed',
      code: '131047',
      detail: 'More than 24 hours have passed since the customer last replied',
    });
  });

  it('keeps to the pair’s rate by itself: what is too fast is held back before the provider sees it', async () => {
    let at = Date.parse('2026-03-02T12:00:00Z');
    const desk = await openWindow({ graph: { now: () => at, messagesPerSecond: 1000 }, channel: { now: () => at } });
    for (let sent = 0; sent < 45; sent++) expect((await desk.send()).outcome).toBe('accepted');
    const uploads = vi.fn(async () => tinyPng);
    const picture = { kind: 'image' as const, media: { mime: 'image/png', name: null, read: uploads } };
    expect(await desk.send(picture)).toMatchObject({ outcome: 'retry', held: true, afterMs: 6_000 });
    expect(uploads).not.toHaveBeenCalled();
    const other = { address: '5531988880000', phone: '5531988880000', profileName: null };
    await desk.graph.customerWrites({ waId: other.address, name: 'Bia', text: 'oi' }).delivered;
    expect((await desk.send({ to: other })).outcome).toBe('accepted');
    at += 6_000;
    expect((await desk.send()).outcome).toBe('accepted');
    expect(await desk.send()).toMatchObject({ held: true, afterMs: 6_000 });
  });

  it('waits longer each time the pair limit is hit all the same, and starts anew after a success', async () => {
    let at = Date.parse('2026-03-02T12:00:00Z');
    const channel = { now: () => at, rates: { ask: () => 0 } };
    const desk = await openWindow({ graph: { now: () => at, messagesPerSecond: 1000 }, channel });
    for (let sent = 0; sent < 45; sent++) expect((await desk.send()).outcome).toBe('accepted');
    const waits: (number | null)[] = [];
    for (let tries = 0; tries < 3; tries++) waits.push(waitOf(await desk.send(), '131056'));
    expect(waits).toEqual([1_000, 4_000, 16_000]);
    at += 6_000;
    expect((await desk.send()).outcome).toBe('accepted');
    expect(waitOf(await desk.send(), '131056')).toBe(1_000);
  });

  it.each([
    [130429, 'retry'],
    [80007, 'retry'],
    [4, 'retry'],
    [2, 'retry'],
    [131000, 'retry'],
    [131016, 'retry'],
    [131053, 'retry'],
    [131048, 'failed'],
    [131026, 'failed'],
    [131047, 'failed'],
    [131051, 'failed'],
    [190, 'failed'],
    [368, 'failed'],
  ])('takes the answer %i as %s', async (code, outcome) => {
    const desk = await openWindow();
    desk.graph.faults.refuseSends(1, code);
    const answer = await desk.send();
    expect(answer).toMatchObject({ outcome, code: String(code) });
    if (answer.outcome === 'retry') expect(answer.afterMs).toBeGreaterThanOrEqual(1_000);
    expect(desk.graph.businessMessages()).toHaveLength(0);
  });

  it('learns from a later status that an accepted message failed', async () => {
    const desk = await openWindow();
    desk.graph.faults.failDeliveries(1, 131026);
    expect(await desk.send()).toMatchObject({ outcome: 'accepted' });
    await expect.poll(() => statusesOf(desk)).toHaveLength(1);
    expect(statusesOf(desk)[0]).toMatchObject({ status: 'failed', failure: { code: '131026' } });
  });

  it('is uncertain when the connection is cut after the request, and a status settles it', async () => {
    const desk = await openWindow();
    desk.graph.faults.loseAnswers(1);
    expect(await desk.send()).toMatchObject({ outcome: 'uncertain', code: 'network' });
    expect(desk.graph.businessMessages()).toHaveLength(1);
    await expect.poll(() => statusesOf(desk).length).toBeGreaterThan(0);
    expect(statusesOf(desk)[0]).toMatchObject({ messageId: message().id, status: 'sent' });
  });

  it('is uncertain when no answer comes in time', async () => {
    const desk = await openWindow({ channel: { sendTimeoutMs: 200 } });
    desk.graph.faults.keepSilent(1);
    expect(await desk.send()).toMatchObject({ outcome: 'uncertain', code: 'timeout' });
  });

  it('asks for another try when nobody listens or the name is not known', async () => {
    const desk = await openWindow();
    await desk.graph.refuseConnections();
    expect(await desk.send()).toMatchObject({ outcome: 'retry', code: 'network', detail: 'ECONNREFUSED' });
    const lost = {
      ...desk.connection,
      settings: { ...desk.connection.settings, graphUrl: 'https://graph.invalid/v26.0' },
    };
    expect(await desk.channel.send(lost, message())).toMatchObject({ outcome: 'retry', code: 'network' });
  });

  it('may repeat an upload that went unanswered: nothing was sent by it', async () => {
    const desk = await openWindow();
    const media = { mime: 'image/png', name: null, read: async () => tinyPng };
    const cut = await serve((request) => request.socket.destroy());
    const broken = { ...desk.connection, settings: { ...desk.connection.settings, graphUrl: cut } };
    expect(await desk.channel.send(broken, message({ kind: 'image', media }))).toMatchObject({ outcome: 'retry' });
  });

  it.each([
    [200, '{"messages":[]}', 'uncertain', 'http-200'],
    [200, '{"messages":[{"id":"w', 'uncertain', 'http-200'],
    [502, '<html>Bad Gateway</html>', 'uncertain', 'http-502'],
    [500, '{"error":{"code":1,"message":"unknown"}}', 'uncertain', '1'],
    [503, '', 'retry', 'http-503'],
    [429, '', 'retry', 'http-429'],
    [404, 'not here', 'failed', 'http-404'],
    [302, '', 'failed', 'http-302'],
  ])('takes %i with %s as %s', async (status, body, outcome, code) => {
    const desk = await open();
    const strange = await serve((_request, response) =>
      response.writeHead(status, { location: 'http://127.0.0.1:9/' }).end(body),
    );
    const connection = { ...desk.connection, settings: { ...desk.connection.settings, graphUrl: strange } };
    expect(await desk.channel.send(connection, message())).toMatchObject({ outcome, code });
  });

  it('marks as read, and shows typing on the customer’s last message', async () => {
    const desk = await openWindow();
    const to = message().to;
    await desk.channel.markRead?.(desk.connection, to, desk.inbound.externalId);
    await desk.channel.typing?.(desk.connection, to, desk.inbound.externalId);
    await desk.channel.typing?.(desk.connection, to, null);
    expect(desk.graph.readMarks()).toEqual([
      { messageId: desk.inbound.externalId, typing: false },
      { messageId: desk.inbound.externalId, typing: true },
    ]);
    await expect(desk.channel.markRead?.(desk.connection, to, 'wamid.unknown')).rejects.toThrow('100');
  });

  it('is refused with 190 when the token is not the right one', async () => {
    const desk = await openWindow();
    const settings = { ...desk.connection.settings, accessToken: `${accessToken}x` };
    expect(await desk.channel.send({ ...desk.connection, settings }, message())).toMatchObject({ code: '190' });
  });

  async function serve(listener: RequestListener): Promise<string> {
    const server = createServer(listener);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    closing.push(async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    });
    const address = server.address();
    return `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}/v26.0`;
  }
});

function waitOf(outcome: SendOutcome, code: string): number | null {
  return outcome.outcome === 'retry' && outcome.code === code ? outcome.afterMs : null;
}
