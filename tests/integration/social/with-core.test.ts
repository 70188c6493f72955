import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { tinyPng } from '../channels/contract.ts';
import { conversations, idIn, messages } from '../core/operation.ts';
import { describeOnStores } from '../stores.ts';
import { openSocial, type SocialOperation } from './social-operation.ts';

const ana = { id: '6290000000000001', name: 'Ana Souza', username: 'ana.souza' };
const HOUR = 3_600_000;
const WAIT = { timeout: 15_000 };

/** One of the two on each database: what differs between them is not in the database. */
const on = { embedded: 'messenger', server: 'instagram' } as const;

describeOnStores('a customer of the social networks', (openTestStore, kind) => {
  beforeAll(async () => void (await openTestStore()));
  const product = on[kind];
  describe(`on ${product}`, () => {
    let operation: SocialOperation;
    afterEach(() => operation.close());
    const open = async (options: Parameters<typeof openSocial>[2] = {}) => {
      operation = await openSocial((await openTestStore()).store, product, options);
    };
    const own = (table: 'contact' | 'media' | 'connection') =>
      operation.store.db.selectFrom(table).where('workspace_id', '=', operation.workspaceId);
    const conversation = async () => {
      const [row] = await conversations(operation);
      if (row === undefined) throw new Error('no conversation');
      return row;
    };
    const all = async () => messages(operation, (await conversation()).id);
    const says = async (text: string) => {
      operation.clock.now += 1_000;
      const writing = operation.graph.customerWrites({ person: ana, text });
      await writing.delivered;
      return writing.externalId;
    };
    const takes = async () =>
      operation.command('ana', 'conversation.take', { conversationId: (await conversation()).id });
    const send = async (text: string) => {
      operation.clock.now += 1_000;
      const conversationId = (await conversation()).id;
      return operation.command('ana', 'message.send', { conversationId, text, mediaId: null, quotedMessageId: null });
    };
    const outbound = async () => (await all()).filter(({ direction }) => direction === 'outbound');
    const statuses = async () => (await outbound()).map(({ status }) => status);

    it('is known by their name, which is asked once', async () => {
      await open();
      await says('oi');
      await says('tudo bem?');
      const names = () => own('contact').select('name').execute();
      await expect.poll(names, WAIT).toContainEqual({ name: 'Ana Souza' });
      operation.clock.now += 31 * 24 * HOUR;
      await says('um mês depois');
      await expect.poll(() => operation.graph.profilesAsked(), WAIT).toEqual([ana.id, ana.id]);
    });

    it('sends several pictures in one message, which stay one message', async () => {
      await open();
      const picture = { type: 'image' as const, bytes: tinyPng, mime: 'image/png' };
      const writing = operation.graph.customerWrites({
        person: ana,
        text: 'as três',
        media: [picture, picture, picture],
      });
      await writing.delivered;
      const states = async () => {
        const message = (await all()).find(({ kind }) => kind === 'image');
        return [message?.media, ...(message?.attachments ?? [])].map((medium) => medium?.state);
      };
      await expect.poll(states, WAIT).toEqual(['ready', 'ready', 'ready']);
      expect((await all()).filter(({ direction }) => direction === 'inbound')).toMatchObject([{ text: 'as três' }]);
      await operation.graph.customerDoes(ana.id, { message: { mid: writing.externalId, is_deleted: true } });
      const gone = (await all()).find(({ kind }) => kind === 'image');
      expect(gone).toMatchObject({ text: null, media: null, attachments: [] });
      expect(await own('media').select('id').execute()).toEqual([]);
    });

    it.each([['asked anew', 'ready'] as const, ['for good', 'failed'] as const])(
      'sends pictures whose addresses expired before anybody came for them: %s, they are %s',
      async (expired, state) => {
        await open();
        const picture = { type: 'image' as const, bytes: tinyPng, mime: 'image/png' };
        const pdf = { type: 'file' as const, bytes: Buffer.from('%PDF-1.7\n%%EOF\n'), mime: 'application/pdf' };
        await operation.graph.customerWrites({ person: ana, media: [picture, { ...pdf, name: 'nota.pdf' }], expired })
          .delivered;
        const media = async () => {
          const message = (await all()).find(({ direction }) => direction === 'inbound');
          return [message?.media, ...(message?.attachments ?? [])].map((one) => [one?.mime, one?.state]);
        };
        await expect.poll(media, WAIT).toEqual([
          ['image/png', state],
          ['application/pdf', state],
        ]);
        const stored = await own('media').select(['mime', 'state']).execute();
        expect(stored.map((one) => one.state)).toEqual([state, state]);
      },
    );

    it('comes from an advertisement, which is remembered until they write, and told once', async () => {
      await open();
      const ad = { source: 'ADS', type: 'OPEN_THREAD', ad_id: '7', ads_context_data: { ad_title: 'Leve três' } };
      operation.clock.now += 1_000;
      await operation.graph.customerDoes(ana.id, { referral: ad });
      await operation.graph.repeatLastWebhook();
      expect(await conversations(operation)).toEqual([]);
      expect(await own('contact').select('id').execute()).toEqual([]);
      await says('ainda tem?');
      await operation.graph.repeatLastWebhook();
      await says('alô');
      const written = (await all()).filter(({ direction }) => direction === 'inbound');
      expect(written.map(({ text, referral }) => [text, referral?.headline ?? null])).toEqual([
        ['ainda tem?', 'Leve três'],
        ['alô', null],
      ]);
    });

    it('comes back by a link while the conversation is open, which is a line of it, once', async () => {
      await open();
      await says('oi');
      operation.clock.now += 1_000;
      const before = await conversation();
      await operation.graph.customerDoes(ana.id, { referral: { ref: 'promo-natal', source: 'SHORTLINK' } });
      await operation.graph.repeatLastWebhook();
      const lines = (await all()).filter(({ activity }) => activity?.type === 'referred');
      expect(lines).toMatchObject([
        { activity: { kind: 'other', headline: 'promo-natal' }, referral: { headline: 'promo-natal' } },
      ]);
      // Nobody wrote: the window and the count of the unread stay as they were.
      expect(await conversation()).toMatchObject({ unread: before.unread, last_inbound_at: before.last_inbound_at });
      await says('voltei');
      expect((await all()).at(-1)).toMatchObject({ text: 'voltei', referral: null });
    });

    it('edits, reacts and unsends, in whatever order that arrives', async () => {
      await open();
      const mid = await says('camisa azul');
      const later = 'm_later';
      await operation.graph.customerDoes(ana.id, { reaction: { mid: later, action: 'react', emoji: '😍' } });
      await operation.graph.customerDoes(ana.id, { message_edit: { mid, text: 'camisa verde', num_edit: '1' } });
      await operation.graph.customerDoes(ana.id, { message: { mid: later, text: 'essa aqui' } });
      const [first, second] = (await all()).filter(({ direction }) => direction === 'inbound');
      expect(first).toMatchObject({ text: 'camisa verde', edits: [{ text: 'camisa azul' }] });
      expect(second?.reactions).toMatchObject([{ by: 'customer', emoji: '😍' }]);
    });

    describe.each(['after', 'before'] as const)(
      'is answered once, the echo coming %s the answer of the provider,',
      (echoes) => {
        it('and sees one message, as the team does', async () => {
          await open({ echoes, marksAfterMs: { delivered: null, read: null } });
          await says('oi');
          await takes();
          expect(await send('bom dia!')).toMatchObject({ ok: true });
          await expect.poll(statuses, WAIT).toEqual(['sent']);
          // Both the echo and the answer of the provider are here.
          await expect.poll(async () => (await outbound())[0]?.provider_at, WAIT).not.toBeNull();
          await operation.graph.settled();
          expect(await outbound()).toMatchObject([
            {
              text: 'bom dia!',
              author_id: idIn(operation, 'ana'),
              status: 'sent',
              attempts: [{ outcome: 'accepted' }],
            },
          ]);
          expect(operation.graph.businessMessages()).toHaveLength(1);
        });
      },
    );

    it('is answered once when the answer of the provider is lost: the echo settles it', async () => {
      await open({ echoes: 'after', marksAfterMs: { delivered: null, read: null } });
      await says('oi');
      await takes();
      operation.graph.faults.loseAnswers(1);
      await send('chegou?');
      await expect.poll(statuses, WAIT).toEqual(['sent']);
      await operation.graph.settled();
      expect(await outbound()).toHaveLength(1);
      expect((await outbound())[0]?.failure).toBeNull();
    });

    it('is answered from the telephone, too, and even in the same words that is a message of its own', async () => {
      await open({ marksAfterMs: { delivered: null, read: null } });
      await says('oi');
      await takes();
      await send('bom dia!');
      await expect.poll(async () => (await outbound())[0]?.provider_at ?? null, WAIT).not.toBeNull();
      operation.clock.now += 1_000;
      await operation.graph.businessWrites(ana.id, 'bom dia!').delivered;
      expect(await outbound()).toMatchObject([
        { text: 'bom dia!', author_id: idIn(operation, 'ana') },
        { text: 'bom dia!', author_id: null, status: 'sent' },
      ]);
    });

    it('has read all up to where they read, also what becomes known later', async () => {
      await open({ echoes: 'never', marksAfterMs: { delivered: null, read: null } });
      await says('oi');
      await takes();
      for (const text of ['um', 'dois']) await send(text);
      await expect.poll(statuses, WAIT).toEqual(['sent', 'sent']);
      const [, second] = operation.graph.businessMessages();
      operation.clock.now += 1_000;
      const read = product === 'instagram' ? { mid: second?.id } : { watermark: operation.clock.now };
      await operation.graph.customerDoes(ana.id, { read });
      expect(await statuses()).toEqual(['read', 'read']);
      // What the business wrote from the telephone before that, and is told of only now.
      const telephone = { mid: 'm_telephone', text: 'do telefone', is_echo: true };
      const { accountId } = operation.graph.businessMessages()[0] ?? { accountId: '' };
      operation.clock.now -= 500;
      const echo = { sender: { id: accountId }, recipient: { id: ana.id }, message: telephone };
      await operation.graph.customerDoes(ana.id, echo);
      operation.clock.now += 5_000;
      await send('três');
      await expect.poll(statuses, WAIT).toEqual(['read', 'read', 'read', 'sent']);
    });

    it('cannot be written to after 24 hours, unless the account has the tag for people', async () => {
      await open();
      await says('oi');
      await takes();
      operation.clock.now += 25 * HOUR;
      expect(await send('tarde')).toMatchObject({ ok: false, reason: 'window-closed' });
      await operation.close();
      await open({ humanAgent: true });
      await says('oi');
      await takes();
      operation.clock.now += 25 * HOUR;
      expect(await send('ainda dá')).toMatchObject({ ok: true });
      await expect.poll(() => operation.graph.businessMessages(), WAIT).toMatchObject([{ tag: 'HUMAN_AGENT' }]);
      operation.clock.now += 6 * 24 * HOUR;
      expect(await send('tarde')).toMatchObject({ ok: false, reason: 'window-closed' });
    });

    it('and an account whose token is refused is told to the supervisors', async () => {
      await open();
      await says('oi');
      await takes();
      operation.graph.faults.refuseSends(1, 190);
      await send('oi!');
      await expect.poll(statuses, WAIT).toEqual(['failed']);
      const [connection] = await own('connection').select('problem').execute();
      expect(connection?.problem).toMatchObject({ code: '190' });
      // Who cannot be reached is no trouble of the account's.
      operation.graph.faults.refuseSends(1, 551);
      await send('e agora?');
      await expect.poll(async () => (await outbound())[1]?.failure?.code, WAIT).toBe('551.1545041');
    });
  });
});
