import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type {
  ChannelAdapter,
  ChannelConnection,
  InboundEvent,
  InboundMessage,
  OutboundMessage,
  Sender,
  SendOutcome,
} from '../../../src-backend/channels/contract.ts';

/** What the customer has on their screen. */
export interface SeenMessage {
  /** The provider's id, as the adapter answered it. */
  externalId: string;
  /** Of a medium, its caption. */
  text: string | null;
  image: Uint8Array | null;
  /** A medium of another kind. */
  medium?: { kind: string; bytes: Uint8Array } | null;
}

/** One channel with its real parts: the adapter, its way in, and a customer at the other end. */
export interface ChannelHarness {
  adapter: ChannelAdapter;
  connection: ChannelConnection;
  /** How the adapter addresses the customer of this harness, once they have written. */
  customer: Sender;
  /** The customer writes by the channel's real way in; resolves when the channel has taken it. */
  customerWrites(
    message: { text: string } | { image: Uint8Array; mime: string; caption: string | null },
  ): Promise<void>;
  /** What was last written arrives once more, exactly as this provider's (or its network's) repetition looks. */
  repeatLast(): Promise<void>;
  /** Everything that came through the door, in order, ignored events too. */
  received(): readonly InboundEvent[];
  /** The bytes of a received medium, wherever the channel keeps them. */
  bytesOf(message: InboundMessage): Promise<Uint8Array>;
  /** What reached the customer, in order. */
  seen(): Promise<readonly SeenMessage[]>;
  /** Arranges that what the channel depends on cannot be reached until the returned function is called. */
  goOutOfReach: () => Promise<() => Promise<void>>;
  close(): Promise<void>;
}

/** A channel with a provider between us and the customer, who may refuse for good. */
export interface RefusingHarness extends ChannelHarness {
  /** Arranges that the provider refuses the next send, and says by which code. */
  refuseNextSend(): Promise<string>;
}

/** `goOutOfReach` of a channel whose provider has a stand-in. */
export async function refuseConnections(provider: {
  refuseConnections(): Promise<void>;
  acceptConnections(): Promise<void>;
}): Promise<() => Promise<void>> {
  await provider.refuseConnections();
  // Kept-alive connections must be seen closed first: a request written into one that dies is honestly «uncertain».
  await new Promise((resolve) => setTimeout(resolve, 50));
  return provider.acceptConnections;
}

/** `bytesOf` of a channel whose media are at its provider. */
export async function fetchedFrom(
  { adapter, connection }: Pick<ChannelHarness, 'adapter' | 'connection'>,
  { media }: InboundMessage,
): Promise<Uint8Array> {
  if (media?.source.type !== 'provider' || !adapter.fetchMedia) throw new Error('not at the provider');
  const file = await adapter.fetchMedia(connection, media.source.ref, 1_000_000);
  if (file === 'gone') throw new Error('not at the provider any more');
  return file.bytes;
}

/** The smallest PNG there is: one transparent point. */
export const tinyPng: Uint8Array = new Uint8Array(
  Buffer.from(
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==',
    'base64',
  ),
);

const outcomes = new Set<SendOutcome['outcome']>(['accepted', 'failed', 'retry', 'uncertain']);

