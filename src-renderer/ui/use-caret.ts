import { type RefObject, useLayoutEffect, useRef } from 'react';

/** Where the caret is in a field whose text is also written by other hands than the keyboard's. */
export interface Caret {
  /** With the text that is put there now, before the next key can come. */
  place(from: number, to?: number): void;
  /** As soon as the field is there to be written in. */
  focus(): void;
}

export function useCaret(field: RefObject<HTMLTextAreaElement | null>): Caret {
  const placeAt = useRef<{ from: number; to: number } | null>(null);
  const focusWanted = useRef(false);
  useLayoutEffect(() => {
    if (focusWanted.current) {
      focusWanted.current = false;
      field.current?.focus();
    }
    if (placeAt.current === null) return;
    field.current?.focus();
    const { from, to } = placeAt.current;
    field.current?.setSelectionRange(from, to);
    placeAt.current = null;
  });
  return {
    place(from, to = from) {
      placeAt.current = { from, to };
    },
    focus() {
      focusWanted.current = true;
      field.current?.focus();
    },
  };
}
