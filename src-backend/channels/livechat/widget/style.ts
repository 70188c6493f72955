/** The widget's own look, inside its shadow root. The tokens are the desktop's, so that both sides of a chat match. */
const light = `--bg:#f6f7f8;--surface:#fff;--surface-2:#f0f2f3;--line:#e3e6e8;--text:#16202a;--muted:#5b6872;
--accent:#0b6b75;--accent-soft:#e2f1f2;--accent-text:#fff;--in:#fff;--out:#dff1ee;--warn:#8a5000;--warn-soft:#fff1d6;
--bad:#b42318;--bad-soft:#fde8e6;--edge:0 1px 2px rgba(16,24,32,.06);--lift:0 12px 40px rgba(16,24,32,.22);--scheme:light;`;
const dark = `--bg:#11171c;--surface:#171e24;--surface-2:#1e262d;--line:#29333b;--text:#e6ebee;--muted:#9fabb4;
--accent:#3fb3bd;--accent-soft:#153238;--accent-text:#06201f;--in:#1e262d;--out:#16393a;--warn:#f0b455;--warn-soft:#33280f;
--bad:#f28a80;--bad-soft:#3a1b19;--edge:none;--lift:0 12px 40px rgba(0,0,0,.5);--scheme:dark;`;

/**
 * Colour emoji for the emoji ranges only. Without it a text font that also draws some emoji in black and white (DejaVu on
 * Linux) wins over the system's emoji font; named plainly before the text font, the emoji font would draw the digits.
 */
export const addEmojiFont = (): void => {
  const sources = ['Apple Color Emoji', 'Segoe UI Emoji', 'Noto Color Emoji'].map((name) => `local("${name}")`);
  const unicodeRange = 'U+1F000-1FAFF, U+2600-27BF, U+2B00-2BFF, U+2300-23FF, U+FE0F, U+200D, U+20E3';
  const font = new FontFace('Turno Emoji', sources.join(','), { unicodeRange });
  document.fonts.add(font);
};

