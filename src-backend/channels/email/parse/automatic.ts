import type { AutomaticReason } from './parsed-mail.ts';

/** Header values by lower-case name, first come first. */
export interface Headers {
  get(name: string): string | null;
  has(name: string): boolean;
}

/**
 * Whether no person wrote it, and how that is told. RFC 3834 (Auto-Submitted; never answer an empty Return-Path), RFC 2919
 * and 2369 (lists), RFC 3462 (reports), and what programs older than those say.
 */
export function automaticReason(
  headers: Headers,
  mail: { from: string | null; subject: string; contentType: string },
): AutomaticReason | null {
  const submitted = headers.get('auto-submitted')?.trim().toLowerCase() ?? 'no';
  if (!/^no\b/.test(submitted)) return 'auto-submitted';
  if (/^multipart\/report\b/i.test(mail.contentType)) return 'report';
  if (/\b(bulk|junk|list|auto_reply)\b/i.test(headers.get('precedence') ?? '')) return 'precedence';
  if (headers.has('list-id') || headers.has('list-unsubscribe') || headers.has('feedback-id')) return 'list';
  if (autoReplyHeaders.some((name) => headers.has(name)) || isAutoReplySubject(mail.subject)) return 'autoreply';
  if (/^\s*<\s*>\s*$/.test(headers.get('return-path') ?? '')) return 'no-sender';
  return mail.from !== null && isUnattended(mail.from) ? 'address' : null;
}

const autoReplyHeaders = ['x-autoreply', 'x-autorespond', 'x-autoresponder', 'x-auto-reply-from', 'x-mailer-autoreply'];

const AUTO_SUBJECT =
  /^\s*(?:auto(?:mated|matic|mática)?[ -](?:reply|response|resposta)|automatische antwort|out of (?:the )?office|resposta autom[aá]tica|respuesta autom[aá]tica|fora do escrit[oó]rio|aviso de (?:f[eé]rias|aus[eê]ncia)|autoresponder)\b/i;
const isAutoReplySubject = (subject: string): boolean => AUTO_SUBJECT.test(subject);

const UNATTENDED =
  /^(?:no[-_.]?reply|do[-_.]?not[-_.]?reply|n[aã]o[-_.]?respond[ae]r?|no[-_.]?responder|mailer-daemon|postmaster|bounces?)(?:[-_+.].*)?@/i;

/** Nobody reads what is sent there. */
export const isUnattended = (address: string): boolean => UNATTENDED.test(address);
