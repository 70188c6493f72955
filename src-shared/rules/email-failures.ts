/**
 * Why a mail was not delivered. `smtp-` codes carry the server's own: the enhanced status code (RFC 3463, «class.subject.
 * detail») where it gave one, or else the three digits of the reply (RFC 5321).
 */
export type EmailFailureCause =
  | 'mailboxUnknown'
  | 'mailboxFull'
  | 'mailTooLarge'
  | 'mailRefused'
  | 'mailServerBusy'
  | 'mailBounced'
  | 'mailLogin'
  | 'mailFolder'
  | 'mailUnreachable'
  | 'automaticLimit';

const own = new Map<string, EmailFailureCause>([
  ['smtp-login', 'mailLogin'],
  ['imap-login', 'mailLogin'],
  ['imap-folder', 'mailFolder'],
  ['imap-unreachable', 'mailUnreachable'],
  ['email-address', 'mailboxUnknown'],
  ['bounced', 'mailBounced'],
  ['automatic-limit', 'automaticLimit'],
]);

/** Subject and detail of the enhanced code (RFC 3463, 3); the class says only whether it is final. */
const enhanced: [pattern: RegExp, cause: EmailFailureCause][] = [
  [/^[45]\.1\.(0|1|2|3|4|6|10)$/, 'mailboxUnknown'],
  [/^[45]\.2\.1$/, 'mailboxUnknown'],
  [/^[45]\.2\.2$/, 'mailboxFull'],
  [/^[45]\.(2\.3|3\.4)$/, 'mailTooLarge'],
  [/^5\.(4\.4|4\.1)$/, 'mailboxUnknown'],
  [/^4\./, 'mailServerBusy'],
  [/^5\.(6|7)\./, 'mailRefused'],
  [/^5\./, 'mailBounced'],
];

const replies: [pattern: RegExp, cause: EmailFailureCause][] = [
  [/^(550|551|553)$/, 'mailboxUnknown'],
  [/^(452|552)$/, 'mailboxFull'],
  [/^4/, 'mailServerBusy'],
  [/^5/, 'mailRefused'],
];

/** null: no code of e-mail. */
export function emailFailureCause(code: string): EmailFailureCause | null {
  const known = own.get(code);
  if (known !== undefined) return known;
  if (!code.startsWith('smtp-')) return null;
  const told = code.slice('smtp-'.length);
  const table = told.includes('.') ? enhanced : replies;
  return table.find(([pattern]) => pattern.test(told))?.[1] ?? 'mailBounced';
}
