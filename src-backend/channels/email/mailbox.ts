import type { ImapFlow } from 'imapflow';
import type { Logger } from 'pino';
import type { ChannelConnection, InboundDoor } from '../contract.ts';
import { createBell } from './bell.ts';
import { createImapClient, imapFailure } from './imap.ts';
import { newUids, sizesOf, startingPoint, wholeMails } from './mailbox-reading.ts';
import type { Cursor, MailboxStore } from './mailbox-store.ts';
import type { MailReceiver } from './receive.ts';
import type { EmailSettings } from './settings.ts';

/**
 * Reads one mailbox as long as it is there: takes what came while nobody looked, then waits to be told (IDLE) and looks
 * now and then all the same. How far it has read is committed with what it took. Of several nodes one reads: the one
 * that holds the lease.
 */
export interface MailboxWatch {
  /** Looks now rather than when it would. */
  look(): void;
  stop(): Promise<void>;
}

export interface MailboxTimes {
  leaseMs: number;
  /** The first pause after a failure; each next one is twice as long. */
  backoffMs: number;
  longestBackoffMs: number;
}

export const MAILBOX_TIMES: MailboxTimes = { leaseMs: 30_000, backoffMs: 1_000, longestBackoffMs: 60_000 };

/** Failures in a row after which supervisors are told that the server cannot be reached. */
const TOLD_AFTER = 5;
/** Tries at one mail after which it is kept as it came, so that it holds up none behind it. */
const TRIES = 3;

export interface MailboxDeps {
  connection: ChannelConnection<EmailSettings>;
  door: InboundDoor;
  boxes: MailboxStore;
  receiver: MailReceiver;
  node: string;
  logger: Logger;
  now: () => number;
  times: MailboxTimes;
}

export function watchMailbox(deps: MailboxDeps): MailboxWatch {
  const { connection, door, boxes, receiver, node, logger, times } = deps;
  const { settings } = connection;
  const bell = createBell();
  let stopped = false;
  let client: ImapFlow | null = null;
  let failures = 0;
  let stuck = { uid: 0, tries: 0 };

  const hold = () => boxes.hold(connection, node, times.leaseMs, deps.now());

  async function run(): Promise<void> {
    while (!stopped) {
      const cursor = await hold().catch(() => null);
      if (cursor === null) {
        await bell.rest(times.leaseMs / 3);
        continue;
      }
      try {
        await read(cursor);
      } catch (error) {
        failures += 1;
        await failed(error);
      } finally {
        client?.close();
        client = null;
        await boxes.release(connection.id, node).catch(() => undefined);
      }
      if (!stopped) await bell.rest(backoff());
    }
  }

  function backoff(): number {
    if (failures === 0) return 0;
    const whole = Math.min(times.longestBackoffMs, times.backoffMs * 2 ** Math.min(failures - 1, 10));
    return whole * (0.5 + Math.random() / 2);
  }

  async function failed(error: unknown): Promise<void> {
    const { code, detail, account } = imapFailure(error);
    logger.warn({ connection: connection.id, code, failures }, 'a mailbox could not be read; it is tried again');
    if (!account && failures < TOLD_AFTER) return;
    await door.trouble?.(connection.id, { code, detail }).catch(() => undefined);
    // A wrong password tried again and again locks accounts.
    if (account) failures = Math.max(failures, 7);
  }

  async function read(cursor: Cursor): Promise<void> {
    const opened = createImapClient(settings);
    client = opened;
    opened.on('exists', bell.ring);
    opened.on('close', bell.ring);
    await opened.connect();
    // Nothing is marked as read: other programs of the business may look at the mailbox too.
    const box = await opened.mailboxOpen(settings.folder, { readOnly: true });
    const uidValidity = String(box.uidValidity);
    let lastUid = cursor.lastUid;
    if (cursor.uidValidity !== uidValidity) {
      lastUid = await startingPoint(opened, box, cursor, settings.sinceDays);
      await boxes.restart(connection.id, { uidValidity, lastUid });
      logger.info(
        { connection: connection.id, lastUid, first: cursor.uidValidity === null },
        'a mailbox is read from here',
      );
    }
    await door.trouble?.(connection.id, null).catch(() => undefined);
    failures = 0;
    const renewal = setInterval(() => {
      // Without the lease another node reads.
      void hold().then(
        (held) => held === null && opened.close(),
        () => opened.close(),
      );
    }, times.leaseMs / 3);
    try {
      while (!stopped && opened.usable) {
        lastUid = await takeNew(opened, uidValidity, lastUid);
        if (stopped || !opened.usable) break;
        // It ends by itself when another command is given.
        opened.idle().catch(() => bell.ring());
        await bell.rest(settings.pollSeconds * 1_000);
      }
    } finally {
      clearInterval(renewal);
    }
    if (!stopped) throw new Error('the connection to the mailbox ended');
  }

  async function takeNew(from: ImapFlow, uidValidity: string, after: number): Promise<number> {
    let last = after;
    for await (const sizes of sizesOf(from, await newUids(from, last))) {
      for await (const mail of wholeMails(from, sizes)) {
        if (stopped) return last;
        await take(mail, uidValidity);
        last = mail.uid;
      }
      // What was listed and is gone meanwhile is passed over too.
      last = Math.max(last, sizes.at(-1)?.uid ?? 0);
    }
    return last;
  }

  async function take(
    mail: { uid: number; raw: Uint8Array; isWhole: boolean; receivedAt: number | null },
    uidValidity: string,
  ): Promise<void> {
    stuck = stuck.uid === mail.uid ? { uid: mail.uid, tries: stuck.tries + 1 } : { uid: mail.uid, tries: 1 };
    const isWhole = mail.isWhole && stuck.tries <= TRIES;
    const receipt = await receiver.receive(connection, { ...mail, isWhole });
    await door.accept(connection.id, receipt.events, async (db) => {
      await receipt.alongside(db);
      await boxes.advance(db, connection.id, { uidValidity, lastUid: mail.uid });
    });
  }

  const running = run().catch((error: unknown) => {
    logger.error({ connection: connection.id, error: String(error) }, 'the reading of a mailbox ended');
  });

  return {
    look: bell.ring,
    async stop() {
      stopped = true;
      client?.close();
      bell.ring();
      await running;
    },
  };
}
