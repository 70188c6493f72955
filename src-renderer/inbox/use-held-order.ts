import { type RefObject, useEffect, useLayoutEffect, useMemo, useRef } from 'react';
import { createHold, type Hold } from './hold.ts';
import type { RowsView, RowWindow } from './row-window.ts';

/** A row at the top of a list that is scrolled, and when something last happened in it (epoch milliseconds). */
interface Anchor {
  id: string;
  index: number;
  at: number;
}

/** So many rows from the top one on are remembered: hardly ever have all of them news at once. */
const ANCHORS = 8;

function anchorAt(rows: RowsView, index: number): Anchor[] {
  const row = rows.row(index);
  return row === undefined ? [] : [{ id: row.id, index, at: row.at }];
}

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
  const anchors = useRef<Anchor[]>([]);

  const held = useMemo(() => {
    const { settle, ...hold } = createHold({
      hold: (held) => rowWindow.hold(held),
      list: () => scroller.current,
    });
    const release = () => {
      anchors.current = [];
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
    const first = Math.ceil(top / height);
    anchors.current = top > 0 ? Array.from({ length: ANCHORS }, (_, at) => anchorAt(rows, first + at)).flat() : [];
  };
  useLayoutEffect(() => {
    // A row that went up because of its own news leads nowhere: the next one says how far the others moved.
    const kept = anchors.current.find(({ id, at }) => rows.row(rows.indexOf(id))?.at === at);
    const moved = kept === undefined ? 0 : rows.indexOf(kept.id) - kept.index;
    if (moved !== 0) scroller.current?.scrollBy({ top: moved * height, behavior: 'instant' });
    remember();
  });

  const onScroll = () => {
    scrolledTo.current = scroller.current?.scrollTop ?? 0;
    remember();
  };
  return { ...held, onScroll };
}
