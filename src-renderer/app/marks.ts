import type { Bridge } from '../bridge/contract.ts';
import { afterPaint } from '../ui/frames.ts';

/** Moments that benchmarks wait for; times are epoch milliseconds with fractions. */
export interface Marks {
  /** Each name is reported once per page load. */
  mark(name: 'list-painted' | 'key-answered'): void;
  /** Resolves when the list is on the screen for the first time: what may wait for that begins then. */
  listPainted: Promise<void>;
}

export function createMarks(bridge: Bridge): Marks {
  const done = new Set<string>();
  const { promise: listPainted, resolve } = Promise.withResolvers<void>();
  return {
    listPainted,
    mark(name) {
      if (name === 'list-painted') resolve();
      if (done.has(name)) return;
      done.add(name);
      const at = performance.timeOrigin + performance.now();
      performance.mark(name);
      bridge.action('diagnostics.mark', { name, at }).catch(() => done.delete(name));
    },
  };
}

/** Reports the first key press that was answered: handled, rendered and on the screen. */
export function watchFirstKey(marks: Marks): void {
  window.addEventListener('keydown', () => afterPaint(() => marks.mark('key-answered')), { once: true });
}
