import { Readable } from 'node:stream';
import { createTransport } from 'nodemailer';
import type { SendOutcome } from '../contract.ts';
import type { ComposedMail } from './compose.ts';
import type { EmailSettings } from './settings.ts';

/** A server that asks to come later means minutes: greylisting lifts after five. */
const LATER_MS = 3 * 60_000;
const AGAIN_MS = 10_000;

/**
 * Gives a mail to the server. Without an answer after the whole mail went out, nobody knows whether it was taken: that is
 * `uncertain`, and never repeated by itself, because SMTP has no way to recognise a repetition.
 */
export async function sendMail(settings: EmailSettings, mail: ComposedMail): Promise<SendOutcome> {
  const { host, port, secure, user, password, verifyCertificate } = settings.smtp;
  const transport = createTransport({
    host,
    port,
    secure: secure === 'tls',
    requireTLS: secure === 'starttls',
    ignoreTLS: secure === 'none',
    auth: { user: user ?? settings.user, pass: password ?? settings.password },
    tls: { rejectUnauthorized: verifyCertificate },
    connectionTimeout: 20_000,
    greetingTimeout: 20_000,
    socketTimeout: 120_000,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  let wentOut = false;
  const raw = Readable.from([mail.raw]);
  raw.once('end', () => {
    wentOut = true;
  });
  try {
    const info = await transport.sendMail({ envelope: { from: settings.address, to: mail.recipients }, raw });
    const [customer] = mail.recipients;
    const refused = (info.rejectedErrors ?? []).map(answerOf);
    const own = refused.find(({ recipient }) => recipient === customer);
    // The copies went out; the customer, for whom it is, gets nothing.
    if (own !== undefined) return refusal(own);
    return {
      outcome: 'accepted',
      externalId: mail.externalId,
      status: 'sent',
      ...(refused.length === 0
        ? {}
        : { detail: refused.map(({ recipient, detail }) => `${recipient}: ${detail}`).join('; ') }),
    };
  } catch (error) {
    const answer = answerOf(error);
    if (answer.code === 'EAUTH') return { outcome: 'failed', code: 'smtp-login', detail: answer.detail };
    if (answer.reply !== null) return refusal(answer);
    if (wentOut) return { outcome: 'uncertain', code: 'network', detail: answer.detail };
    if (answer.code === 'EENVELOPE') return { outcome: 'failed', code: 'email-address', detail: answer.detail };
    return { outcome: 'retry', code: 'network', detail: answer.detail, afterMs: AGAIN_MS };
  } finally {
    transport.close();
  }
}

interface Answer {
  /** The library's own code. */
  code: string | null;
  /** Three digits of the server's answer; null: it gave none. */
  reply: number | null;
  recipient: string | null;
  detail: string;
}

/** 5yz is final, 4yz passes (RFC 5321, 4.2.1); the enhanced code (RFC 3463) says more, where there is one. */
function refusal({ reply, detail }: Answer): SendOutcome {
  const enhanced = /\b([45]\.\d{1,3}\.\d{1,3})\b/.exec(detail)?.[1];
  const code = `smtp-${enhanced ?? reply ?? 'unknown'}`;
  const passes = reply !== null && reply >= 400 && reply < 500;
  return passes ? { outcome: 'retry', code, detail, afterMs: LATER_MS } : { outcome: 'failed', code, detail };
}

function answerOf(error: unknown): Answer {
  const read = (name: string): unknown =>
    typeof error === 'object' && error !== null ? Reflect.get(error, name) : undefined;
  const words = (name: string): string | null => {
    const value = read(name);
    return typeof value === 'string' && value !== '' ? value : null;
  };
  const reply = read('responseCode');
  return {
    code: words('code'),
    reply: typeof reply === 'number' ? reply : null,
    recipient: words('recipient'),
    detail: (words('response') ?? words('message') ?? 'unknown').replace(/\s+/g, ' ').slice(0, 400),
  };
}
