/** Whether the list is held still: while the pointer rests in it, or the keyboard stands on a row. */
export interface Hold {
  onPointerMove(): void;
  onPointerLeave(): void;
  /** A key moved to a row, or a click chose one: whose the list is from now on. */
  onKeys(): void;
  onClick(): void;
  onBlur(): void;
  /** Holds or not, as pointer and keys say: after it was let go for a moment. */
  settle(): void;
  stop(): void;
}

export function createHold({ hold, list }: { hold(held: boolean): void; list(): HTMLElement | null }): Hold {
  let pointer = false;
  let keys = false;

  const settle = () => {
    hold(pointer || keys);
    // Only while the pointer rests here does it matter that somebody types elsewhere.
    for (const type of ['keydown', 'input'] as const) {
      if (pointer) window.addEventListener(type, elsewhere, true);
      else window.removeEventListener(type, elsewhere, true);
    }
  };
  const setKeys = (next: boolean) => {
    keys = next;
    settle();
  };
  const setPointer = (next: boolean) => {
    if (pointer === next) return;
    pointer = next;
    settle();
  };
  // Whoever writes to a customer has forgotten the pointer; it counts again as soon as it moves.
  const elsewhere = ({ target }: Event) => {
    if (isWriting(target) && target instanceof Node && list()?.contains(target) !== true) setPointer(false);
  };

  return {
    onPointerMove: () => setPointer(true),
    onPointerLeave: () => setPointer(false),
    onKeys: () => setKeys(true),
    onClick: () => setKeys(false),
    onBlur: () => setKeys(false),
    settle,
    stop() {
      pointer = false;
      setKeys(false);
    },
  };
}

const isWriting = (target: EventTarget | null): boolean =>
  target instanceof HTMLInputElement ||
  target instanceof HTMLTextAreaElement ||
  (target instanceof HTMLElement && target.isContentEditable);
