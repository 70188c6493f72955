import { type RefObject, useEffect, useMemo, useState } from 'react';
import type { RowWindow } from './row-window.ts';

/** At the top the list lives; a pointer that moved this recently may be about to click (milliseconds). */
const SETTLE_MS = 1_000;

export interface HeldOrder {
  /** Whether to offer the updates: while the list is scrolled they do not come by themselves. */
  pillShown: boolean;
  release(): void;
  onScroll(): void;
  onPointerMove(): void;
  onPointerLeave(): void;
}

/**
 * Nothing moves under the pointer: while it is over the scrolled list the order is held, and at the top it is held only
 * while the pointer is on its way to a row.
 */
export function useHeldOrder(rowWindow: RowWindow, scroller: RefObject<HTMLElement | null>): HeldOrder {
  const [pillShown, setPillShown] = useState(false);

  const held = useMemo(() => {
    let settling: ReturnType<typeof setTimeout> | null = null;
    let inside = false;
    const scrolled = () => (scroller.current?.scrollTop ?? 0) > 0;

    const free = () => {
      if (settling !== null) clearTimeout(settling);
      settling = null;
      setPillShown(false);
      rowWindow.hold(false);
    };
    const hold = () => {
      rowWindow.hold(true);
      setPillShown(scrolled());
      if (settling !== null) clearTimeout(settling);
      settling = setTimeout(() => {
        if (!scrolled()) free();
      }, SETTLE_MS);
    };

    return {
      free,
      release: () => {
        free();
        scroller.current?.scrollTo({ top: 0 });
      },
      onScroll: () => {
        if (inside) hold();
      },
      onPointerMove: () => {
        inside = true;
        hold();
      },
      onPointerLeave: () => {
        inside = false;
        free();
      },
    };
  }, [rowWindow, scroller]);

  useEffect(() => held.free, [held]);
  return { pillShown, ...held };
}
