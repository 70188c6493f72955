/** The form's own look, inside its shadow root: the site's styles do not reach it, but its font and size of text do. */
const light = `--card:#fff;--line:#6b7782;--text:#16202a;--muted:#5b6872;--accent:#0b6b75;--on:#fff;--bad:#b42318;--good:#e2f1f2;color-scheme:light;`;
const dark = `--card:#171e24;--line:#7d8994;--text:#e6ebee;--muted:#9fabb4;--accent:#3fb3bd;--on:#06201f;--bad:#f28a80;--good:#153238;color-scheme:dark;`;

export const style = `
:host{display:block;${light}}
:host([data-theme="dark"]){${dark}}
@media(prefers-color-scheme:dark){:host([data-theme="auto"]){${dark}}}
*{box-sizing:border-box}
form,.said{color:var(--text);font:16px/24px system-ui,"Noto Sans",sans-serif;text-align:start}
h2{margin:0 0 4px;font-size:20px;line-height:28px}
p{margin:0 0 16px;color:var(--muted)}
.field{margin:0 0 16px}
label{display:block;margin:0 0 4px;font-weight:600}
label small{font-weight:400;color:var(--muted)}
input,textarea,select{width:100%;min-height:44px;padding:9px 11px;border:1px solid var(--line);border-radius:8px;background:var(--card);color:inherit;font:inherit}
textarea{min-height:128px;resize:vertical}
:focus-visible{outline:2px solid var(--accent);outline-offset:2px}
[aria-invalid="true"]{border-color:var(--bad)}
.bad{margin:4px 0 0;color:var(--bad);font-size:14px;line-height:20px}
.bad:empty{display:none}
button{min-height:44px;padding:9px 24px;border:0;border-radius:8px;background:var(--accent);color:var(--on);font:inherit;font-weight:600;cursor:pointer}
button[aria-disabled="true"]{opacity:.65;cursor:progress}
.trap{position:absolute;inset-inline-start:-9999px;width:1px;height:1px;overflow:hidden}
.state{margin:12px 0 0;min-height:24px;color:var(--bad)}
.said{padding:16px;border-radius:8px;background:var(--good)}
.said:focus{outline:none}
a{color:var(--accent)}
`;
