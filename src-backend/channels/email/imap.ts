import { ImapFlow } from 'imapflow';
import type { EmailSettings } from './settings.ts';

/** Milliseconds without a byte, IDLE apart, after which a connection counts as dead. */
const SILENCE_MS = 5 * 60_000;

/** A client that is not connected yet. Its errors come with what is awaited, and end in `close`. */
export function createImapClient(settings: EmailSettings): ImapFlow {
  const { host, port, secure, user, password, verifyCertificate } = settings.imap;
  const client = new ImapFlow({
    host,
    port,
    secure: secure === 'tls',
    ...(secure === 'tls' ? {} : { doSTARTTLS: secure === 'starttls' }),
    auth: { user: user ?? settings.user, pass: password ?? settings.password },
    tls: { rejectUnauthorized: verifyCertificate },
    // It would log addresses and what servers say of them.
    logger: false,
    clientInfo: { name: 'Turno' },
    connectionTimeout: 20_000,
    greetingTimeout: 15_000,
    socketTimeout: SILENCE_MS,
    // Providers end an IDLE at half an hour; some middle boxes forget a silent connection after five minutes.
    maxIdleTime: 4 * 60_000,
    disableAutoIdle: true,
  });
  client.on('error', () => undefined);
  return client;
}

/** Why it failed, in a code; `account`: somebody with the credentials must act. */
export function imapFailure(error: unknown): { code: string; detail: string | null; account: boolean } {
  const said = field(error, 'responseText') ?? field(error, 'message');
  const detail = said?.slice(0, 300) ?? null;
  if (field(error, 'authenticationFailed') === 'true') return { code: 'imap-login', detail, account: true };
  const isFolder = field(error, 'serverResponseCode') === 'NONEXISTENT' || field(error, 'mailboxMissing') === 'true';
  if (isFolder) return { code: 'imap-folder', detail, account: true };
  return { code: 'imap-unreachable', detail: field(error, 'code') ?? detail, account: false };
}

function field(error: unknown, name: string): string | null {
  if (typeof error !== 'object' || error === null || !(name in error)) return null;
  const value: unknown = Reflect.get(error, name);
  return typeof value === 'string' || typeof value === 'boolean' ? String(value) : null;
}

/** Puts a copy of what was sent where the mailbox keeps such; throws when it cannot. */
export async function appendCopy(settings: EmailSettings, folder: string, raw: Buffer): Promise<void> {
  const client = createImapClient(settings);
  try {
    await client.connect();
    const put = () => client.append(folder, raw, ['\\Seen']);
    await put().catch(async () => {
      await client.mailboxCreate(folder);
      await put();
    });
  } finally {
    await client.logout().catch(() => client.close());
  }
}
