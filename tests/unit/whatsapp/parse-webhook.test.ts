import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { InboundEvent } from '../../../src-backend/channels/contract.ts';
import { parseWebhook } from '../../../src-backend/channels/whatsapp/parse-webhook.ts';

const change = (value: object, phone = '111') => ({
  field: 'messages',
  value: { messaging_product: 'whatsapp', metadata: { phone_number_id: phone }, ...value },
});
const post = (...changes: unknown[]) => ({ object: 'whatsapp_business_account', entry: [{ id: '9', changes }] });
const text = (id: string, extra: object = {}) => ({
  id,
  from: '5531988887777',
  timestamp: '1750000000',
  type: 'text',
  text: { body: `olá ${id}` },
  ...extra,
});
const only = (raw: unknown): InboundEvent[] => parseWebhook(raw).flatMap((batch) => batch.events);
const idsOf = (events: InboundEvent[]) =>
  events.map((event) =>
    event.type === 'ignored' ? event.reason : 'externalId' in event ? event.externalId : event.type,
  );

describe('a webhook body', () => {
  it('is sorted by number, messages before statuses, over several entries and changes', () => {
    const raw = {
      object: 'whatsapp_business_account',
      entry: [
        {
          id: '9',
          changes: [change({ statuses: [{ id: 's1', status: 'sent' }] }), change({ messages: [text('m1')] })],
        },
        { id: '8', changes: [change({ messages: [text('m3')] }, '222'), change({ messages: [text('m2')] })] },
      ],
    };
    const batches = parseWebhook(raw);
    expect(batches.map(({ phoneNumberId, events }) => [phoneNumberId, idsOf(events)])).toEqual([
      ['111', ['m1', 'm2', 's1']],
      ['222', ['m3']],
    ]);
  });

  it('loses nothing to a bad item beside good ones', () => {
    const raw = post(
      change({ messages: [text('m1'), null, 7, { type: 'text' }, text('m2')], statuses: [{}, 'x'] }),
      'bad',
    );
    expect(idsOf(only(raw))).toEqual([
      'm1',
      'm2',
      'message without an id',
      'message without an id',
      'message without an id',
      'status without an id',
      'status without an id',
      'malformed change',
    ]);
  });

  it('never throws and never answers nothing, whatever it is given', () => {
    fc.assert(fc.property(fc.jsonValue(), (raw) => only(raw).length > 0));
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.jsonValue(), fc.constant(text('m')))), fc.jsonValue(), (messages, contacts) => {
        const events = only(post(change({ messages, contacts })));
        expect(events.length).toBe(Math.max(1, messages.length));
      }),
    );
  });

  it('keeps a message whose optional parts make no sense', () => {
    const [event] = only(
      post(change({ messages: [text('m1', { timestamp: {}, context: 5, from_user_id: 3 })], contacts: 'nobody' })),
    );
    expect(event).toMatchObject({ type: 'message', text: 'olá m1', providerAt: null, quotedExternalId: null });
  });
});

describe('who wrote', () => {
  it('is named by the contact of the same number, not by its neighbour', () => {
    const contacts = [
      { wa_id: '5511999990000', profile: { name: 'Outra' } },
      { wa_id: '5531988887777', profile: { name: ' Ana ' } },
    ];
    const [event] = only(post(change({ messages: [text('m1')], contacts })));
    expect(event).toMatchObject({
      sender: { address: '5531988887777', phone: '5531988887777', profileName: 'Ana' },
      providerAt: 1_750_000_000_000,
    });
  });

  it('may be known only by a business-scoped user id', () => {
    const contacts = [{ user_id: 'BR.1502', profile: { name: 'Bia' } }];
    const messages = [
      { id: 'm1', type: 'text', text: { body: 'oi' }, from_user_id: 'BR.1502' },
      { id: 'm2', type: 'text', text: { body: 'oi' } },
    ];
    const sender = { address: 'BR.1502', phone: null, profileName: 'Bia' };
    expect(only(post(change({ messages, contacts })))).toMatchObject([{ sender }, { sender }]);
  });

  it('is said to be missing when nothing names them', () => {
    expect(only(post(change({ messages: [{ id: 'm1', type: 'text', text: { body: 'oi' } }] })))).toEqual([
      { type: 'ignored', reason: 'message without a sender' },
    ]);
  });
});

describe('what was written', () => {
  const said = (part: object) => only(post(change({ messages: [{ id: 'm', from: '5511987654321', ...part }] })))[0];

  it('becomes the unknown kind, under its name, when nobody knows it or it is not as documented', () => {
    expect(said({ type: 'hologram', hologram: {} })).toMatchObject({ kind: 'unknown', unknownKind: 'hologram' });
    expect(said({ type: 'image', image: {} })).toMatchObject({ kind: 'unknown', unknownKind: 'image' });
    expect(said({ type: 'constructor' })).toMatchObject({ kind: 'unknown', unknownKind: 'constructor' });
    expect(said({})).toMatchObject({ kind: 'unknown', unknownKind: 'unnamed' });
  });

  it('keeps an image with its caption and where to fetch it', () => {
    expect(said({ type: 'image', image: { id: '77', mime_type: 'image/jpeg', caption: 'a caixa' } })).toMatchObject({
      kind: 'image',
      text: 'a caixa',
      media: { source: { type: 'provider', ref: '77' }, mime: 'image/jpeg', name: null, bytes: null },
    });
  });

  it('keeps the answers of a form without our own token', () => {
    const nfm_reply = { body: 'Sent', response_json: '{"nota":"4","flow_token":"segredo"}' };
    expect(said({ type: 'interactive', interactive: { type: 'nfm_reply', nfm_reply } })).toMatchObject({
      kind: 'interactive',
      text: 'Sent\nnota: 4',
    });
  });

  it('is left without the characters that no database stores', () => {
    expect(said({ type: 'text', text: { body: 'a\u0000b\ud800c' } })).toMatchObject({ text: 'ab\ufffdc' });
  });

  it('keeps a very long message whole', () => {
    const body = 'ç'.repeat(100_000);
    expect(said({ type: 'text', text: { body } })).toMatchObject({ text: body });
  });
});

describe('a status', () => {
  it('carries our own message id back when the provider repeats it', () => {
    const statuses = [
      { id: 'w1', status: 'delivered', timestamp: 1750000000, biz_opaque_callback_data: 'ours' },
      { id: 'w2', status: 'warning' },
      { id: 'w3', status: 'failed', errors: [{ code: 131047, title: 'Re-engagement message' }] },
      { id: 'w4', status: 'failed' },
    ];
    expect(only(post(change({ statuses })))).toEqual([
      {
        type: 'status',
        externalId: 'w1',
        status: 'delivered',
        failure: null,
        providerAt: 1_750_000_000_000,
        messageId: 'ours',
      },
      {
        type: 'status',
        externalId: 'w3',
        status: 'failed',
        failure: { code: '131047', detail: 'Re-engagement message' },
        providerAt: null,
      },
      {
        type: 'status',
        externalId: 'w4',
        status: 'failed',
        failure: { code: 'unknown', detail: null },
        providerAt: null,
      },
      { type: 'ignored', reason: 'status: warning' },
    ]);
  });
});
