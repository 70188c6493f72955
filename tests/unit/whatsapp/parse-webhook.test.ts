import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { InboundEvent } from '../../../src-backend/channels/contract.ts';
import { parseWebhook } from '../../../src-backend/channels/whatsapp/parse-webhook.ts';
import { contentSchema } from '../../../src-shared/protocol/content.ts';

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
  events.map((event) => (event.type === 'ignored' ? event.reason : 'externalId' in event ? event.externalId : null));

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

describe('what is not words', () => {
  const said = (part: object) => only(post(change({ messages: [{ id: 'm', from: '5511987654321', ...part }] })))[0];

  it('knows a voice note by its flag or, in older payloads, by its type', () => {
    expect(said({ type: 'audio', audio: { id: '1', voice: true } })).toMatchObject({
      kind: 'audio',
      media: { voice: true },
    });
    expect(said({ type: 'voice', voice: { id: '1' } })).toMatchObject({ kind: 'audio', media: { voice: true } });
    const [music] = only(post(change({ messages: [{ id: 'm', from: '5511', type: 'audio', audio: { id: '1' } }] })));
    expect(music?.type === 'message' && music.media?.voice).toBeFalsy();
  });

  it('cuts what is longer than may be stored, instead of losing the message', () => {
    const long = 'ã'.repeat(5_000);
    const contacts = Array.from({ length: 150 }, () => ({
      name: { formatted_name: long },
      phones: Array.from({ length: 80 }, () => ({ phone: '1' })),
    }));
    const event = said({ type: 'contacts', contacts });
    const content = event?.type === 'message' ? event.content : null;
    expect(contentSchema.parse(content)).toEqual(content);
    expect(content?.type === 'contacts' && content.cards.length).toBe(100);
    const form = JSON.stringify(Object.fromEntries(Array.from({ length: 300 }, (_, n) => [`${n}${long}`, long])));
    const answered = said({
      type: 'interactive',
      interactive: { type: 'nfm_reply', nfm_reply: { response_json: form } },
    });
    const reply = answered?.type === 'message' ? answered.content : null;
    expect(contentSchema.parse(reply)).toEqual(reply);
  });

  it('says why WhatsApp itself does not hand something over', () => {
    const errors = [{ code: 131060, title: 'unavailable' }];
    expect(said({ type: 'unsupported', errors })).toMatchObject({ kind: 'unknown', unknownKind: 'unsupported.131060' });
    const unsupported = { type: 'poll_creation' };
    expect(said({ type: 'unsupported', errors, unsupported })).toMatchObject({
      unknownKind: 'unsupported.poll_creation',
    });
  });

  it('never links where an advertisement must not lead', () => {
    const referral = { source_type: 'ad', source_url: 'javascript:alert(1)', headline: 'Oferta' };
    expect(said({ type: 'text', text: { body: 'oi' }, referral })).toMatchObject({
      referral: { url: null, headline: 'Oferta', kind: 'ad' },
    });
  });

  it('is not applied where it has no single customer', () => {
    expect(said({ type: 'text', text: { body: 'oi' }, group_id: 'g1' })).toEqual({
      type: 'ignored',
      reason: 'message of a group',
    });
  });
});

describe('a person', () => {
  const told = (system: object, more: object = {}) =>
    only(post(change({ messages: [{ id: 'm', type: 'system', system, ...more }] })))[0];

  it('changes the number and with it the business-scoped id', () => {
    const system = { type: 'user_changed_number', wa_id: '5521999998888', user_id: 'BR.2', previous_user_id: 'BR.1' };
    expect(told(system, { from: '5511987654321' })).toMatchObject({
      type: 'identity',
      change: 'number',
      from: { address: '5511987654321', phone: '5511987654321', alias: 'BR.1' },
      to: { address: '5521999998888', alias: 'BR.2' },
    });
  });

  it('changes only the id, as a message of the system or as a field of its own', () => {
    const identity = {
      type: 'identity',
      change: 'user-id',
      from: { address: 'BR.1', phone: null },
      to: { address: 'BR.2' },
    };
    expect(told({ type: 'user_changed_user_id', user_id: 'BR.2', previous_user_id: 'BR.1' })).toMatchObject(identity);
    const value = {
      metadata: { phone_number_id: '111' },
      user_id_update: [{ user_id: { previous: 'BR.1', current: 'BR.2' } }],
    };
    expect(only(post({ field: 'user_id_update', value }))).toMatchObject([identity]);
  });

  it('is left alone where the notice does not name both', () => {
    expect(told({ type: 'user_changed_number' }, { from: '5511987654321' })).toMatchObject({ type: 'ignored' });
    expect(told({ type: 'something_new' }, { from: '5511987654321' })).toEqual({
      type: 'ignored',
      reason: 'system: something_new',
    });
  });
});

describe('what the business did on the telephone', () => {
  const echoed = (message: object) =>
    only(
      post({
        field: 'smb_message_echoes',
        value: {
          metadata: { phone_number_id: '111' },
          message_echoes: [{ id: 'e', from: '551140000000', ...message }],
        },
      }),
    )[0];

  it('concerns the customer it went to', () => {
    const to = { to: '5511987654321', to_user_id: 'BR.1' };
    expect(echoed({ ...to, type: 'text', text: { body: 'oi' } })).toMatchObject({
      type: 'message',
      echo: true,
      sender: { address: '5511987654321', alias: 'BR.1' },
    });
    expect(echoed({ ...to, type: 'reaction', reaction: { message_id: 'm', emoji: '👍' } })).toMatchObject({
      type: 'reaction',
      echo: true,
    });
    expect(echoed({ type: 'text', text: { body: 'oi' } })).toEqual({
      type: 'ignored',
      reason: 'message without a sender',
    });
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