export const style = `
:host{${light}}
@media (prefers-color-scheme:dark){:host([data-theme=auto]){${dark}}}
:host([data-theme=dark]){${dark}}
*,*::before,*::after{box-sizing:border-box}
[hidden]{display:none!important}
.root{font:15px/21px "Turno Emoji","Inter Variable",Inter,system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",sans-serif;
color:var(--text);color-scheme:var(--scheme);font-feature-settings:"tnum";-webkit-font-smoothing:antialiased}
button,textarea{font:inherit;color:inherit;margin:0}
button{cursor:pointer;border:0;background:none;padding:0}
p{margin:0}
svg{width:22px;height:22px;stroke:currentColor;fill:none;stroke-width:1.75;stroke-linecap:round;stroke-linejoin:round;display:block}
:focus-visible{outline:2px solid var(--accent);outline-offset:2px}
.launcher{position:fixed;right:20px;bottom:20px;z-index:2147483000;width:56px;height:56px;border-radius:50%;background:var(--accent);
color:var(--accent-text);box-shadow:var(--lift);display:grid;place-items:center}
.launcher svg{width:26px;height:26px}
.open .launcher .when-shut,.root:not(.open) .launcher .when-open{display:none}
.launcher:hover{filter:brightness(1.08)}
.count{position:absolute;top:-4px;right:-4px;min-width:22px;height:22px;padding:0 6px;border-radius:11px;background:var(--bad);
color:var(--surface);font-size:12px;line-height:22px;font-weight:650;text-align:center;box-shadow:0 0 0 2px var(--surface)}
.panel{position:fixed;right:20px;bottom:88px;z-index:2147483000;width:380px;height:min(620px,calc(100vh - 108px));
height:min(620px,calc(100dvh - 108px));background:var(--bg);border:1px solid var(--line);border-radius:16px;box-shadow:var(--lift);
display:flex;flex-direction:column;overflow:hidden}
.head{display:flex;align-items:center;gap:12px;padding:14px 12px 14px 18px;background:var(--surface);border-bottom:1px solid var(--line)}
.head div{flex:1;min-width:0}
h2{font-size:16px;line-height:22px;font-weight:650;margin:0;overflow:hidden;text-overflow:ellipsis;white-space:nowrap}
.sub{font-size:13px;line-height:18px;color:var(--muted);overflow:hidden;text-overflow:ellipsis;white-space:nowrap}
.icon{width:36px;height:36px;border-radius:8px;display:grid;place-items:center;color:var(--muted);flex:none}
.icon:hover:not(:disabled){background:var(--surface-2);color:var(--text)}
.icon:disabled{cursor:default;opacity:.55}
.banner{padding:8px 18px;background:var(--warn-soft);color:var(--warn);font-size:13px;line-height:18px;font-weight:550}
.log-frame{position:relative;flex:1;min-height:0;display:flex}
.scroller{flex:1;overflow-y:auto;overscroll-behavior:contain;padding:16px;display:flex;flex-direction:column;gap:10px}
.log{display:flex;flex-direction:column;gap:6px;margin-top:auto;border-radius:8px}
.log:focus-visible{outline-offset:6px}
.greeting{align-self:flex-start;max-width:85%;padding:10px 14px;border-radius:14px;border-bottom-left-radius:4px;background:var(--in);
box-shadow:var(--edge);border:1px solid var(--line)}
.day,.notice{align-self:center;text-align:center;color:var(--muted);font-size:12px;line-height:16px;padding:8px 0 4px;max-width:90%}
.message{display:flex;flex-direction:column;align-items:flex-start;align-self:flex-start;max-width:82%}
.message.mine{align-self:flex-end;align-items:flex-end}
.bubble{padding:8px 12px;border-radius:14px;border-bottom-left-radius:4px;background:var(--in);border:1px solid var(--line);
box-shadow:var(--edge);max-width:100%}
.mine .bubble{background:var(--out);border-color:transparent;border-radius:14px;border-bottom-right-radius:4px}
.failed .bubble{background:var(--bad-soft)}
.bubble p{white-space:pre-wrap;overflow-wrap:anywhere;unicode-bidi:plaintext}
.bubble a{color:var(--accent);text-underline-offset:2px}
.author{color:var(--muted);font-size:12px;line-height:16px;font-weight:600;margin:6px 0 3px 4px}
.meta{color:var(--muted);font-size:12px;line-height:16px;margin:3px 4px 0}
.failed .meta{color:var(--bad);font-weight:550}
.actions{display:flex;gap:14px;margin:2px 4px 4px}
.link{color:var(--accent);font-size:13px;line-height:24px;font-weight:600;text-decoration:underline;text-underline-offset:2px}
progress{appearance:none;-webkit-appearance:none;width:140px;height:4px;border:0;border-radius:2px;overflow:hidden;background:var(--line);margin:6px 4px 0}
progress::-webkit-progress-bar{background:var(--line)}
progress::-webkit-progress-value{background:var(--accent)}
progress::-moz-progress-bar{background:var(--accent)}
.spoken{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
.picture{display:grid;place-items:center;min-width:120px;min-height:90px;margin:-4px -8px;border-radius:10px;overflow:hidden;
background:var(--surface-2);color:var(--muted);font-size:13px;padding:0}
.picture.loaded{min-width:0;min-height:0}
.picture img{display:block;max-width:100%;max-height:260px;object-fit:contain}
.picture + p{margin-top:10px}
.broken{padding:12px 12px 0}
.pill{align-self:center;display:inline-flex;align-items:center;gap:4px;padding:4px 14px;border-radius:14px;border:1px solid var(--line);
background:var(--surface);color:var(--accent);font-size:13px;line-height:20px;font-weight:600}
.pill svg{width:16px;height:16px}
.newest{position:absolute;bottom:10px;left:50%;transform:translateX(-50%);box-shadow:var(--lift)}
.typing{min-height:20px;padding:0 20px 4px;color:var(--muted);font-size:13px;line-height:16px}
.composer{position:relative;background:var(--surface);border-top:1px solid var(--line);padding:8px}
.row{display:flex;align-items:flex-end;gap:2px}
textarea{flex:1;min-width:0;resize:none;border:1px solid transparent;border-radius:10px;background:var(--surface-2);padding:7px 12px;
line-height:20px;max-height:120px;margin:0 4px}
textarea::placeholder{color:var(--muted);opacity:1}
textarea:focus-visible{outline:2px solid var(--accent);outline-offset:0}
textarea[aria-invalid]{border-color:var(--bad)}
.send{background:var(--accent);color:var(--accent-text);border-radius:10px}
.send:hover:not(:disabled){background:var(--accent);color:var(--accent-text);filter:brightness(1.08)}
.send:disabled{background:var(--surface-2);color:var(--muted)}
.composer .notice{padding:2px 8px 8px;text-align:left;color:var(--bad);font-size:13px;font-weight:550;max-width:none}
.emojis{position:absolute;left:8px;bottom:calc(100% + 8px);display:grid;grid-template-columns:repeat(8,38px);padding:8px;border-radius:12px;
background:var(--surface);border:1px solid var(--line);box-shadow:var(--lift);max-height:240px;overflow-y:auto}
.emoji{width:38px;height:38px;border-radius:8px;font-size:21px;line-height:38px;text-align:center}
.emoji:hover{background:var(--surface-2)}
.emoji:focus-visible{outline-offset:-2px}
.drop{position:absolute;inset:8px;border:2px dashed var(--accent);border-radius:12px;background:var(--accent-soft);color:var(--accent);
display:grid;place-items:center;font-weight:650;pointer-events:none}
@media (max-width:480px){.panel{inset:0;width:auto;height:auto;border:0;border-radius:0}.root.open .launcher{display:none}}
@media (prefers-reduced-motion:no-preference){.panel{animation:rise .14s ease-out}@keyframes rise{from{opacity:0;transform:translateY(8px)}}}
@media (forced-colors:active){.bubble,.launcher,.send{border:1px solid}}
@media print{.root{display:none}}
`;
