import { element, iconButton, icons, setAttribute } from './dom.ts';
import type { Words } from './words.ts';

const COLUMNS = 8;
const EMOJI =
  '😀 😄 😂 🙂 😉 😊 😍 😘 🤔 😅 😎 🥳 😴 😕 😟 😢 😭 😡 😱 🙄 👍 👎 👌 👏 🙏 💪 👋 🤝 ✌️ 🤞 ❤️ 💙 💚 💔 ✨ 🔥 🎉 🎁 ⭐ ✅ ❌ ❓ ❗ 📦 🚚 🛒 👟 👕 💳 📍 📱 📷 ⏰ ☕ 🌞 🌙'.split(
    ' ',
  );

export interface EmojiPicker {
  button: HTMLButtonElement;
  popover: HTMLElement;
}

/** A small grid walked with the arrow keys; Escape returns to its button. */
export const createEmojiPicker = (words: Words, choose: (emoji: string) => void): EmojiPicker => {
  const button = iconButton(words.emoji, icons.smile(), { 'aria-haspopup': 'true', 'aria-expanded': 'false' });
  const cells = EMOJI.map((emoji, index) =>
    element('button', { type: 'button', class: 'emoji', tabindex: index === 0 ? '0' : '-1' }, emoji),
  );
  const popover = element('div', { class: 'emojis', role: 'group', 'aria-label': words.emoji, hidden: true }, ...cells);

  const show = (open: boolean): void => {
    popover.hidden = !open;
    setAttribute(button, 'aria-expanded', String(open));
    if (open) cells[0]?.focus();
  };

  const focusCell = (index: number): void => {
    const next = cells[Math.min(cells.length - 1, Math.max(0, index))];
    for (const cell of cells) cell.tabIndex = cell === next ? 0 : -1;
    next?.focus();
  };

  const steps: Record<string, number> = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: COLUMNS, ArrowUp: -COLUMNS };

  popover.addEventListener('keydown', (event) => {
    const at = cells.findIndex((cell) => cell.matches(':focus'));
    const step = steps[event.key];
    if (step !== undefined) focusCell(at + step);
    else if (event.key === 'Home') focusCell(0);
    else if (event.key === 'End') focusCell(cells.length - 1);
    else if (event.key === 'Escape') {
      show(false);
      button.focus();
    } else return;
    event.preventDefault();
    event.stopPropagation();
  });
  popover.addEventListener('click', (event) => {
    const cell = cells.find((one) => one === event.target);
    if (!cell) return;
    show(false);
    choose(cell.textContent ?? '');
  });
  popover.addEventListener('focusout', (event) => {
    const to = event.relatedTarget;
    if (to instanceof Node && (popover.contains(to) || to === button)) return;
    show(false);
  });
  button.addEventListener('click', () => show(popover.hasAttribute('hidden')));
  return { button, popover };
};
