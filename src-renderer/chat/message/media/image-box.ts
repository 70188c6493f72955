/** The largest picture shown in the log, and the smallest that still can be pressed (CSS pixels). */
const MAX = { width: 320, height: 280 };
const MIN = 96;
const UNKNOWN = { width: 240, height: 180 };

export interface Box {
  width: number;
  height: number;
}

/** The place a picture takes before it is loaded, so that nothing moves when it is. */
export function imageBox(width: number | null, height: number | null): Box {
  return within(width, height, MIN);
}

/** A film needs room for its controls. */
export function filmBox(width: number | null, height: number | null): Box {
  const box = within(width, height, 160);
  return { width: Math.max(208, box.width), height: box.height };
}

function within(width: number | null, height: number | null, least: number): Box {
  if (width === null || height === null) return UNKNOWN;
  const scale = Math.min(1, MAX.width / width, MAX.height / height);
  return { width: Math.max(least, Math.round(width * scale)), height: Math.max(least, Math.round(height * scale)) };
}
