import type { Mailbox } from '../../../../src-shared/protocol/content.ts';

/** A mail as it was understood: plain data that crosses from the parsing thread. */
export interface ParsedMail {
  /** Without angle brackets; null where the mail has none, or only a broken one. */
  messageId: string | null;
  from: Mailbox | null;
  /** Whom an answer goes to where the mail says so; first come first. */
  replyTo: Mailbox[];
  to: Mailbox[];
  cc: Mailbox[];
  bcc: Mailbox[];
  subject: string;
  /** Epoch milliseconds of the `Date` header; null where it has none that can be read. */
  date: number | null;
  /** Message-IDs it answers, nearest first: `In-Reply-To`, then `References` from the right. */
  answers: string[];
  /** What was written, without what it quotes; null: nothing. */
  text: string | null;
  quoted: string | null;
  html: ParsedHtml | null;
  /** What came with it, besides the pictures of its page. Names are as received: not safe yet. */
  attachments: ParsedFile[];
  /** Pictures that the page shows, by the number its `data-inline` names. */
  inline: ParsedFile[];
  /** Why no person wrote it (`automatic.ts`); null: one did, as far as can be told. */
  automatic: AutomaticReason | null;
  bounce: Bounce | null;
}

export interface ParsedHtml {
  /** Sanitised; remote pictures stand as `data-remote`, the mail's own as `data-inline`. */
  page: string;
  remoteImages: number;
}

export interface ParsedFile {
  name: string | null;
  mime: string;
  bytes: Uint8Array;
}

export type AutomaticReason =
  | 'auto-submitted'
  | 'precedence'
  | 'list'
  | 'report'
  | 'autoreply'
  | 'address'
  | 'no-sender';

/** What a delivery report says of a mail of ours. */
export interface Bounce {
  action: 'failed' | 'delayed' | 'delivered';
  /** Enhanced status code (RFC 3463) like `5.1.1`, or the three digits of the reply; null: the report gives none. */
  code: string | null;
  /** The words of the other side, one line. */
  detail: string | null;
  recipient: string | null;
  /** Message-IDs of the mail it speaks of. */
  originals: string[];
}

/** Longest parts that go into a message; the whole is then kept as a file beside it. */
export const TEXT_LIMIT = 40_000;
export const QUOTED_LIMIT = 40_000;
