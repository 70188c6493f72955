import { type Composer, createComposer } from './composer.ts';
import { element, iconButton, icons, setAttribute } from './dom.ts';
import { createLogView, type LogView } from './log-view.ts';
import { rowsOf } from './rows.ts';
import type { Session, SessionState } from './session.ts';
import { addEmojiFont, style } from './style.ts';
import type { Language, Words } from './words.ts';

export interface PanelDeps {
  session: Session;
  words: Words;
  language: Language;
  theme: 'light' | 'dark' | 'auto';
  loadImage(id: string): Promise<string>;
  draft: { read(): string; write(text: string): void };
  /** Whether the panel was open before a reload. */
  opened: { read(): boolean; write(open: boolean): void };
}

/** The launcher and the panel, in a shadow root of their own at the end of the page. */
export const mountPanel = (deps: PanelDeps): void => {
  const { session, words, language } = deps;
  const count = element('span', { class: 'count', 'aria-hidden': 'true', hidden: true });
  const launcher = element(
    'button',
    { type: 'button', class: 'launcher', 'aria-expanded': 'false', 'aria-controls': 'panel', 'aria-label': words.open },
    element('span', { class: 'when-shut' }, icons.chat()),
    element('span', { class: 'when-open' }, icons.down()),
    count,
  );
  const title = element('h2', { id: 'title' }, words.title);
  const sub = element('p', { class: 'sub' }, words.replySoon);
  const close = iconButton(words.close, icons.close());
  const banner = element('p', { class: 'banner', role: 'status', hidden: true });
  const greeting = element('p', { class: 'greeting', dir: 'auto' }, words.greeting);
  const typing = element('p', { class: 'typing', role: 'status' });
  const drop = element('div', { class: 'drop', hidden: true }, words.dropImage);
  const log: LogView = createLogView({
    words,
    loadImage: deps.loadImage,
    loadEarlier: session.loadEarlier,
    retry: session.retry,
    discard: session.discard,
  });
  log.node.querySelector('.scroller')?.prepend(greeting);
  const composer: Composer = createComposer({
    words,
    send: session.sendText,
    sendImage: session.sendImage,
    typing: session.typing,
    draft: deps.draft,
  });
  const panel = element(
    'section',
    { class: 'panel', id: 'panel', role: 'dialog', 'aria-labelledby': 'title', hidden: true },
    element('div', { class: 'head' }, element('div', {}, title, sub), close),
    banner,
    log.node,
    typing,
    composer.node,
    drop,
  );
  const root = element('div', { class: 'root', lang: language }, panel, launcher);

  const watched = (): boolean => !panel.hidden && document.visibilityState === 'visible';

  const open = (): void => {
    panel.hidden = false;
    root.classList.add('open');
    setAttribute(launcher, 'aria-expanded', 'true');
    deps.opened.write(true);
    session.start();
    render(session.state());
    log.toEnd();
    session.setWatched(watched());
  };
  const shut = (): void => {
    panel.hidden = true;
    root.classList.remove('open');
    setAttribute(launcher, 'aria-expanded', 'false');
    deps.opened.write(false);
    session.setWatched(false);
    render(session.state());
    launcher.focus();
  };

  const render = (state: SessionState): void => {
    const unread = panel.hidden ? state.unread : 0;
    count.hidden = unread === 0;
    count.textContent = unread > 99 ? '99+' : String(unread);
    const name = unread > 0 ? words.openUnread(unread) : words.open;
    setAttribute(launcher, 'aria-label', panel.hidden ? name : words.minimize);
    if (panel.hidden) return;
    title.textContent = state.title ?? words.title;
    sub.textContent = state.agentName ? words.withAgent(state.agentName) : words.replySoon;
    greeting.textContent = state.greeting ?? words.greeting;
    greeting.hidden = state.earlier;
    say(banner, bannerOf(state, words));
    banner.hidden = banner.textContent === '';
    say(typing, state.typing ? words.typing(state.agentName) : '');
    composer.setDisabled(state.line === 'refused');
    log.show(rowsOf(state, { words, language, now: Date.now() }), state.earlier);
  };

  launcher.addEventListener('click', () => {
    if (!panel.hidden) return shut();
    open();
    composer.focus();
  });
  close.addEventListener('click', shut);
  panel.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') shut();
  });
  acceptDrops(panel, drop, composer);
  document.addEventListener('visibilitychange', () => session.setWatched(watched()));
  session.onChange(render);

  const host = element('div', { 'data-theme': deps.theme, 'data-turno-livechat': '' });
  // The site's own rules must not reach the host element («body > div {…}»); only an inline rule beats all of theirs.
  host.style.setProperty('all', 'initial', 'important');
  const shadow = host.attachShadow({ mode: 'open' });
  // A constructed sheet works on sites whose policy forbids style elements.
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(style);
  shadow.adoptedStyleSheets = [sheet];
  addEmojiFont();
  shadow.append(root);
  document.body.append(host);
  if (deps.opened.read()) open();
};

/** Changes text only when it differs, so that a live region does not repeat itself. */
const say = (node: HTMLElement, text: string): void => {
  if (node.textContent !== text) node.textContent = text;
};

const bannerOf = (state: SessionState, words: Words): string => {
  if (state.line === 'refused') return state.refusal === 'protocol-mismatch' ? words.updateNeeded : words.refused;
  if (state.line === 'offline') return words.offline;
  if (state.line === 'connecting') return words.connecting;
  return '';
};

const acceptDrops = (panel: HTMLElement, mark: HTMLElement, composer: Composer): void => {
  const withFiles = (event: DragEvent): boolean => event.dataTransfer?.types.includes('Files') ?? false;
  panel.addEventListener('dragover', (event) => {
    if (!withFiles(event)) return;
    event.preventDefault();
    mark.hidden = false;
  });
  panel.addEventListener('dragleave', (event) => {
    if (!(event.relatedTarget instanceof Node && panel.contains(event.relatedTarget))) mark.hidden = true;
  });
  panel.addEventListener('drop', (event) => {
    mark.hidden = true;
    if (!withFiles(event)) return;
    event.preventDefault();
    composer.takeFiles([...(event.dataTransfer?.files ?? [])]);
  });
};
