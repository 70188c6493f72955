import { Parser } from 'htmlparser2';

const ALLOWED_SOURCES = /^data:image\/(png|gif|jpe?g|webp);base64,/i;
const LINKS = /^(https?:|mailto:|tel:)/i;

/** Everything in a page that could run, load, send or cover something. */
export function dangers(page: string): string[] {
  const found: string[] = [];
  const parser = new Parser({
    onopentag(name, attributes) {
      if (
        /^(script|style|link|meta|base|iframe|frame|object|embed|form|input|button|svg|math|video|audio|template)$/.test(
          name,
        )
      )
        found.push(`<${name}>`);
      for (const [key, value] of Object.entries(attributes)) {
        if (key.startsWith('on') || ['srcset', 'background', 'formaction', 'action', 'poster', 'ping'].includes(key))
          found.push(key);
        if (key === 'src' && !ALLOWED_SOURCES.test(value)) found.push(`src=${value}`);
        if (key === 'href' && !LINKS.test(value)) found.push(`href=${value}`);
        if (key === 'style' && /url|expression|position|@import|behavior|-moz-binding|\\/i.test(value))
          found.push(value);
      }
    },
  });
  parser.write(page);
  parser.end();
  return found;
}

/** Ways by which a page has run something somewhere. */
export const VECTORS = [
  '<script>alert(1)</script>',
  '<img src=x onerror=alert(1)>',
  '<svg><script>alert(1)</script></svg>',
  '<svg onload=alert(1)>',
  '<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>',
  '<a href="javascript:alert(1)">x</a>',
  '<a href=" java\nscript:alert(1)">x</a>',
  '<a href="&#106;avascript:alert(1)">x</a>',
  '<a href="data:text/html,<script>alert(1)</script>">x</a>',
  '<img src="data:image/svg+xml;base64,PHN2Zz4=">',
  '<p style="background:url(https://m.test)">x</p>',
  '<p style="background:u\\rl(https://m.test)">x</p>',
  '<p style="width:expression(alert(1))">x</p>',
  '<p style="background-image:image-set(\'https://m.test\' 1x)">x</p>',
  '<p style="position:fixed;top:0;left:0;width:100%">x</p>',
  '<style>*{background:url(https://m.test)}</style>',
  '<link rel=stylesheet href=https://m.test>',
  '<meta http-equiv=refresh content="0;url=https://m.test">',
  '<base href=https://m.test>',
  '<form action=https://m.test><button>x</button></form>',
  '<iframe srcdoc="<script>alert(1)</script>"></iframe>',
  '<object data=x></object><embed src=x>',
  '<table background=https://m.test><tr><td background=https://m.test>x</table>',
  '<img srcset="https://m.test 1x">',
  '<video src=https://m.test poster=https://m.test></video>',
  '<noscript><p title="</noscript><img src=x onerror=alert(1)>">',
  '<img alt="` onerror=alert(1)">',
  '<img src="x" data-remote="javascript:1" data-inline="0">',
  '<!--[if mso]><script>alert(1)</script><![endif]-->',
  '<a href=\0"javascript:alert(1)">x</a>',
  '<a href="/media/m1">x</a><a href="janela">x</a>',
  '<a href="//m.test" ping="https://m.test">x</a>',
];
