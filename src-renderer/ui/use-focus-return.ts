import { useEffect, useState } from 'react';

/** What was done is on the screen by then, or not at all (milliseconds). */
const SETTLES_WITHIN_MS = 3_000;

const isLost = (): boolean => document.activeElement === null || document.activeElement === document.body;

/** Where the focus is to go back to: what has it, or of a menu, whose items go with it, the button that opened it. */
function holder(): Element | null {
  const { activeElement } = document;
  const menu = activeElement?.closest('[role=menu]');
  const opener = document.getElementById(menu?.getAttribute('aria-labelledby') ?? '');
  return opener ?? activeElement;
}

function ancestorsOf(element: Element | null): Element[] {
  const ancestors: Element[] = [];
  for (let one = element?.parentElement ?? null; one !== null; one = one.parentElement) ancestors.push(one);
  return ancestors;
}

/** What can be reached nearest to where something was that has gone. */
function focusNear(ancestors: readonly Element[]): void {
  const place = ancestors.find((one) => one.isConnected && one !== document.body && one !== document.documentElement);
  const reached = place?.querySelector<HTMLElement>('button:not(:disabled), a[href], input:not(:disabled)');
  reached?.focus({ preventScroll: true });
}

/** What was done in the dialog may take away what opened it, only now, with its answer from the server. */
function stayNear(element: Element, ancestors: readonly Element[]): void {
  const observer = new MutationObserver(() => {
    if (element.isConnected) return;
    observer.disconnect();
    if (isLost()) focusNear(ancestors);
  });
  observer.observe(document.body, { childList: true, subtree: true });
  setTimeout(() => observer.disconnect(), SETTLES_WITHIN_MS);
}

/** What has the focus will be taken away by what it asks for: the focus then stays near where it was. */
export function keepFocusNear(): void {
  const element = holder();
  if (element !== null) stayNear(element, ancestorsOf(element));
}

/**
 * For a dialog that is there only while it is open: the library gives the focus back when one closes, not when it is
 * taken away. It goes back to where it was, or near it, unless something else took it by then.
 */
export function useFocusReturn(): void {
  const [before] = useState(holder);
  const [ancestors] = useState(() => ancestorsOf(before));
  useEffect(
    () => () => {
      requestAnimationFrame(() => {
        if (!isLost() || !(before instanceof HTMLElement)) return;
        if (!before.isConnected) {
          focusNear(ancestors);
          return;
        }
        before.focus({ preventScroll: true });
        stayNear(before, ancestors);
      });
    },
    [before, ancestors],
  );
}
