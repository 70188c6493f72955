import { FORM_TRAP, type FormDefinition } from '../../../../src-shared/protocol/forms.ts';
import { readAnswers } from '../../../../src-shared/rules/form-answers.ts';
import { element } from '../../livechat/widget/dom.ts';
import { type FieldView, fieldView } from './fields.ts';
import type { FormServer, Sent } from './server.ts';
import { style } from './style.ts';

/** Tries by itself at what the server asked to repeat. */
const TRIES = 4;

export interface FormPlace {
  host: HTMLElement;
  server: FormServer;
  theme: 'light' | 'dark' | 'auto';
  /** It can be filled in now. */
  ready(): void;
}

/** Puts the form into its host, in a shadow root of its own. Where it cannot be had, a link to the page that does the same. */
export async function mountForm({ host, server, theme, ready }: FormPlace): Promise<void> {
  host.dataset.theme = theme;
  const root = host.attachShadow({ mode: 'open' });
  // A constructed sheet needs nothing of the site's content policy.
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(style);
  root.adoptedStyleSheets = [sheet];
  const definition = await server.definition();
  if (definition === null) {
    root.append(
      element(
        'p',
        { class: 'said' },
        'O formulário não abriu aqui. ',
        element('a', { href: server.page }, 'Abrir em outra página'),
      ),
    );
    return;
  }
  root.append(formOf(root, server, definition));
  ready();
}

function formOf(root: ShadowRoot, server: FormServer, definition: FormDefinition): HTMLFormElement {
  const { title, intro } = definition;
  let { token } = definition;
  const views = definition.fields.map(fieldView);
  const trap = element('input', { name: FORM_TRAP, tabindex: '-1', autocomplete: 'off' });
  const send = element('button', { type: 'submit' }, 'Enviar');
  const state = element('div', { class: 'state', role: 'status' });
  const heading = element('h2', { id: 'titulo' }, title);
  const form = element(
    'form',
    { novalidate: true, 'aria-labelledby': 'titulo' },
    heading,
    ...(intro === null ? [] : [element('p', {}, intro)]),
    ...views.map(({ row }) => row),
    element('div', { class: 'trap', 'aria-hidden': 'true' }, element('label', {}, 'Site ', trap)),
    send,
    state,
  );

  /** The same answers go under the same id, however often the button is pressed or the answer gets lost. */
  let sent = { id: newId(), words: '' };
  const filled = () => {
    const answers = Object.fromEntries(views.map(({ field, control }) => [field.key, control.value]));
    const words = JSON.stringify(answers);
    if (words !== sent.words) sent = { id: newId(), words };
    return { id: sent.id, answers, trap: trap.value };
  };

  const deliver = async (): Promise<Sent> => {
    for (let tries = 1; ; tries += 1) {
      const answer = await server.send(token, filled());
      if (answer.outcome !== 'again' || tries === TRIES) return answer;
      if (answer.newToken) token = (await server.definition())?.token ?? token;
      await new Promise((done) => setTimeout(done, answer.afterMs));
    }
  };

  let busy = false;
  const setBusy = (now: boolean): void => {
    busy = now;
    // It keeps the focus, so that a reader hears what comes of it.
    send.setAttribute('aria-disabled', String(now));
    send.textContent = now ? 'Enviando…' : 'Enviar';
  };
  const submit = async (): Promise<void> => {
    state.textContent = '';
    const read = readAnswers(definition.fields, filled().answers);
    if (show(views, read.problems)) {
      state.textContent = 'Confira os campos marcados.';
      return;
    }
    setBusy(true);
    const answer = await deliver();
    setBusy(false);
    switch (answer.outcome) {
      case 'taken':
        if (answer.redirect !== null) location.assign(answer.redirect);
        else thank(root, form, answer.thanks);
        return;
      case 'wrong':
        state.textContent = show(views, answer.problems)
          ? 'Confira os campos marcados.'
          : 'Não foi possível enviar. Recarregue a página e tente de novo.';
        return;
      case 'crowded':
        state.textContent = 'Muitas tentativas. Aguarde um instante e envie de novo.';
        return;
      default:
        state.textContent = 'Não foi possível enviar. O que você escreveu continua aqui: tente de novo.';
    }
  };
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    if (!busy) void submit();
  });
  return form;
}

/** `true`: something is wrong; the first of it has the focus. */
function show(views: readonly FieldView[], problems: ReturnType<typeof readAnswers>['problems']): boolean {
  for (const view of views) view.say(problems[view.field.key]);
  const first = views.find(({ field }) => problems[field.key] !== undefined);
  first?.control.focus();
  return first !== undefined;
}

function thank(root: ShadowRoot, form: HTMLFormElement, thanks: string): void {
  const said = element('div', { class: 'said', role: 'status', tabindex: '-1' });
  form.replaceWith(said);
  // Said into a region that is there already, or readers pass it over.
  said.textContent = thanks;
  if (root.isConnected) said.focus();
}

/** A random UUID (version 4). Sites without TLS have no `crypto.randomUUID`. */
function newId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  const hex = [...bytes].map((byte, index) =>
    (index === 6 ? (byte & 0x0f) | 0x40 : index === 8 ? (byte & 0x3f) | 0x80 : byte).toString(16).padStart(2, '0'),
  );
  return hex.join('').replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}
