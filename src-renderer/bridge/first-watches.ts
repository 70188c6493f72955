import { askedFirst, keepFirstWatches } from '../early/first-watches.ts';
import type { SharedWatches } from './shared-watches.ts';

/**
 * Opens what the window asked at its last start, and writes down what it asked at this one. Whoever draws finds the
 * values there; what nobody drew with is let go.
 */
export function openFirstWatches(watches: SharedWatches, listPainted: Promise<void>): void {
  const ends = askedFirst().map(({ name, args }) => watches.holdKept(name, args));
  void listPainted.then(() => {
    for (const end of ends) end();
    keepFirstWatches(watches.held());
  });
}
