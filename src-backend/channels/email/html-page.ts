/**
 * A mail's stored page as it is shown: in a frame of its own, without scripts, under a policy that loads nothing but what
 * is inside. The policy is in the page too, because a desktop shows it from memory, without the answer's headers.
 */
export interface ShownPage {
  html: string;
  policy: string;
}

/** `inline`: pictures of the mail itself, by number. `remote`: the reader asked for the pictures from elsewhere. */
export function showPage(page: string, inline: readonly (InlinePicture | null)[], remote: boolean): ShownPage {
  const policy = `default-src 'none'; img-src data:${remote ? ' https: http:' : ''}; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'`;
  const body = page.replace(/ data-inline="(\d{1,3})"/g, (_mark, number: string) => {
    const picture = inline[Number(number)] ?? null;
    return picture === null ? '' : ` src="data:${picture.mime};base64,${picture.base64}"`;
  });
  const shown = remote ? body.replaceAll(' data-remote="', ' referrerpolicy="no-referrer" src="') : body;
  const meta = `<meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="${policy.replace(/; frame-ancestors [^;]*/, '')}"><meta name="referrer" content="no-referrer">`;
  const html = `<!DOCTYPE html><html><head>${meta}<style>${STYLE}</style></head><body>${shown}</body></html>`;
  return { html, policy };
}

export interface InlinePicture {
  mime: string;
  base64: string;
}

/** A held-back picture is a quiet box with its own words; nothing is wider than the frame. */
const STYLE = `body{margin:0;padding:12px 16px;font:14px/1.5 sans-serif;overflow-wrap:anywhere;background:#fff;color:#1a1a1a}img{max-width:100%;height:auto}img[data-remote]{display:inline-block;min-width:24px;min-height:24px;border:1px dashed #b8b8b8;background:#f4f4f4;color:#767676;font-size:12px}table{max-width:100%}blockquote{margin:0 0 0 8px;padding-left:12px;border-left:2px solid #d0d0d0}`;
