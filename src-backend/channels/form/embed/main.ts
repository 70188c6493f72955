import { formServer } from './server.ts';
import { mountForm } from './view.ts';

/**
 * `<script src="https://…/form.js" data-form="contato" async></script>`. The form stands where the script tag is. Optional:
 * `data-target` (a selector: stands in that element instead), `data-replaces` (a selector: a plain form for whoever has no
 * script, taken away when this one is there), `data-theme` (light, dark, auto).
 */
const start = (script: HTMLScriptElement): void => {
  const { form: key, target, replaces, theme } = script.dataset;
  if (!key) {
    console.error('Turno form: the script tag needs data-form.');
    return;
  }
  const host = document.createElement('div');
  host.dataset.turnoForm = key;
  const place = target ? document.querySelector(target) : null;
  if (place === null) script.after(host);
  else place.append(host);
  void mountForm({
    host,
    server: formServer(new URL(script.src).origin, key),
    theme: theme === 'light' || theme === 'dark' ? theme : 'auto',
    // Only now: until then the plain one works.
    ready: () => (replaces ? document.querySelector(replaces)?.remove() : undefined),
  });
};

const script = document.currentScript;
if (script instanceof HTMLScriptElement) {
  if (document.readyState === 'loading') addEventListener('DOMContentLoaded', () => start(script));
  else start(script);
}
