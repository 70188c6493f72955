import { browserMemory, makeSecret } from './memory.ts';
import { createOutbox } from './outbox.ts';
import { mountPanel } from './panel.ts';
import { createSession } from './session.ts';
import { loadImage, uploadImage, type VisitorAccess } from './upload.ts';
import { chooseLanguage, languages } from './words.ts';

/**
 * `<script src="https://…/widget.js" data-connection="…" async></script>`. Optional: `data-lang` (pt-BR, en, es),
 * `data-theme` (light, dark, auto), `data-visitor` (keeps another visitor under that name, for two people in one browser).
 */
const start = (script: HTMLScriptElement): void => {
  const { connection, lang, theme, visitor } = script.dataset;
  if (!connection) {
    console.error('Turno live chat: the script tag needs data-connection.');
    return;
  }
  // A tag that a site carries twice still makes one chat.
  if (document.querySelector('[data-turno-livechat]')) return;
  const memory = browserMemory();
  const key = `turno.livechat.${connection}${visitor ? `.${visitor}` : ''}`;
  const knownSecret = memory.get(key);
  const secret = knownSecret ?? makeSecret();
  const access: VisitorAccess = { origin: new URL(script.src).origin, connectionId: connection, secret };
  const language = chooseLanguage([...(lang ? [lang] : []), ...navigator.languages]);

  const session = createSession({
    origin: access.origin,
    connectionId: connection,
    secret,
    outbox: createOutbox(memory, `${key}.outbox`),
    upload: (blob, name, progressed) => uploadImage(access, blob, name, progressed),
  });
  const keepSecret = (): void => {
    if (memory.get(key) !== secret) memory.set(key, secret);
  };

  mountPanel({
    session: {
      ...session,
      // Who never opens the chat is not made a visitor.
      start() {
        keepSecret();
        session.start();
      },
    },
    words: languages[language],
    language,
    theme: theme === 'light' || theme === 'dark' ? theme : 'auto',
    loadImage: (id) => loadImage(access, id),
    draft: {
      read: () => memory.get(`${key}.draft`) ?? '',
      write: (text) => (text === '' ? memory.remove(`${key}.draft`) : memory.set(`${key}.draft`, text)),
    },
    opened: {
      read: () => memory.get(`${key}.open`) === 'yes',
      write: (open) => (open ? memory.set(`${key}.open`, 'yes') : memory.remove(`${key}.open`)),
    },
  });
  if (knownSecret) session.start();
  for (const event of ['online', 'focus', 'pageshow']) addEventListener(event, () => session.hurry());
  addEventListener('offline', () => session.check());
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible') session.hurry();
  });
};

const script = document.currentScript;
if (script instanceof HTMLScriptElement) {
  if (document.body) start(script);
  else addEventListener('DOMContentLoaded', () => start(script));
}