/** What every channel must do, whatever it is made of. Each channel's own test file calls this. */
export function describeChannelContract<Harness extends ChannelHarness>(
  name: string,
  makeHarness: () => Promise<Harness>,
  more?: (harness: () => Harness, send: (part: Partial<OutboundMessage>) => Promise<SendOutcome>) => void,
  options: { receivesOnly?: true } = {},
): void {
  const receivesOnly = options.receivesOnly === true;
  const itSends = (words: string, run: () => Promise<void>) => (receivesOnly ? undefined : it(words, run));
  describe(`${name}, as a channel`, () => {
    let harness: Harness;
    beforeAll(async () => {
      harness = await makeHarness();
    });
    afterAll(() => harness.close());

    const messages = () => harness.received().filter((event) => event.type === 'message');
    const lastMessage = (): InboundMessage => {
      const message = messages().at(-1);
      if (!message) throw new Error('nothing was received');
      return message;
    };
    let count = 0;
    const outbound = (part: Partial<OutboundMessage>): OutboundMessage => ({
      id: `0198a000-0000-7000-8000-${String(++count).padStart(12, '0')}`,
      to: harness.customer,
      kind: 'text',
      text: null,
      media: null,
      quotedExternalId: null,
      ...part,
    });
    const send = (part: Partial<OutboundMessage>) => harness.adapter.send(harness.connection, outbound(part));
    const picture = (bytes: Uint8Array = tinyPng) => ({ mime: 'image/png', name: 'foto.png', read: async () => bytes });

    it('hands over what the customer writes, under an id of its own and with who wrote it', async () => {
      await harness.customerWrites({ text: 'Oi, meu pedido não chegou 😕 <b>socorro</b>' });
      const message = lastMessage();
      expect(message).toMatchObject({ kind: 'text', text: 'Oi, meu pedido não chegou 😕 <b>socorro</b>', media: null });
      expect(message.externalId).not.toBe('');
      expect(message.sender.address).toBe(harness.customer.address);
    });

    it('hands over a burst in the order it was written, each message under another id', async () => {
      const before = messages().length;
      for (const text of ['um', 'dois', 'três']) await harness.customerWrites({ text });
      const burst = messages().slice(before);
      expect(burst.map(({ text }) => text)).toEqual(['um', 'dois', 'três']);
      expect(new Set(burst.map(({ externalId }) => externalId)).size).toBe(3);
    });

    itSends('hands over an image with its caption and bytes', async () => {
      await harness.customerWrites({ image: tinyPng, mime: 'image/png', caption: 'olha a caixa' });
      const message = lastMessage();
      expect(message).toMatchObject({ kind: 'image', text: 'olha a caixa', media: { mime: 'image/png' } });
      expect(Buffer.from(await harness.bytesOf(message))).toEqual(Buffer.from(tinyPng));
    });

    it('gives a repetition the id of the first arrival', async () => {
      await harness.customerWrites({ text: 'só uma vez' });
      const first = lastMessage();
      await harness.repeatLast();
      const same = messages().filter(({ text }) => text === 'só uma vez');
      expect(new Set(same.map(({ externalId }) => externalId))).toEqual(new Set([first.externalId]));
    });

    itSends('delivers a text to the letter', async () => {
      const text = 'Olá, Ana! 👋\n"Tudo" <certo>? \u202e ok & até R$ 10,00';
      const outcome = await send({ text });
      expect(outcome).toMatchObject({ outcome: 'accepted' });
      const seen = (await harness.seen()).at(-1);
      expect(seen).toMatchObject({ text, image: null });
      expect(outcome).toMatchObject({ externalId: seen?.externalId });
    });

    itSends('delivers the longest text it says it takes', async () => {
      const { textLimit, textInBytes } = harness.adapter.capabilities;
      const text = 'ã'.repeat(textInBytes === true ? textLimit / 2 : textLimit);
      expect(await send({ text })).toMatchObject({ outcome: 'accepted' });
      expect((await harness.seen()).at(-1)?.text).toBe(text);
    });

    itSends('delivers an image, with a caption if it says that it takes one, and without', async () => {
      const captioning = await send({ kind: 'image', text: 'o comprovante', media: picture() });
      expect(await send({ kind: 'image', text: null, media: picture() })).toMatchObject({ outcome: 'accepted' });
      const [captioned, plain] = (await harness.seen()).slice(-2);
      if (harness.adapter.capabilities.media.find(({ kind }) => kind === 'image')?.captions === false) {
        expect(captioning).toMatchObject({ outcome: 'failed', code: expect.stringMatching(/\S/) });
        expect(Buffer.from(plain?.image ?? [])).toEqual(Buffer.from(tinyPng));
        return;
      }
      expect(captioning).toMatchObject({ outcome: 'accepted' });
      expect(captioned?.text).toBe('o comprovante');
      expect(plain?.text ?? '').toBe('');
      for (const seen of [captioned, plain]) expect(Buffer.from(seen?.image ?? [])).toEqual(Buffer.from(tinyPng));
    });

    const samples = [
      { kind: 'video', mime: 'video/mp4' },
      { kind: 'audio', mime: 'audio/ogg' },
      { kind: 'document', mime: 'application/pdf' },
      { kind: 'sticker', mime: 'image/webp' },
    ] as const;

    it.each(samples)(
      'delivers a $kind if it says that it takes one, and else refuses it',
      async ({ kind, mime: usual }) => {
        const before = (await harness.seen()).length;
        const rule = harness.adapter.capabilities.media.find((one) => one.kind === kind);
        const mime = rule === undefined || rule.mimes.includes(usual) ? usual : (rule.mimes[0] ?? usual);
        const bytes = new Uint8Array(Buffer.from(`bytes of a ${kind}`));
        const text = rule?.captions === false ? null : 'segue';
        const outcome = await send({ kind, text, media: { mime, name: 'arquivo', read: async () => bytes } });
        if (rule === undefined) {
          expect(outcome).toMatchObject({ outcome: 'failed', code: expect.stringMatching(/\S/) });
          expect(await harness.seen()).toHaveLength(before);
          return;
        }
        expect(outcome).toMatchObject({ outcome: 'accepted' });
        const seen = (await harness.seen()).at(-1);
        expect(seen?.text ?? null).toBe(text);
        expect(seen?.medium?.kind).toBe(kind);
        expect(Buffer.from(seen?.medium?.bytes ?? []).toString()).toBe(`bytes of a ${kind}`);
      },
    );

    it('refuses a template that is none, or that it cannot send', async () => {
      const before = (await harness.seen()).length;
      expect(await send({ kind: 'template', template: null })).toMatchObject({ outcome: 'failed' });
      expect(await harness.seen()).toHaveLength(before);
    });

    it('says of reactions and templates just what it can do', () => {
      const { capabilities, react, templates } = harness.adapter;
      expect(react !== undefined).toBe(capabilities.reactions);
      expect(templates !== undefined).toBe(capabilities.templates);
    });

    it('refuses what it cannot carry, with a code, and delivers nothing of it', async () => {
      const before = (await harness.seen()).length;
      const { textLimit, media } = harness.adapter.capabilities;
      const image = media.find(({ kind }) => kind === 'image');
      const tooBig = new Uint8Array((image?.maxBytes ?? 0) + 1);
      const impossible = [
        await send({ text: 'x'.repeat(textLimit + 1) }),
        await send({ text: '' }),
        await send({ kind: 'image', media: null }),
        await send({ kind: 'image', media: picture(tooBig) }),
        await send({ kind: 'image', media: { ...picture(), mime: 'application/x-msdownload' } }),
      ];
      for (const outcome of impossible) {
        expect(outcome).toMatchObject({ outcome: 'failed' });
        expect(outcome.outcome === 'failed' && outcome.code).toMatch(/\S/);
      }
      expect(await harness.seen()).toHaveLength(before);
    });

    itSends('answers with an outcome when the bytes of an image cannot be read', async () => {
      const media = { ...picture(), read: () => Promise.reject(new Error('no such file')) };
      const { outcome } = await send({ kind: 'image', media });
      expect(outcomes).toContain(outcome);
      expect(outcome).not.toBe('accepted');
    });

    itSends('asks for another try when the provider is out of reach, and then delivers once', async () => {
      const comeBack = await harness.goOutOfReach();
      const outcome = await send({ text: 'depois da queda' }).finally(comeBack);
      expect(outcome).toMatchObject({ outcome: 'retry' });
      expect(await send({ text: 'depois da queda' })).toMatchObject({ outcome: 'accepted' });
      expect((await harness.seen()).filter(({ text }) => text === 'depois da queda')).toHaveLength(1);
    });

    if (receivesOnly)
      it('says that nothing can be sent through it, and refuses whatever is', async () => {
        expect(harness.adapter.capabilities).toMatchObject({ receivesOnly: true, media: [], typing: false });
        for (const part of [{ text: 'oi' }, { kind: 'image', media: picture() }] as const)
          expect(await send(part)).toMatchObject({ outcome: 'failed', code: expect.stringMatching(/\S/) });
        expect(await harness.seen()).toEqual([]);
      });

    more?.(() => harness, send);
  });
}

/** What a channel with a provider of its own must do besides. */
export function reportsRefusals(
  harness: () => RefusingHarness,
  send: (part: Partial<OutboundMessage>) => Promise<SendOutcome>,
): void {
  it('reports a refusal with the provider’s own code', async () => {
    const code = await harness().refuseNextSend();
    expect(await send({ text: 'não vai' })).toMatchObject({ outcome: 'failed', code });
    expect((await harness().seen()).some(({ text }) => text === 'não vai')).toBe(false);
  });
}
