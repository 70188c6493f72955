import MailComposer from 'nodemailer/lib/mail-composer';
import type { MessageAuthor, OutboundFile, OutboundMessage } from '../contract.ts';
import { ownMessageId } from './parse/message-ids.ts';
import type { EmailSettings } from './settings.ts';

/** A mail as it goes out. */
export interface ComposedMail {
  externalId: string;
  raw: Buffer;
  /** Whom the server is told to give it to; the customer first. */
  recipients: string[];
}

export type Composed = { ok: true; mail: ComposedMail } | { ok: false; code: string };

/**
 * Builds the mail: our words, the signature, what is quoted; the same as a page, for programs that show one. Its Message-ID
 * follows from our message's id, so that it is the same however often it is tried. Throws when a file cannot be read.
 */
export async function composeMail(
  settings: EmailSettings,
  message: OutboundMessage,
  limits: { bytes: number; now: number },
): Promise<Composed> {
  const files = [...(message.media === null ? [] : [message.media]), ...(message.attachments ?? [])];
  const attachments = await Promise.all(files.map(attachment));
  const bytes = attachments.reduce((sum, { content }) => sum + content.byteLength, 0);
  if (bytes > limits.bytes) return { ok: false, code: 'media-too-large' };

  const domain = settings.address.split('@')[1] ?? 'localhost';
  const externalId = ownMessageId(message.id, domain);
  const { email } = message;
  const parts = { text: message.text ?? '', signature: signatureOf(settings, message), quoted: email?.quoted ?? null };
  const composer = new MailComposer({
    from: { address: settings.address, name: settings.fromName ?? '' },
    to: [mailbox({ address: message.to.address, name: message.to.profileName })],
    cc: (email?.cc ?? []).map(mailbox),
    subject: email?.subject ?? '',
    text: plain(parts),
    html: page(parts),
    attachments,
    messageId: `<${externalId}>`,
    ...(email?.inReplyTo == null ? {} : { inReplyTo: `<${email.inReplyTo}>` }),
    ...(email == null || email.references.length === 0
      ? {}
      : { references: email.references.map((id) => `<${id}>`).join(' ') }),
    date: new Date(limits.now),
    headers: message.automatic === true ? { 'Auto-Submitted': 'auto-replied', 'X-Auto-Response-Suppress': 'All' } : {},
    disableFileAccess: true,
    disableUrlAccess: true,
    newline: 'win',
  });
  const recipients = [message.to.address, ...(email?.cc ?? []).map(address), ...(email?.bcc ?? []).map(address)];
  const raw = await composer.compile().build();
  return { ok: true, mail: { externalId, raw, recipients: [...new Set(recipients)] } };
}

const address = (box: { address: string }): string => box.address;
const mailbox = ({ address, name }: { address: string; name: string | null }) => ({ address, name: name ?? '' });

const attachment = async ({ name, mime, read }: OutboundFile) => ({
  filename: name ?? 'anexo',
  contentType: mime,
  content: Buffer.from(await read()),
});

/** Empty and none at all are the same to whoever gets the mail. */
export function signatureOf(
  settings: EmailSettings,
  { authorEmail, authorName, automatic }: MessageAuthor & Pick<OutboundMessage, 'automatic'>,
): string | null {
  if (automatic === true) return settings.signature === null ? null : filled(settings.signature, '');
  const own = authorEmail == null ? undefined : settings.signatures[authorEmail.toLowerCase()];
  const template = own ?? settings.signature;
  return template === null ? null : filled(template, authorName ?? '');

  function filled(text: string, name: string): string {
    return text
      .replaceAll('{{atendente.nome}}', name)
      .replaceAll('{{conexao.nome}}', settings.fromName ?? settings.address)
      .replace(/^\s*\n/gm, '')
      .trim();
  }
}

interface Parts {
  text: string;
  signature: string | null;
  quoted: string | null;
}

/** «-- » and what follows is a signature to every program (RFC 3676, 4.3). */
const plain = ({ text, signature, quoted }: Parts): string =>
  [
    text,
    ...(signature === null || signature === '' ? [] : [`-- \n${signature}`]),
    ...(quoted === null ? [] : [quoted]),
  ].join('\n\n');

function page({ text, signature, quoted }: Parts): string {
  const parts = [`<div>${html(text)}</div>`];
  if (signature !== null && signature !== '') parts.push(`<div style="color:#666666">-- <br>${html(signature)}</div>`);
  if (quoted !== null) {
    const lines = quoted.split('\n');
    const first = lines.findIndex((line) => line.startsWith('>'));
    const introduction = first === -1 ? quoted : lines.slice(0, first).join('\n').trimEnd();
    const words = first === -1 ? [] : lines.slice(first).map((line) => line.replace(/^> ?/, ''));
    parts.push(
      `<div class="gmail_quote">${html(introduction)}<blockquote type="cite" style="margin:0 0 0 .8ex;border-left:1px solid #cccccc;padding-left:1ex">${html(words.join('\n'))}</blockquote></div>`,
    );
  }
  return `<!DOCTYPE html><html><head><meta charset="utf-8"></head><body>${parts.join('<br>')}</body></html>`;
}

const signs: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const html = (text: string): string =>
  text
    .replace(/[&<>"]/g, (sign) => signs[sign] ?? sign)
    .replace(/^ +| {2,}/gm, (spaces) => '&nbsp;'.repeat(spaces.length))
    .replaceAll('\n', '<br>\n');
