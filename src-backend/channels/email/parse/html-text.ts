import { Parser } from 'htmlparser2';

/**
 * A page as text, in one pass without a tree, so that a page of any size or depth takes time in proportion. What mail
 * programs mark as quoted is kept apart where it stands at the end; quotations within the words get «> ».
 */
export interface HtmlWords {
  text: string;
  /** What stands in the program's own container for the earlier mail; null: there is none. */
  quoted: string | null;
}

const SKIPPED = new Set([
  'style',
  'script',
  'head',
  'title',
  'template',
  'noscript',
  'svg',
  'object',
  'select',
  'textarea',
]);
const PARAGRAPHS = new Set([
  'p',
  'h1',
  'h2',
  'h3',
  'h4',
  'h5',
  'h6',
  'ul',
  'ol',
  'table',
  'blockquote',
  'pre',
  'dl',
  'hr',
]);
const BLOCKS = new Set([
  ...['div', 'tr', 'li', 'dt', 'dd', 'section', 'article', 'header', 'footer', 'address', 'center', 'form', 'fieldset'],
  ...PARAGRAPHS,
]);

/** A quotation in a quotation in … is marked no more than so many times. */
const DEEPEST_CITATION = 6;

/** An element in which the mail program put what it quotes, with all that follows (`rest`) or until it ends. */
function quoteMark(name: string, attributes: Record<string, string>): 'inside' | 'rest' | null {
  const id = (attributes.id ?? '').toLowerCase().replace(/^x_/, '');
  const names = (attributes.class ?? '').toLowerCase();
  if (id === 'divrplyfwdmsg' || id === 'appendonsend' || id === 'stopspelling') return 'rest';
  if (id === 'mail-editor-reference-message-container' || id === 'reply-intro') return 'rest';
  if (/\boutlookmessageheader\b/.test(names)) return 'rest';
  if (
    /(?:^|\s)(?:x_)?(?:gmail_quote|yahoo_quoted|protonmail_quote|zmail_extra|moz-cite-prefix|gmail_attr)(?:\s|_container|$)/.test(
      names,
    )
  )
    return 'inside';
  if (/^__quoted_text__$|^__headers__$/i.test(attributes['data-marker'] ?? '')) return 'rest';
  if (name === 'blockquote' && (/^cite$/i.test(attributes.type ?? '') || attributes.cite !== undefined))
    return 'inside';
  if (name === 'div' && OUTLOOK_RULE.test(attributes.style ?? '')) return 'rest';
  return null;
}

/** Outlook 2007 to 365 draw a thin line of these colours above the earlier mail's headers. */
const OUTLOOK_RULE = /border:none;\s*border-top:\s*solid\s+#(?:b5c4df|e1e1e1|c8c8c8)\s+1\.0pt/i;

export function htmlWords(html: string): HtmlWords {
  const own: string[] = [];
  const quoted: string[] = [];
  let inQuote = 0;
  let rest = false;
  let skipped = 0;
  let pre = 0;
  let depth = 0;
  /** Which open elements are quotations, by their depth. */
  const quotes: number[] = [];
  const citations: number[] = [];
  let line = '';
  let pendingBlank = false;

  const target = () => (inQuote > 0 || rest ? quoted : own);
  const endLine = (paragraph: boolean): void => {
    const into = target();
    const words = pre > 0 ? line.trimEnd() : line.replace(/[ \t\u00a0]+$/, '');
    if (words.trim() !== '') {
      if (pendingBlank && into.length > 0) into.push('');
      pendingBlank = false;
      into.push('> '.repeat(Math.min(citations.length, DEEPEST_CITATION)) + words);
    }
    line = '';
    if (paragraph) pendingBlank = true;
  };

  const parser = new Parser(
    {
      onopentag(name, attributes) {
        depth += 1;
        if (SKIPPED.has(name)) {
          skipped += 1;
          return;
        }
        if (skipped > 0) return;
        if (name === 'br') {
          const before = target().length;
          endLine(false);
          if (target().length === before) {
            if (pendingBlank) target().push('');
            pendingBlank = true;
          }
          return;
        }
        if (BLOCKS.has(name)) endLine(PARAGRAPHS.has(name));
        const mark = quoteMark(name, attributes);
        if (mark !== null) {
          endLine(true);
          if (mark === 'rest') rest = true;
          else {
            quotes.push(depth);
            inQuote += 1;
          }
        } else if (name === 'blockquote') citations.push(depth);
        if (name === 'pre') pre += 1;
        if (name === 'li') line = '- ';
        if ((name === 'td' || name === 'th') && line.trim() !== '') line += ' ';
      },
      ontext(words) {
        if (skipped > 0) return;
        if (pre > 0) {
          const parts = words.split('\n');
          for (const [index, part] of parts.entries()) {
            line += part;
            if (index < parts.length - 1) endLine(false);
          }
          return;
        }
        const plain = words.replace(/[\s\u00a0]+/g, ' ');
        line += line === '' || line.endsWith(' ') ? plain.replace(/^ /, '') : plain;
      },
      onclosetag(name) {
        if (SKIPPED.has(name)) skipped = Math.max(0, skipped - 1);
        else if (skipped === 0) {
          if (BLOCKS.has(name)) endLine(PARAGRAPHS.has(name));
          if (name === 'pre') pre = Math.max(0, pre - 1);
          if (quotes.at(-1) === depth) {
            endLine(true);
            quotes.pop();
            inQuote -= 1;
          }
          if (citations.at(-1) === depth) {
            endLine(true);
            citations.pop();
          }
        }
        depth -= 1;
      },
    },
    { decodeEntities: true, lowerCaseTags: true, lowerCaseAttributeNames: true },
  );
  parser.write(html);
  parser.end();
  endLine(false);

  const text = own.join('\n').trim();
  const earlier = quoted.join('\n').trim();
  if (earlier === '') return { text, quoted: null };
  return text === '' ? { text: earlier, quoted: null } : { text, quoted: earlier };
}
