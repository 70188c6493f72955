import { useEffect, useState } from 'react';

/**
 * For a dialog that is there only while it is open: the library gives the focus back when one closes, not when it is
 * taken away. It goes back to where it was, unless something else took it by then.
 */
export function useFocusReturn(): void {
  const [before] = useState(() => document.activeElement);
  useEffect(
    () => () => {
      requestAnimationFrame(() => {
        const lost = document.activeElement === null || document.activeElement === document.body;
        if (lost && before instanceof HTMLElement && before.isConnected) before.focus({ preventScroll: true });
      });
    },
    [before],
  );
}
