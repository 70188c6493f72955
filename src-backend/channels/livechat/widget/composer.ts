import { cleanVisitorText, LIVECHAT_LIMITS } from '../../../../src-shared/protocol/livechat.ts';
import { element, iconButton, icons, setAttribute } from './dom.ts';
import { createEmojiPicker } from './emoji.ts';
import type { Words } from './words.ts';

export interface Composer {
  node: HTMLElement;
  focus(): void;
  /** Takes pictures dropped anywhere on the panel. */
  takeFiles(files: Iterable<File>): void;
  setDisabled(disabled: boolean): void;
}

export interface ComposerDeps {
  words: Words;
  send(text: string): void;
  sendImage(file: Blob, name: string | null): void;
  typing(): void;
  /** What was half written, kept over a reload. */
  draft: { read(): string; write(text: string): void };
}

export const createComposer = (deps: ComposerDeps): Composer => {
  const { words } = deps;
  const field = element('textarea', { rows: '1', placeholder: words.write, 'aria-label': words.write, dir: 'auto' });
  const send = iconButton(words.send, icons.send(), { class: 'icon send', type: 'submit', disabled: true });
  const notice = element('p', { class: 'notice', role: 'alert', hidden: true });
  const file = element('input', {
    type: 'file',
    accept: LIVECHAT_LIMITS.imageMimes.join(','),
    multiple: true,
    hidden: true,
    tabindex: '-1',
    'aria-hidden': 'true',
  });
  const picture = iconButton(words.image, icons.picture());
  const emoji = createEmojiPicker(words, (chosen) => {
    field.setRangeText(chosen, field.selectionStart, field.selectionEnd, 'end');
    changed();
    field.focus();
  });
  const node = element(
    'form',
    { class: 'composer' },
    emoji.popover,
    notice,
    element('div', { class: 'row' }, emoji.button, picture, field, send),
    file,
  );

  const say = (text: string | null): void => {
    notice.textContent = text ?? '';
    notice.hidden = text === null;
  };

  const changed = (): void => {
    const text = cleanVisitorText(field.value);
    const over = text.length - LIVECHAT_LIMITS.text;
    send.disabled = field.disabled || text === '' || over > 0;
    setAttribute(field, 'aria-invalid', over > 0 ? 'true' : null);
    say(over > 0 ? words.charactersOver(over) : null);
    deps.draft.write(field.value);
    field.style.height = 'auto';
    field.style.height = `${Math.min(field.scrollHeight, 120)}px`;
  };

  const submit = (): void => {
    if (send.disabled) return;
    deps.send(field.value);
    field.value = '';
    changed();
    field.focus();
  };

  const takeFiles = (files: Iterable<File>): void => {
    say(null);
    for (const one of files) {
      if (!LIVECHAT_LIMITS.imageMimes.some((mime) => mime === one.type)) say(words.reasons['unsupported-media']);
      else if (one.size > LIVECHAT_LIMITS.imageBytes) say(words.reasons['too-large']);
      else deps.sendImage(one, one.name || null);
    }
  };

  field.value = deps.draft.read();
  field.addEventListener('input', () => {
    changed();
    if (field.value.trim() !== '') deps.typing();
  });
  field.addEventListener('keydown', (event) => {
    // While an input method composes, Enter accepts its suggestion.
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    submit();
  });
  field.addEventListener('paste', (event) => {
    const files = [...(event.clipboardData?.files ?? [])];
    if (files.length === 0) return;
    event.preventDefault();
    takeFiles(files);
  });
  node.addEventListener('submit', (event) => {
    event.preventDefault();
    submit();
  });
  picture.addEventListener('click', () => file.click());
  file.addEventListener('change', () => {
    takeFiles([...(file.files ?? [])]);
    file.value = '';
    field.focus();
  });

  return {
    node,
    focus() {
      field.focus();
      changed();
    },
    takeFiles,
    setDisabled(disabled) {
      if (field.disabled === disabled) return;
      for (const control of [field, picture, emoji.button]) control.disabled = disabled;
      changed();
    },
  };
};
