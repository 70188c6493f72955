import { type RefObject, useEffect, useLayoutEffect, useMemo, useRef } from 'react';
import { createHold, type Hold } from './hold.ts';
import type { RowsView, RowWindow } from './row-window.ts';

export interface HeldOrder extends Omit<Hold, 'settle' | 'stop'> {
  /** What waits is shown, from the top of the list. */
  release(): void;
  onScroll(): void;
}

/**
 * Nothing moves under the pointer, nor under the row the keyboard stands on: while either is in the list every row keeps
 * its place, though its contents stay live, and what waits is announced. It is applied when the pointer is gone or the
 * person writes elsewhere, when the focus leaves the list, or when they ask for it. A list that is scrolled then keeps
 * what is at its top where it is.
 */
export function useHeldOrder(
  rowWindow: RowWindow,
  rows: RowsView,
  scroller: RefObject<HTMLElement | null>,
  height: number,
): HeldOrder {
  const anchor = useRef<{ id: string; index: number } | null>(null);

  const held = useMemo(() => {
    const { settle, ...hold } = createHold({
      hold: (held) => rowWindow.hold(held),
      list: () => scroller.current,
    });
    const release = () => {
      anchor.current = null;
      rowWindow.hold(false);
      scroller.current?.scrollTo({ top: 0 });
      settle();
    };
    return { ...hold, release };
  }, [rowWindow, scroller]);

  useEffect(() => {
    window.addEventListener('blur', held.onPointerLeave);
    return () => {
      window.removeEventListener('blur', held.onPointerLeave);
      held.stop();
    };
  }, [held]);

  /** As the last scroll event said: asking the list after each change of it makes the browser lay it out for the answer. */
  const scrolledTo = useRef(0);
  const remember = () => {
    const top = scrolledTo.current;
    const index = Math.ceil(top / height);
    const id = rows.row(index)?.id;
    anchor.current = top > 0 && id !== undefined ? { id, index } : null;
  };
  useLayoutEffect(() => {
    const kept = anchor.current;
    const moved = kept === null ? 0 : rows.indexOf(kept.id) - kept.index;
    if (kept !== null && moved !== 0 && rows.indexOf(kept.id) >= 0)
      scroller.current?.scrollBy({ top: moved * height, behavior: 'instant' });
    remember();
  });

  const onScroll = () => {
    scrolledTo.current = scroller.current?.scrollTop ?? 0;
    remember();
  };
  return { ...held, onScroll };
}
