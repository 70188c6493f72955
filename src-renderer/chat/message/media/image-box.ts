/** The largest picture shown in the log, and the smallest that still can be pressed (CSS pixels). */
const MAX = { width: 320, height: 280 };
const MIN = 96;
const UNKNOWN = { width: 240, height: 180 };

/** The place a picture takes before it is loaded, so that nothing moves when it is. */
export function imageBox(width: number | null, height: number | null): { width: number; height: number } {
  if (width === null || height === null) return UNKNOWN;
  const scale = Math.min(1, MAX.width / width, MAX.height / height);
  return { width: Math.max(MIN, Math.round(width * scale)), height: Math.max(MIN, Math.round(height * scale)) };
}
