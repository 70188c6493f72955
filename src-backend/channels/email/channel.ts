import { randomUUID } from 'node:crypto';
import type { Logger } from 'pino';
import { ruleFor } from '../../../src-shared/rules/media-rules.ts';
import type { MediaStore } from '../../media/media-store.ts';
import type { Store } from '../../store/open.ts';
import type { ChannelAdapter, ChannelConnection, OutboundMessage, SendOutcome } from '../contract.ts';
import { type ComposedMail, composeMail, signatureOf } from './compose.ts';
import { appendCopy } from './imap.ts';
import { MAILBOX_TIMES, type MailboxTimes } from './mailbox.ts';
import { createMailboxStore } from './mailbox-store.ts';
import { createMailboxes } from './mailboxes.ts';
import { isUnattended } from './parse/automatic.ts';
import { createMailParser, type MailParser } from './parse/parser.ts';
import { createMailReceiver } from './receive.ts';
import { sendMail } from './send.ts';
import { type EmailSettings, emailCapabilities, emailSettingsSchema, MOST_BYTES } from './settings.ts';

export interface EmailChannelDeps {
  store: Store;
  media: Pick<MediaStore, 'keep'>;
  logger: Logger;
  now: () => number;
  parser?: MailParser;
  times?: Partial<MailboxTimes>;
}

/** Automatic mails to one address in a day: two machines that answer each other must come to an end. */
const MOST_AUTOMATIC_PER_DAY = 5;

export type EmailChannel = ChannelAdapter<EmailSettings> & Required<Pick<ChannelAdapter, 'start' | 'stop'>>;

/** E-mail: a mailbox is read by IMAP, and mail goes out by SMTP. */
export function createEmailChannel(deps: EmailChannelDeps): EmailChannel {
  const { logger, now } = deps;
  const boxes = createMailboxStore(deps.store.db);
  const parser = deps.parser ?? createMailParser();
  const receiver = createMailReceiver({
    parser,
    boxes,
    media: deps.media,
    warn: (facts, words) => logger.warn(facts, words),
    now,
  });
  const mailboxes = createMailboxes({
    boxes,
    receiver,
    // An embedded database has one owner: what its last one held when it was killed is this one's at once.
    node: deps.store.kind === 'embedded' ? 'embedded' : randomUUID(),
    logger,
    now,
    times: { ...MAILBOX_TIMES, ...deps.times },
  });

  async function sendNow(
    connection: ChannelConnection<EmailSettings>,
    message: OutboundMessage,
  ): Promise<SendOutcome & { mail?: ComposedMail }> {
    const { settings } = connection;
    if (message.automatic === true) {
      const sent = await boxes.paceOf(connection.id, message.to.address, 'out', 24, now());
      if (sent >= MOST_AUTOMATIC_PER_DAY || isUnattended(message.to.address))
        return { outcome: 'failed', code: 'automatic-limit', detail: null };
    }
    let composed: Awaited<ReturnType<typeof composeMail>>;
    try {
      composed = await composeMail(settings, message, { bytes: MOST_BYTES, now: now() });
    } catch {
      return { outcome: 'retry', code: 'media-unreadable', detail: null, afterMs: 5_000 };
    }
    if (!composed.ok) return { outcome: 'failed', code: composed.code, detail: null };
    const outcome = await sendMail(settings, composed.mail);
    if (outcome.outcome !== 'accepted') return outcome;
    if (message.automatic === true) await boxes.count(deps.store.db, connection.id, message.to.address, 'out', now());
    return { ...outcome, mail: composed.mail };
  }

  /** The mail is on its way already: a copy that cannot be kept is no failure of the message. */
  function keepCopy(connection: ChannelConnection<EmailSettings>, mail: ComposedMail): void {
    const { sentFolder } = connection.settings;
    if (sentFolder === null) return;
    appendCopy(connection.settings, sentFolder, mail.raw).catch(() =>
      logger.warn({ connection: connection.id }, 'the copy of a sent mail could not be put into its folder'),
    );
  }

  return {
    channel: 'email',
    capabilities: emailCapabilities,
    parseSettings: (raw) => emailSettingsSchema.parse(raw),
    publicAddress: ({ address }) => address,
    signature: (settings, author) => signatureOf(settings, author) || null,

    async send(connection, message) {
      const refused = refusal(message);
      if (refused !== null) return { outcome: 'failed', code: refused, detail: null };
      const { mail, ...outcome } = await sendNow(connection, message);
      if (mail !== undefined) keepCopy(connection, mail);
      return outcome;
    },

    start: (door) => mailboxes.start(door),

    async stop() {
      await mailboxes.stop();
      await parser.close();
    },
  };
}

/** What can be told without the server. */
function refusal(message: OutboundMessage): string | null {
  const { kind, text, media, attachments = [] } = message;
  if (kind === 'template' || kind === 'sticker') return 'kind-not-supported';
  if (kind !== 'text' && media === null) return 'media-missing';
  if (kind === 'text' && media === null && attachments.length === 0 && (text ?? '') === '') return 'empty';
  if ((text?.length ?? 0) > emailCapabilities.textLimit) return 'text-too-long';
  const files = [...(media === null ? [] : [media]), ...attachments];
  if (files.length > (emailCapabilities.files?.most ?? 1)) return 'media-too-large';
  if (files.some(({ mime }) => ruleFor(emailCapabilities.media, mime) === null)) return 'media-not-allowed';
  return null;
}
