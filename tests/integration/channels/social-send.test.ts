import { createHmac } from 'node:crypto';
import { afterEach, describe, expect, it } from 'vitest';
import type { OutboundMessage } from '../../../src-backend/channels/contract.ts';
import { tinyPng } from './contract.ts';
import { openSocialDesk, products, type SocialDesk, verifyToken } from './social-desk.ts';

const person = { id: '6290000000000001', name: 'Ana', username: 'ana.souza' };
const to = { address: person.id, phone: null, profileName: null };
const HOUR = 3_600_000;

describe.each(['instagram', 'messenger'] as const)('%s', (product) => {
  let desk: SocialDesk;
  const clock = { now: 1_795_000_000_000 };
  const now = () => clock.now;
  const open = async (options: Parameters<typeof openSocialDesk>[1] = {}) => {
    const marksAfterMs = { delivered: null, read: null };
    desk = await openSocialDesk(product, {
      ...options,
      graph: { now, echoes: 'never', marksAfterMs, ...options.graph },
      channel: { now, ...options.channel },
    });
    await desk.graph.customerWrites({ person, text: 'oi' }).delivered;
  };
  afterEach(() => desk.close());

  let count = 0;
  const send = (part: Partial<OutboundMessage>) => {
    count += 1;
    const id = `0198a000-0000-7000-8000-${String(count).padStart(12, '0')}`;
    const plain = { id, to, kind: 'text' as const, text: null, media: null, quotedExternalId: null };
    return desk.channel.send(desk.connection, { ...plain, ...part });
  };
  const last = () => desk.graph.businessMessages().at(-1);

  it('writes freely for 24 hours, and after that not at all', async () => {
    await open();
    const lastInboundAt = clock.now;
    clock.now += 24 * HOUR - 1;
    expect(await send({ text: 'ainda', lastInboundAt })).toMatchObject({ outcome: 'accepted' });
    expect(last()).toMatchObject({ text: 'ainda', tag: null });
    clock.now += 1;
    expect(await send({ text: 'tarde', lastInboundAt })).toMatchObject({
      outcome: 'failed',
      code: 'answer-window-closed',
    });
    // Whoever does not know when the customer wrote is told by the provider.
    const code = product === 'instagram' ? '10.2534022' : '10.2018278';
    expect(await send({ text: 'tarde' })).toMatchObject({ outcome: 'failed', code });
    expect(desk.graph.businessMessages()).toHaveLength(1);
  });

  it('lets people write for seven days with the tag, and automations never', async () => {
    await open({ humanAgent: true });
    const lastInboundAt = clock.now;
    clock.now += 48 * HOUR;
    expect(await send({ text: 'sou eu', lastInboundAt })).toMatchObject({ outcome: 'accepted' });
    expect(last()).toMatchObject({ text: 'sou eu', tag: 'HUMAN_AGENT' });
    expect(await send({ text: 'robô', lastInboundAt, automatic: true })).toMatchObject({
      code: 'answer-window-closed',
    });
    expect(desk.channel.capabilitiesWith?.(desk.connection.settings)).toMatchObject({
      windowMs: 7 * 24 * HOUR,
      peopleOnlyAfterMs: 24 * HOUR,
    });
    clock.now += 5 * 24 * HOUR;
    expect(await send({ text: 'tarde', lastInboundAt })).toMatchObject({ outcome: 'failed' });
  });

  it('answers a message, marks as read, and shows that somebody types', async () => {
    await open();
    const { externalId, delivered } = desk.graph.customerWrites({ person, text: 'tem P?' });
    await delivered;
    await send({ text: 'tem sim', quotedExternalId: externalId });
    expect(last()).toMatchObject({ text: 'tem sim', quotedId: externalId });
    await desk.channel.typing?.(desk.connection, to, externalId);
    await desk.channel.markRead?.(desk.connection, to, externalId);
    expect(desk.graph.actions().map(({ action }) => action)).toEqual(['typing_on', 'mark_seen']);
  });

  it('reacts, and takes a reaction back', async () => {
    await open();
    const { externalId, delivered } = desk.graph.customerWrites({ person, text: 'obrigada' });
    await delivered;
    expect(await desk.channel.react?.(desk.connection, to, externalId, '❤️')).toMatchObject({ outcome: 'accepted' });
    expect(await desk.channel.react?.(desk.connection, to, externalId, null)).toMatchObject({ outcome: 'accepted' });
    const laughing = await desk.channel.react?.(desk.connection, to, externalId, '😂');
    expect(desk.graph.actions().slice(0, 2)).toMatchObject([
      { action: 'react', target: externalId, reaction: product === 'instagram' ? 'love' : '❤️' },
      { action: 'unreact', target: externalId },
    ]);
    // Instagram knows one reaction of a business.
    expect(laughing?.outcome).toBe(product === 'instagram' ? 'failed' : 'accepted');
  });

  it('uploads a file under a name that the provider takes', async () => {
    await open();
    const media = {
      mime: 'application/pdf',
      name: 'Orçamento nº 7 – São João.pdf',
      read: async () => new Uint8Array(9),
    };
    expect(await send({ kind: 'document', media })).toMatchObject({ outcome: 'accepted' });
    expect(last()?.attachment).toMatchObject({ type: 'file', name: 'Orcamento n_ 7 _ Sao Joao.pdf' });
  });

  it('tells what is wrong with a person from what is wrong with the account, and what passes from what does not', async () => {
    await open();
    const refusedWith = async (code: number) => {
      desk.graph.faults.refuseSends(1, code);
      return send({ text: 'x' });
    };
    expect(await refusedWith(551)).toMatchObject({ outcome: 'failed', code: '551.1545041' });
    expect(await refusedWith(2018300)).toMatchObject({ outcome: 'failed', code: '10.2018300' });
    expect(await refusedWith(190)).toMatchObject({ outcome: 'failed', code: '190' });
    expect(await refusedWith(613)).toMatchObject({ outcome: 'retry', code: '613' });
    expect(await refusedWith(1200)).toMatchObject({ outcome: 'retry', code: '1200' });
    const stranger = await send({ text: 'x', to: { ...to, address: '77' } });
    expect(stranger).toMatchObject({ code: product === 'instagram' ? '100.2534014' : '100.2018001' });
  });

  it('is uncertain when no answer comes, whatever became of the message', async () => {
    await open();
    desk.graph.faults.loseAnswers(1);
    expect(await send({ text: 'chegou?' })).toMatchObject({ outcome: 'uncertain' });
    expect(last()?.text).toBe('chegou?');
  });

  it('asks what somebody is called, and takes no for an answer', async () => {
    await open();
    expect(await desk.channel.profileName?.(desk.connection, person.id)).toBe('Ana');
    await desk.graph.customerWrites({ person: { id: '7', name: '', username: 'so.arroba' }, text: 'oi' }).delivered;
    expect(await desk.channel.profileName?.(desk.connection, '7')).toBe('@so.arroba');
    expect(await desk.channel.profileName?.(desk.connection, '8')).toBeNull();
    await desk.graph.refuseConnections();
    await expect(desk.channel.profileName?.(desk.connection, person.id)).rejects.toThrow('could not be asked');
  });

  it('fetches media from the provider’s own addresses only', async () => {
    await open();
    for (const ref of [
      'https://evil.example/a.png',
      'http://169.254.169.254/latest',
      'file:///etc/passwd',
      'IMAGE_URL',
    ])
      await expect(desk.channel.fetchMedia?.(desk.connection, ref, 100)).rejects.toThrow('not the provider’s');
  });

  it('asks where the media of a message are now, and takes no for an answer', async () => {
    await open();
    const enclosed = (['image', 'video', 'file'] as const).map((type) => ({ type, bytes: tinyPng, mime: 'image/png' }));
    const kept = desk.graph.customerWrites({ person, media: enclosed, expired: 'asked anew' });
    const gone = desk.graph.customerWrites({ person, media: enclosed, expired: 'for good' });
    await Promise.all([kept.delivered, gone.delivered]);
    const places = (await desk.channel.mediaAgain?.(desk.connection, kept.externalId)) ?? [];
    expect(places).toHaveLength(3);
    for (const place of places)
      expect(await desk.channel.fetchMedia?.(desk.connection, place, 1_000)).toMatchObject({ mime: 'image/png' });
    expect(await desk.channel.mediaAgain?.(desk.connection, gone.externalId)).toEqual([]);
    await desk.graph.refuseConnections();
    await expect(desk.channel.mediaAgain?.(desk.connection, kept.externalId)).rejects.toThrow('could not be asked');
  });

  it('reads nothing that is not signed by the application of the account, and answers what is nobody’s', async () => {
    await open();
    const { accountId } = products[product].account;
    const object = product === 'instagram' ? 'instagram' : 'page';
    const item = {
      sender: { id: '1' },
      recipient: { id: accountId },
      timestamp: 1,
      message: { mid: 'm_x', text: 'x' },
    };
    const post = async (id: string, secret: string) => {
      const body = JSON.stringify({ object, entry: [{ id, time: 1, messaging: [item] }] });
      const signature = createHmac('sha256', secret).update(body).digest('hex');
      const headers = { 'content-type': 'application/json', 'x-hub-signature-256': `sha256=${signature}` };
      return (await fetch(desk.webhook, { method: 'POST', headers, body })).status;
    };
    const before = desk.door.accepted.length;
    expect(await post(accountId, 'another-secret')).toBe(401);
    expect(await post('999', 'another-secret')).toBe(200);
    expect(desk.door.accepted).toHaveLength(before);
    expect(await post(accountId, 'social-app-secret')).toBe(200);
    expect(desk.door.accepted).toHaveLength(before + 1);
    const verified = await fetch(`${desk.webhook}?hub.mode=subscribe&hub.challenge=42&hub.verify_token=${verifyToken}`);
    expect([verified.status, await verified.text()]).toEqual([200, '42']);
    expect((await fetch(`${desk.webhook}?hub.mode=subscribe&hub.challenge=42&hub.verify_token=x`)).status).toBe(403);
    expect(desk.log.join('')).not.toContain('m_x');
  });

  it('tells the supervisors when Meta blocks the account', async () => {
    await open();
    await desk.graph.customerDoes(person.id, { 'policy-enforcement': { action: 'block', reason: 'spam' } });
    expect(desk.door.troubles).toEqual([{ code: '368', detail: 'spam' }]);
  });
});
