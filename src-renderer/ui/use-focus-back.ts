import { type RefObject, useLayoutEffect, useRef } from 'react';

/**
 * For a form that opens in the place of the button it was opened by: the button takes the focus back in one breath with its
 * coming back. A frame later would be too early on a busy machine, where the form may still stand there.
 */
export function useFocusBack<Element extends HTMLElement = HTMLButtonElement>(
  isOpen: boolean,
): { button: RefObject<Element | null>; takeBack(): void } {
  const button = useRef<Element>(null);
  const wanted = useRef(false);
  useLayoutEffect(() => {
    if (isOpen || !wanted.current) return;
    wanted.current = false;
    // Saving takes its time: whoever has gone on to another field stays there.
    if (document.activeElement === document.body) button.current?.focus();
  }, [isOpen]);
  return {
    button,
    takeBack() {
      wanted.current = true;
    },
  };
}
