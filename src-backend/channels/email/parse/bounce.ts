import type { Headers } from './automatic.ts';
import { idsIn, ownIdsIn } from './message-ids.ts';
import type { Bounce } from './parsed-mail.ts';

interface Evidence {
  headers: Headers;
  from: string | null;
  subject: string;
  contentType: string;
  /** The words for people. */
  text: string;
  parts: { mime: string; bytes: Uint8Array }[];
}

const utf8 = new TextDecoder();
const MOST_BYTES = 256 * 1024;

const textOf = ({ bytes }: { bytes: Uint8Array }): string => utf8.decode(bytes.subarray(0, MOST_BYTES));

/**
 * What a mail says of the delivery of another: a delivery report (RFC 3464), or one of the older kinds that are only words
 * and a copy of the mail. null: it is no such thing.
 */
export function readBounce(mail: Evidence): Bounce | null {
  const reports = mail.parts.filter(({ mime }) => /^message\/(global-)?delivery-status$/.test(mime)).map(textOf);
  const returned = mail.parts
    .filter(({ mime }) => /^(message\/(rfc822|global)|text\/rfc822-headers)/.test(mime))
    .map(textOf);
  // Some servers put the report's fields into a part that is called text.
  const fields = reports.length > 0 ? reports.join('\n\n') : fieldsIn(mail.text);
  const isReport = reports.length > 0 || /report-type="?delivery-status/i.test(mail.contentType);
  if (!isReport && !looksLikeBounce(mail)) return null;

  const everything = [mail.text, ...returned].join('\n');
  const originals = [
    ...new Set([
      ...ownIdsIn(
        `${everything}\n${mail.headers.get('in-reply-to') ?? ''} ${mail.headers.get('references') ?? ''}`,
      ).map(({ externalId }) => externalId),
      ...[...returned, mail.text].flatMap((part) => idsIn(headerIn(part, 'message-id'))),
    ]),
  ];
  const told = fields === null ? null : ofRecipient(fields);
  return {
    action: told?.action ?? 'failed',
    code: told?.code ?? codeIn(told?.detail ?? '') ?? codeIn(mail.text),
    detail: oneLine(told?.detail ?? wordsAroundCode(mail.text)),
    recipient: told?.recipient ?? recipientOf(mail),
    originals,
  };
}

const BOUNCER =
  /^(?:mailer-daemon|postmaster|mail-daemon|bounces?|mail\.?delivery)[^@]*@|^(?:mailer-daemon|postmaster)$/i;
const BOUNCE_SUBJECT =
  /undeliver|mail failed|returned (?:mail|to sender)|delivery (?:status|failure|has failed|incomplete)|mail delivery (?:failed|problem|system)|failure notice|delivery notification|could not be delivered|n[aã]o (?:foi )?(?:poss[ií]vel entregar|entregue)|mensagem devolvida|falha (?:na|de) entrega|no se ha podido entregar|devuelto/i;

/** Words alone are no proof: a customer may forward a bounce. So it must also come from a mail system, or from nobody. */
function looksLikeBounce({ headers, from, subject }: Evidence): boolean {
  const fromSystem = from === null || BOUNCER.test(from) || /^\s*<\s*>\s*$/.test(headers.get('return-path') ?? '');
  return headers.has('x-failed-recipients') || (fromSystem && BOUNCE_SUBJECT.test(subject));
}

/** `Final-Recipient: …` and what belongs to it, where a report stands among other words. */
function fieldsIn(text: string): string | null {
  const at = text.search(/^(?:final-recipient|original-recipient|action)\s*:/im);
  return at === -1 ? null : text.slice(at, at + 8_000);
}

interface Told {
  action: Bounce['action'];
  code: string | null;
  detail: string | null;
  recipient: string | null;
}

/** The worst of what is said of the recipients: one who did not get it matters more than one who did. */
function ofRecipient(report: string): Told | null {
  const told = report
    .replaceAll('\r\n', '\n')
    .split(/\n\s*\n/)
    .map((block): Told | null => {
      const action =
        headerIn(block, 'action')
          ?.toLowerCase()
          .replace(/[^a-z].*$/, '') ?? null;
      const status = /\b([245]\.\d{1,3}\.\d{1,3})\b/.exec(headerIn(block, 'status') ?? '')?.[1] ?? null;
      if (action === null && status === null) return null;
      const recipient = headerIn(block, 'final-recipient') ?? headerIn(block, 'original-recipient');
      return {
        action: actionOf(action, status),
        code: status,
        detail: headerIn(block, 'diagnostic-code')?.replace(/^\s*(?:smtp|x-[\w-]+)\s*;\s*/i, '') ?? null,
        recipient: recipient?.replace(/^[^;]*;/, '').replace(/[<>\s]/g, '') ?? null,
      };
    })
    .filter((block) => block !== null);
  return (
    told.find(({ action }) => action === 'failed') ?? told.find(({ action }) => action === 'delayed') ?? told[0] ?? null
  );
}

function actionOf(action: string | null, status: string | null): Bounce['action'] {
  if (action === 'delayed') return 'delayed';
  if (action === 'delivered' || action === 'relayed' || action === 'expanded') return 'delivered';
  if (action === null && status?.startsWith('2')) return 'delivered';
  return action === null && status?.startsWith('4') ? 'delayed' : 'failed';
}

/** A header of a block of headers, unfolded. */
function headerIn(block: string, name: string): string | null {
  const found = new RegExp(`^${name}[ \\t]*:([^\\n]*(?:\\n[ \\t]+[^\\n]*)*)`, 'im').exec(block.slice(0, 64_000));
  return found === null ? null : (found[1] ?? '').replace(/\s+/g, ' ').trim();
}

const CODE = /\b([45]\.\d{1,3}\.\d{1,3})\b/;
const REPLY = /(?:^|[\s:(>])([45]\d\d)[ -](?=[^\d\s])/;
const codeIn = (text: string): string | null => {
  const start = text.slice(0, 20_000);
  return CODE.exec(start)?.[1] ?? REPLY.exec(start)?.[1] ?? null;
};

function wordsAroundCode(text: string): string | null {
  const lines = text.slice(0, 20_000).split('\n');
  return lines.find((line) => CODE.test(line) || REPLY.test(line)) ?? null;
}

function recipientOf({ headers, text }: Evidence): string | null {
  const named = headers.get('x-failed-recipients') ?? /<([^<>\s@]+@[^<>\s@]+)>/.exec(text.slice(0, 20_000))?.[1];
  return named?.split(',')[0]?.trim() ?? null;
}

const oneLine = (text: string | null): string | null => {
  const line = text?.replace(/\s+/g, ' ').trim().slice(0, 400) ?? '';
  return line === '' ? null : line;
};
