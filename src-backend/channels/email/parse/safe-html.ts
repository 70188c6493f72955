import sanitize from 'sanitize-html';
import type { ParsedHtml } from './parsed-mail.ts';

/**
 * A mail's page as it may be stored and shown: an allow-list of elements, attributes and style properties. It is shown in a
 * frame without scripts under a policy that loads nothing (html-route.ts); this is the first of the two locks.
 *
 * Nothing in it makes a request: remote pictures are `data-remote`, the mail's own `data-inline`, styles have no `url()`.
 */
const TAGS = [
  ...[
    'p',
    'div',
    'span',
    'br',
    'hr',
    'b',
    'i',
    'u',
    's',
    'strong',
    'em',
    'small',
    'big',
    'sub',
    'sup',
    'font',
    'center',
  ],
  ...['blockquote', 'pre', 'code', 'tt', 'kbd', 'samp', 'ul', 'ol', 'li', 'dl', 'dt', 'dd', 'a', 'img', 'abbr', 'cite'],
  ...[
    'table',
    'thead',
    'tbody',
    'tfoot',
    'tr',
    'td',
    'th',
    'caption',
    'colgroup',
    'col',
    'q',
    'del',
    'ins',
    'mark',
    'wbr',
  ],
  ...['h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'address', 'section', 'article', 'header', 'footer', 'strike'],
];

/** No function but colours and sums, no comment, no escape: nothing in which an address could hide. */
const PLAIN_VALUE =
  /^(?!.*(?:url|expression|image|var|attr|env|src|element|paint)\s*\()(?!.*[\\@;{}<>]|.*\/\*)[^\n]{1,200}$/i;
const PROPERTIES = [
  ...['color', 'background-color', 'background', 'font', 'font-family', 'font-size', 'font-style', 'font-weight'],
  ...[
    'font-variant',
    'line-height',
    'letter-spacing',
    'text-align',
    'text-decoration',
    'text-indent',
    'text-transform',
  ],
  ...[
    'vertical-align',
    'white-space',
    'word-break',
    'word-wrap',
    'overflow-wrap',
    'width',
    'height',
    'max-width',
    'min-width',
  ],
  ...[
    'max-height',
    'min-height',
    'display',
    'float',
    'clear',
    'direction',
    'table-layout',
    'border-collapse',
    'border-spacing',
  ],
  ...['list-style-type', 'empty-cells', 'caption-side', 'border-radius', 'opacity', 'mso-hide', 'box-sizing'],
  ...['margin', 'padding'].flatMap((name) => [name, ...sides(name)]),
  ...['border', ...sides('border')].flatMap((name) => [name, `${name}-color`, `${name}-style`, `${name}-width`]),
];

function sides(name: string): string[] {
  return ['top', 'right', 'bottom', 'left'].map((side) => `${name}-${side}`);
}

const KNOWN = new Set(PROPERTIES);

/** By hand rather than by a parser of whole style sheets: a page of some megabytes has tens of thousands of these. */
function safeStyle(style: string): string {
  return style
    .slice(0, 4_000)
    .split(';')
    .flatMap((declaration) => {
      const colon = declaration.indexOf(':');
      const name = declaration.slice(0, colon).trim().toLowerCase();
      const value = declaration.slice(colon + 1).trim();
      return colon > 0 && KNOWN.has(name) && PLAIN_VALUE.test(value) ? [`${name}:${value}`] : [];
    })
    .join(';');
}

const PRESENTATION = [
  'align',
  'valign',
  'dir',
  'lang',
  'title',
  'width',
  'height',
  'bgcolor',
  'color',
  'border',
  'nowrap',
];

const DEEPEST = 300;
const MOST_REMOTE_LENGTH = 4_000;

/** A mail has no address of its own, so a link without one would lead to wherever the mail is shown. */
const WHOLE_LINK = /^\s*(?:https?:\/\/|mailto:|tel:)/i;

const DATA_PICTURE = /^data:image\/(?:png|gif|jpe?g|webp);base64,[a-z0-9+/=\s]{1,400000}$/i;

/** `inlineIndex`: the number of the mail's own picture with this Content-ID (without brackets); null: there is none. */
export function safeHtml(html: string, inlineIndex: (contentId: string) => number | null): ParsedHtml {
  const remote = new Set<string>();

  const picture = (attributes: Record<string, string>): Record<string, string> => {
    const { src = '', srcset: _srcset, ...others } = attributes;
    const address = src.trim();
    const cid = /^cid:(.+)$/is.exec(address)?.[1];
    if (cid !== undefined) {
      const index = inlineIndex(decoded(cid));
      return index === null ? others : { ...others, 'data-inline': String(index) };
    }
    if (DATA_PICTURE.test(address)) return { ...others, src: address };
    const url = remoteAddress(address);
    if (url === null) return others;
    remote.add(url);
    return { ...others, 'data-remote': url };
  };

  const rewritten = (tagName: string, attributes: Record<string, string>): Record<string, string> => {
    if (tagName === 'img') return picture(attributes);
    if (tagName !== 'a') return attributes;
    const { href = '', ...others } = attributes;
    const link = WHOLE_LINK.test(href) ? { href: href.trim() } : {};
    return { ...link, ...others, target: '_blank', rel: 'noopener noreferrer nofollow' };
  };

  const page = sanitize(html, {
    allowedTags: TAGS,
    allowedAttributes: {
      '*': ['style', ...PRESENTATION],
      a: ['href', 'name', 'target', 'rel'],
      img: ['src', 'alt', 'data-inline', 'data-remote', 'hspace', 'vspace'],
      font: ['face', 'size'],
      table: ['cellpadding', 'cellspacing'],
      td: ['colspan', 'rowspan'],
      th: ['colspan', 'rowspan'],
      col: ['span'],
      ol: ['start', 'type'],
    },
    parseStyleAttributes: false,
    allowedSchemes: ['http', 'https', 'mailto', 'tel'],
    allowedSchemesByTag: { img: ['data'] },
    allowProtocolRelative: false,
    disallowedTagsMode: 'discard',
    nonTextTags: [
      'style',
      'script',
      'textarea',
      'option',
      'noscript',
      'title',
      'template',
      'iframe',
      'object',
      'svg',
      'math',
      'xml',
    ],
    nestingLimit: DEEPEST,
    transformTags: { '*': (tagName, attribs) => ({ tagName, attribs: rewritten(tagName, shared(attribs)) }) },
  });
  return { page, remoteImages: remote.size };
}

/** What every element may have. Our own marks are never taken from the mail. */
function shared(attributes: Record<string, string>): Record<string, string> {
  const { 'data-inline': _inline, 'data-remote': _remote, style, ...others } = attributes;
  const safe = style === undefined ? '' : safeStyle(style);
  return safe === '' ? others : { ...others, style: safe };
}

function remoteAddress(src: string): string | null {
  const whole = src.startsWith('//') ? `https:${src}` : src;
  if (whole.length > MOST_REMOTE_LENGTH || !/^https?:\/\//i.test(whole)) return null;
  return URL.canParse(whole) ? new URL(whole).href : null;
}

function decoded(cid: string): string {
  try {
    return decodeURIComponent(cid).trim();
  } catch {
    return cid.trim();
  }
}
