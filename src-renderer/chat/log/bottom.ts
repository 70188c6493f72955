import { type RefObject, useMemo, useRef, useState } from 'react';

/** Within this of the end the reader is at the end (CSS pixels). */
const NEAR = 48;

export interface Bottom {
  atBottom: boolean;
  /** To be called at each scroll event. */
  scrolled(): void;
  /** Goes to the end, and stays there while lines grow. */
  goToEnd(): void;
  /** Goes to the end again if the reader was there: after new lines, or lines that turned out taller. */
  keep(): void;
  /** The reader is taken elsewhere on purpose. */
  release(): void;
}

/**
 * Whether the reader is at the end of the log. Only moving up leaves it: content that grows below must not, or the
 * log would stop following by itself.
 */
export function useBottom(scroller: RefObject<HTMLElement | null>): Bottom {
  const [atBottom, setAtBottom] = useState(true);
  const following = useRef(true);
  const lastTop = useRef(0);

  const moves = useMemo(() => {
    const follow = (next: boolean) => {
      following.current = next;
      setAtBottom(next);
    };
    const toEnd = () => {
      const element = scroller.current;
      if (element === null) return;
      element.scrollTo({ top: element.scrollHeight, behavior: 'instant' });
      lastTop.current = element.scrollTop;
    };
    return {
      scrolled() {
        const element = scroller.current;
        if (element === null) return;
        const movedUp = element.scrollTop < lastTop.current - 1;
        lastTop.current = element.scrollTop;
        const near = element.scrollHeight - element.scrollTop - element.clientHeight < NEAR;
        if (near) follow(true);
        else if (movedUp) follow(false);
      },
      goToEnd() {
        follow(true);
        toEnd();
      },
      keep() {
        if (following.current) toEnd();
      },
      release: () => follow(false),
    };
  }, [scroller]);
  return { atBottom, ...moves };
}
