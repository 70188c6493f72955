import '@testing-library/jest-dom/vitest';
import { notifications } from '@mantine/notifications';
import { cleanup } from '@testing-library/react';
import { afterEach, vi } from 'vitest';

/** What jsdom has no layout for: every viewport is as tall as this, and every line of a windowed list as the next. */
const HEIGHT = 2_400;
const LINE = 60;

class EverythingIsSeen implements ResizeObserver {
  readonly #report: ResizeObserverCallback;
  constructor(report: ResizeObserverCallback) {
    this.#report = report;
  }
  observe(target: Element) {
    // virtua's items are placed absolutely; everything else it watches is a viewport.
    const height = target instanceof HTMLElement && target.style.position === 'absolute' ? LINE : HEIGHT;
    const size = { inlineSize: 800, blockSize: height };
    const entry: ResizeObserverEntry = {
      target,
      contentRect: new DOMRect(0, 0, 800, height),
      borderBoxSize: [size],
      contentBoxSize: [size],
      devicePixelContentBoxSize: [size],
    };
    queueMicrotask(() => this.#report([entry], this));
  }
  unobserve() {}
  disconnect() {}
}

vi.stubGlobal('ResizeObserver', EverythingIsSeen);
// What asks an element for its window gets jsdom's own, which is not this global object.
if (document.defaultView !== null) document.defaultView.ResizeObserver = EverythingIsSeen;
vi.stubGlobal(
  'DOMRect',
  globalThis.DOMRect ??
    class {
      readonly x: number;
      readonly y: number;
      readonly width: number;
      readonly height: number;
      constructor(x: number, y: number, width: number, height: number) {
        this.x = x;
        this.y = y;
        this.width = width;
        this.height = height;
      }
    },
);
window.matchMedia = (query) => ({
  matches: false,
  media: query,
  onchange: null,
  addEventListener() {},
  removeEventListener() {},
  addListener() {},
  removeListener() {},
  dispatchEvent: () => false,
});
Object.defineProperty(HTMLElement.prototype, 'offsetParent', {
  get(this: HTMLElement) {
    return this.parentElement;
  },
});
Object.defineProperty(document, 'fonts', { value: new EventTarget() });
Element.prototype.scrollIntoView = () => {};
Element.prototype.scrollTo = function scrollTo(this: Element, to?: ScrollToOptions | number) {
  if (typeof to !== 'object') return;
  this.scrollTop = to.top ?? 0;
  // As in a browser, the event comes after whoever scrolled is done.
  queueMicrotask(() => this.dispatchEvent(new Event('scroll')));
};
URL.createObjectURL = () => 'blob:preview';
URL.revokeObjectURL = () => {};

Element.prototype.scrollBy = function scrollBy(this: Element, by?: ScrollToOptions | number) {
  if (typeof by === 'object') this.scrollTo({ top: this.scrollTop + (by.top ?? 0) });
};

afterEach(() => {
  notifications.clean();
  notifications.cleanQueue();
  cleanup();
  document.body.replaceChildren();
});
