/** Calls back when what was just rendered is on the screen: the frame after the next is surely behind the paint. */
export function afterPaint(callback: () => void): void {
  requestAnimationFrame(() => requestAnimationFrame(callback));
}

/** A hidden window paints nothing; what waits for it does not wait longer than this (milliseconds). */
const UNPAINTED_MS = 100;

/** Calls back once, right behind the next paint. */
export function behindPaint(callback: () => void): void {
  let called = false;
  const once = () => {
    if (called) return;
    called = true;
    clearTimeout(late);
    callback();
  };
  const late = setTimeout(once, UNPAINTED_MS);
  // What is posted from a frame's callback runs after that frame was painted.
  requestAnimationFrame(() => setTimeout(once, 0));
}
