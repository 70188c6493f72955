/**
 * How mail programs announce what they quote, in the languages our customers' programs speak. The list grew from the
 * mail of Gmail, Outlook, Apple Mail, Thunderbird, Yahoo, Zoho and webmails; each line is one program's habit.
 */

/** «On Mon, 3 Feb 2025, Ana <ana@…> wrote:»: begins, and ends, with one of these and has a date or an address between. */
const WROTE = [
  'wrote',
  'writes',
  'escreveu',
  'escribi[oó]',
  'a [eé]crit',
  'schrieb',
  'ha scritto',
  'ha escrit',
  'schreef',
  'het volgende geschreven',
  'skrev',
  'kirjoitti',
  'napisał(?:\\(a\\)|a)?',
  'написал(?:\\(а\\)|а)?',
  'пишет',
  'a scris',
  'napsal(?:\\(a\\)|a)?',
  'írta',
  'yazdı',
  'geschreven',
].join('|');

const BEGINS = '(?:on|em|no dia|el|le|am|il|op|den|dnia|w dniu|pada|на|at|d\\.|ven|mer|lun|sat|dim|jeu|mar)';

const INTRODUCTIONS = [
  // On …, somebody wrote:
  new RegExp(`^[\\s*>-]*${BEGINS}(?!\\p{L}).{4,480}?(?<!\\p{L})(?:${WROTE})(?!\\p{L}).{0,60}[:：]?\\s*$`, 'isu'),
  // Somebody <a@b> wrote on …:
  new RegExp(`^[\\s*]*[^\\n]{0,120}<[^<>\\s]+@[^<>\\s]+>[^\\n]{0,10}(?:${WROTE})(?!\\p{L}).{0,160}[:：]\\s*$`, 'isu'),
  new RegExp(`^[\\s*]*[^\\n:]{2,120}(?<!\\p{L})(?:${WROTE})(?!\\p{L})[^\\n]{0,40}\\d{2,4}[^\\n]{0,60}[:：]\\s*$`, 'iu'),
  // 2025-02-03 10:00 GMT-03:00 Somebody <a@b>:
  /^\s*\d{4}[-/.]\d{1,2}[-/.]\d{1,2}.{0,160}<\s*[^<>\s]+@[^<>\s]+\s*>\s*:?\s*$/s,
  // Wednesday, 17 November 2021, 3:32 PM, "Somebody" <a@b>:
  /^[^\n]{0,160}(?:19|20)\d\d[^\n]{0,160}<\s*[^<>\s]+@[^<>\s]+\s*>\s*[:：]\s*$/u,
  // 3 de fev. de 2025, 10:00, Somebody <a@b>: · W dniu …, Somebody <a@b> napisał(a):
  /^\s*(?:---- )?(?:on|em|el|le|am)\b.{6,300}<\s*[^<>\s]+@[^<>\s]+\s*>.{0,20}(?:----|:)\s*$/isu,
];

const DATE_OR_ADDRESS = /\d{1,2}|@/;

/** A short text (one to six lines as one) that introduces a quotation. */
export function introducesQuote(text: string): boolean {
  if (text.length > 620 || !DATE_OR_ADDRESS.test(text)) return false;
  return INTRODUCTIONS.some((pattern) => pattern.test(text));
}

const SHORT = new RegExp(`^[\\s*>]*\\S[^\\n]{0,120}(?<!\\p{L})(?:${WROTE})\\s*[:：]\\s*$`, 'iu');
/** «Ana wrote:», which is an introduction only where quoted lines follow. */
export const mayIntroduceShortly = (line: string): boolean => line.length <= 160 && SHORT.test(line);

/** Cheap first look: whether an introduction may begin at this line. */
const MAY_INTRODUCE = new RegExp(
  `^[\\s*>-]*(?:${BEGINS}(?!\\p{L})|[^\\n]{0,160}(?:@|(?:19|20)\\d\\d|(?<!\\p{L})(?:${WROTE})(?!\\p{L})))`,
  'iu',
);
export const mayIntroduce = (line: string): boolean => line.length <= 400 && MAY_INTRODUCE.test(line);

const ORIGINAL = [
  'original message',
  'reply message',
  'mensagem original',
  'mensaje original',
  "message d'origine",
  'message original',
  'urspr[uü]ngliche (?:nachricht|e-?mail)',
  'messaggio originale',
  'oprindelig (?:meddelelse|besked)',
  'opprinnelig melding',
  'ursprungligt meddelande',
  'oorspronkelijk bericht',
  'alkuper[aä]inen viesti',
  'исходное сообщение',
  'пересылаемое сообщение',
  'forwarded (?:message|by[^\\n]{0,80})',
  'mensagem (?:encaminhada|reencaminhada)',
  'mensaje reenviado',
  'message transf[eé]r[eé]',
  'weitergeleitete nachricht',
].join('|');
const ORIGINAL_LINE = new RegExp(
  `^[\\s*>]*(?:-{2,}|_{2,}|={2,})\\s*(?:${ORIGINAL})\\b[^\\n]{0,80}(?:-{2,}|_{2,}|={2,})?\\s*$`,
  'iu',
);
const BEGIN_FORWARD =
  /^\s*(?:begin forwarded message|in[ií]cio da mensagem (?:re)?encaminhada|inicio del mensaje reenviado|d[eé]but du message transf[eé]r[eé]|anfang der weitergeleiteten (?:nachricht|e-mail))\s*:\s*$/iu;

/** «-----Mensagem original-----» and its kin. */
export const isOriginalMark = (line: string): boolean =>
  line.length <= 200 && (ORIGINAL_LINE.test(line) || BEGIN_FORWARD.test(line));

const FROM =
  /^[\s*_>]*(?:de|from|von|da|van|fra|fr[aå]n|od|от|expediteur|exp[eé]diteur|remitente|l[aä]hett[aä]j[aä])\s*:[\s*_]*\S/iu;
const OTHER =
  /^[\s*_>]*(?:enviad[oa](?: em| el)?|sent|date|data|fecha|envoy[eé](?: le)?|gesendet(?: am)?|datum|inviato|verzonden|sendt|skickat|dato|wys[lł]ano|отправлено|дата|para|to|[aà]|an|aan|til|till|do|кому|cc|assunto|sujet|subject|asunto|objet|betreff|oggetto|onderwerp|emne|[aä]mne|temat|тема|responder a|reply-to|l[aä]hetetty|aihe|vastaanottaja)\s*:/iu;

/** The block of headers by which Outlook and its kin introduce a mail: «De: … Enviado: … Para: … Assunto: …». */
export function isHeaderBlock(lines: readonly string[], at: number): boolean {
  if (!FROM.test((lines[at] ?? '').slice(0, 300))) return false;
  let others = 0;
  for (let next = at + 1; next < Math.min(lines.length, at + 10); next++) {
    const line = (lines[next] ?? '').slice(0, 300);
    if (OTHER.test(line)) others += 1;
  }
  return others >= 2;
}

/** A rule above a block of headers, which belongs to it. */
export const isRule = (line: string): boolean => /^\s*[_-]{5,}\s*$/.test(line.slice(0, 200));
