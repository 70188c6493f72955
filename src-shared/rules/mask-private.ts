/**
 * Takes private data out of words that leave the machine (a report for support): names and whatever else is known to be
 * private, addresses of mails, pages, machines and files, telephone and document numbers, tokens and keys. What is left
 * is what a program wrote by itself. Rather too much than too little: a mask that was not needed costs a word.
 */
const patterns: readonly [pattern: RegExp, mask: string][] = [
  // A page's address goes whole: host, path and query may all tell who it is.
  [/\b[a-z][a-z0-9+.-]{1,20}:\/\/[^\s"'<>«»]+/gi, '[endereço]'],
  [/[^\s@"'<>()[\]:;,«»]+@[^\s@"'<>()[\]:;,«»]+/g, '[e-mail]'],
  [/\beyJ[\w-]+\.[\w-]+\.[\w-]*/g, '[código]'],
  [/\b(?:bearer|basic)\s+\S+/gi, '[código]'],
  [/\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/gi, '[código]'],
  [/(?<![\w/+-])(?=[\w+/=-]*\d)(?=[\w+/=-]*[a-z])[\w+/=-]{20,}/gi, '[código]'],
  [/(?:\b[a-z]:)?\\\\?[^\s"'<>|]*\\[^\s"'<>|]*/gi, '[pasta]'],
  [/(?<![\w/.])~?\/(?:[\w.@ -]+\/)+[\w.@-]*/g, '[pasta]'],
  // After a slash it is a program's version.
  [/(?<![\w/.])\d{1,3}(?:\.\d{1,3}){3}(?::\d+)?(?![\w.])/g, '[endereço]'],
  [/(?<![\w:])(?:[0-9a-f]{0,4}:){3,7}[0-9a-f]{0,4}(?![\w:])/gi, '[endereço]'],
  [/\b(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+(?:[a-z]{2,})(?::\d+)?\b/gi, '[endereço]'],
  // Telephones, CPF, CNPJ, cards: eight digits or more, however they are grouped.
  [/(?<![\w/.])\+?\(?\d(?:[\s().-]{0,2}\d){7,}(?![\w])/g, '[número]'],
];

/** Of a longer line the rest is left out: no program's own words are so long, and patterns must stay quick. */
const LINE = 1_000;
const cut = (line: string): string => (line.length > LINE ? `${line.slice(0, LINE - 1)}…` : line);

/** `known`: names, addresses and the like that are private here; each is masked wherever it stands, in any case. */
export function maskPrivate(words: string, known: readonly string[] = []): string {
  let masked = words.normalize('NFC').split('\n').map(cut).join('\n');
  const longestFirst = [...new Set(known.map((one) => one.normalize('NFC').trim()))]
    .filter((one) => one.length >= 2)
    .sort((a, b) => b.length - a.length);
  for (const one of longestFirst) {
    masked = masked.replace(new RegExp(one.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'), 'giu'), '[oculto]');
  }
  for (const [pattern, mask] of patterns) masked = masked.replace(pattern, mask);
  return masked;
}
