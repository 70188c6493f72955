/** Calls back when what was just rendered is on the screen: the frame after the next is surely behind the paint. */
export function afterPaint(callback: () => void): void {
  requestAnimationFrame(() => requestAnimationFrame(callback));
}
