import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createEmailChannel } from '../../../src-backend/channels/email/channel.ts';
import { createMediaStore } from '../../../src-backend/media/media-store.ts';
import type { Store } from '../../../src-backend/store/open.ts';
import { type MailServers, startMailServers } from '../../simulators/mail/mail-servers.ts';
import { until } from '../core/operation.ts';
import { silent, storeOpener } from '../stores.ts';
import { cursorOf, type EmailDesk, mailOf, newMailbox, openEmailDesk } from './email-desk.ts';

describe('reading a mailbox (PostgreSQL)', () => {
  const openTestStore = storeOpener('server');
  let servers: MailServers;
  let store: Store;
  const open: EmailDesk[] = [];
  beforeAll(async () => {
    servers = await startMailServers();
    store = (await openTestStore()).store;
  });
  afterEach(async () => {
    for (const desk of open.splice(0)) await desk.close();
  });
  afterAll(() => servers?.stop());

  async function deskAt(...[options]: [Parameters<typeof openEmailDesk>[2]?]): Promise<EmailDesk> {
    const desk = await openEmailDesk(store, servers, options);
    open.push(desk);
    return desk;
  }

  const texts = async (desk: EmailDesk): Promise<(string | null)[]> => {
    const rows = await store.db
      .selectFrom('message')
      .select('text')
      .where('workspace_id', '=', desk.operation.workspaceId)
      .where('direction', '=', 'inbound')
      .orderBy('position')
      .execute();
    return rows.map(({ text }) => text);
  };
  const numbered = (count: number, from = 0) => Array.from({ length: count }, (_one, n) => `mail ${n + from}`);

  it('begins with what comes from now on, and hears of it at once', async () => {
    const address = await newMailbox(servers);
    await servers.deliver({ from: 'velho@casa.test', to: address, raw: mailOf(address, { text: 'de antes' }) });
    const desk = await deskAt({ address });
    const before = performance.now();
    await desk.arrives({ text: 'de agora' });
    await until(async () => (await texts(desk)).length > 0, 10_000);
    // Told by IDLE: the next look would be after 30 seconds.
    expect(performance.now() - before).toBeLessThan(9_000);
    expect(await texts(desk)).toEqual(['de agora']);
  });

  it('takes the days before too where that is wished', async () => {
    const address = await newMailbox(servers);
    await servers.deliver({ from: 'velho@casa.test', to: address, raw: mailOf(address, { text: 'de antes' }) });
    const desk = await deskAt({ address, settings: { sinceDays: 3 } });
    await until(async () => (await texts(desk)).length > 0, 10_000);
    expect(await texts(desk)).toEqual(['de antes']);
  });

  it('takes everything once and in order over cut lines', async () => {
    const desk = await deskAt();
    for (const text of numbered(12)) {
      await desk.arrives({ text });
      if (Math.random() < 0.5) desk.imap.cut();
    }
    desk.imap.down();
    await servers.deliver({ from: 'x@casa.test', to: desk.address, raw: mailOf(desk.address, { text: 'mail 12' }) });
    desk.imap.up();
    await until(async () => (await texts(desk)).length >= 13, 20_000);
    expect(await texts(desk)).toEqual(numbered(13));
  });

  it('goes on where it was after a stop in the middle of many, without loss or repetition', async () => {
    const desk = await deskAt();
    await Promise.all(numbered(15).map((text, n) => desk.arrives({ text, from: `c${n}@casa.test` })));
    await until(async () => (await texts(desk)).length >= 3, 10_000);
    await desk.channel.stop();
    const taken = (await texts(desk)).length;
    expect(await cursorOf(store, desk.connectionId)).toBe(taken);
    const second = secondNode(desk);
    await until(async () => (await texts(desk)).length >= 15, 20_000);
    await second.stop();
    expect((await texts(desk)).toSorted()).toEqual(numbered(15).toSorted());
  });

  it('survives a new numbering of the mailbox: nothing lost, nothing twice', async () => {
    const desk = await deskAt();
    for (const text of numbered(3)) await desk.arrives({ text });
    await until(async () => (await texts(desk)).length === 3, 10_000);
    desk.imap.down();
    await servers.renumber(desk.address);
    await servers.deliver({ from: 'x@casa.test', to: desk.address, raw: mailOf(desk.address, { text: 'mail 3' }) });
    desk.imap.up();
    await until(async () => (await texts(desk)).length === 4, 20_000);
    await desk.arrives({ text: 'mail 4' });
    await until(async () => (await texts(desk)).length === 5, 20_000);
    expect(await texts(desk)).toEqual(numbered(5));
  });

  it('is read by one node of several; when that one falls silent another goes on', async () => {
    const desk = await deskAt();
    const second = secondNode(desk);
    await desk.arrives({ text: 'mail 0' });
    await until(async () => (await texts(desk)).length === 1, 10_000);
    const holder = async () =>
      (
        await store.db
          .selectFrom('email_mailbox')
          .select('holder')
          .where('connection_id', '=', desk.connectionId)
          .executeTakeFirstOrThrow()
      ).holder;
    const first = await holder();
    expect(desk.imap.openConnections()).toBe(1);
    // Its line hangs, and it cannot renew what it holds.
    await store.db
      .updateTable('email_mailbox')
      .set({ holder: 'a node that died', held_until: Date.now() + 1_000 })
      .where('connection_id', '=', desk.connectionId)
      .execute();
    await desk.arrives({ text: 'mail 1' });
    await until(async () => (await texts(desk)).length === 2 && (await holder()) !== 'a node that died', 15_000);
    await second.stop();
    expect(await texts(desk)).toEqual(numbered(2));
    expect(first).not.toBe('a node that died');
  });

  it('tells supervisors of a password that is refused, and takes it back when the mailbox opens', async () => {
    const desk = await deskAt();
    const problem = async () =>
      (
        await store.db
          .selectFrom('connection')
          .select('problem')
          .where('id', '=', desk.connectionId)
          .executeTakeFirstOrThrow()
      ).problem;
    const change = async (password: string) => {
      const row = await store.db
        .selectFrom('connection')
        .select('settings')
        .where('id', '=', desk.connectionId)
        .executeTakeFirstOrThrow();
      await store.db
        .updateTable('connection')
        .set({ settings: JSON.stringify({ ...Object(row.settings), password }) })
        .where('id', '=', desk.connectionId)
        .execute();
      await desk.operation.core.connections.refresh();
    };
    await change('outra');
    await until(async () => (await problem())?.code === 'imap-login', 15_000);
    await change(servers.password);
    await until(async () => (await problem()) === null, 15_000);
    await desk.arrives({ text: 'voltou' });
    await until(async () => (await texts(desk)).length === 1, 10_000);
  });

  /** Another node that serves the same mailbox. */
  function secondNode(desk: EmailDesk) {
    const channel = createEmailChannel({
      store,
      media: createMediaStore({ store, now: Date.now }),
      logger: silent,
      now: Date.now,
      times: { leaseMs: 3_000, backoffMs: 20, longestBackoffMs: 100 },
    });
    const { door } = desk.operation.core;
    void channel.start({
      ...door,
      connections: (kind) => door.connections(kind).filter(({ id }) => id === desk.connectionId),
    });
    return channel;
  }
});
