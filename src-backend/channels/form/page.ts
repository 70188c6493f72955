import { createHash } from 'node:crypto';
import {
  FORM_LIMITS,
  FORM_TRAP,
  type FormDefinition,
  type FormField,
  type FormRefusal,
} from '../../../src-shared/protocol/forms.ts';
import { formProblemWords } from '../../../src-shared/rules/form-words.ts';

/** The form as a page of its own: for who has no script, and for links in a mail. It runs nothing. */
export interface Filled {
  /** The same for every try at sending what is in the page. */
  id: string;
  typed?: Readonly<Record<string, string>>;
  refused?: FormRefusal;
}

const style = `:root{color-scheme:light dark;--bg:#f6f7f8;--card:#fff;--line:#6b7782;--text:#16202a;--quiet:#5b6872;--accent:#0b6b75;--on:#fff;--bad:#b42318}
@media(prefers-color-scheme:dark){:root{--bg:#11171c;--card:#171e24;--line:#7d8994;--text:#e6ebee;--quiet:#9fabb4;--accent:#3fb3bd;--on:#06201f;--bad:#f28a80}}
*{box-sizing:border-box}body{margin:0;background:var(--bg);color:var(--text);font:16px/24px system-ui,"Noto Sans",sans-serif}
main{max-width:560px;margin:0 auto;padding:32px 20px}h1{margin:0 0 8px;font-size:24px;line-height:32px}p{margin:0 0 20px;color:var(--quiet)}
.field{margin:0 0 16px}label{display:block;margin:0 0 4px;font-weight:600}small{font-weight:400;color:var(--quiet)}
input,textarea,select{width:100%;padding:9px 11px;border:1px solid var(--line);border-radius:8px;background:var(--card);color:inherit;font:inherit}
textarea{min-height:128px;resize:vertical}:focus-visible{outline:2px solid var(--accent);outline-offset:2px}
[aria-invalid]{border-color:var(--bad)}.bad{display:block;margin:4px 0 0;color:var(--bad)}[role=alert]{color:var(--bad)}
button{padding:10px 24px;border:0;border-radius:8px;background:var(--accent);color:var(--on);font:inherit;font-weight:600;cursor:pointer}
.trap{position:absolute;left:-9999px}`;

export const PAGE_HEADERS = {
  'content-type': 'text/html; charset=utf-8',
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
  'content-security-policy': `default-src 'none'; style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`,
};

export function formPage(key: string, definition: FormDefinition, filled: Filled): string {
  const { title, intro, fields, token } = definition;
  const { refused, typed = {} } = filled;
  const rows = fields.map((field) => row(field, typed[field.key] ?? '', refused?.problems[field.key]));
  const wrong = refused === undefined ? '' : `<p role="alert">${text(wordsOf(refused))}</p>`;
  return shell(
    title,
    `<h1>${text(title)}</h1>${intro === null ? '' : `<p>${text(intro)}</p>`}${wrong}
<form method="post" action="/forms/${text(key)}" novalidate>
<input type="hidden" name="id" value="${text(filled.id)}"><input type="hidden" name="token" value="${text(token)}">
<div class="trap" aria-hidden="true"><label>Site <input name="${FORM_TRAP}" tabindex="-1" autocomplete="off"></label></div>
${rows.join('\n')}
<button>Enviar</button></form>`,
  );
}

export const messagePage = (title: string, words: string): string =>
  shell(title, `<h1>${text(title)}</h1><p role="status">${text(words)}</p>`);

const shell = (title: string, body: string): string =>
  `<!doctype html><html lang="pt-BR"><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${text(title)}</title><style>${style}</style><main>${body}</main></html>`;

function wordsOf({ reason, problems }: FormRefusal): string {
  if (Object.keys(problems).length > 0) return 'Confira os campos marcados.';
  if (reason === 'rate-limited') return 'Muitas tentativas. Aguarde um instante e envie de novo.';
  return 'Não foi possível enviar. Tente de novo.';
}

const kinds: Partial<Record<FormField['kind'], string>> = {
  name: 'autocomplete="name"',
  email: 'type="email" autocomplete="email"',
  phone: 'type="tel" autocomplete="tel-national"',
  cpf: 'inputmode="numeric"',
};

function row(field: FormField, value: string, problem: FormRefusal['problems'][string] | undefined): string {
  const { key, kind, label, required, choices } = field;
  const named = `id="${text(key)}" name="${text(key)}"${required ? ' required' : ''}`;
  const marked = problem === undefined ? '' : ` aria-invalid="true" aria-describedby="${text(key)}-bad"`;
  const control =
    kind === 'message'
      ? `<textarea ${named}${marked} maxlength="${FORM_LIMITS.answer}">${text(value)}</textarea>`
      : kind === 'choice'
        ? `<select ${named}${marked}><option value=""></option>${choices.map((one) => option(one, value)).join('')}</select>`
        : `<input ${named}${marked} ${kinds[kind] ?? ''} maxlength="${FORM_LIMITS.answer}" value="${text(value)}">`;
  const bad =
    problem === undefined ? '' : `<span class="bad" id="${text(key)}-bad">${formProblemWords(field, problem)}</span>`;
  const optional = required ? '' : ' <small>(opcional)</small>';
  return `<div class="field"><label for="${text(key)}">${text(label)}${optional}</label>${control}${bad}</div>`;
}

const option = (one: string, chosen: string): string =>
  `<option${one === chosen ? ' selected' : ''}>${text(one)}</option>`;

/** Nothing anybody wrote is read as markup, in text or between quotes. */
const text = (words: string): string => words.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
