import { ALL_FORMATS, BufferSource, Input } from 'mediabunny';

/** A film whose tables take longer to read than this is not worth its size: the player then shows it in a common box. */
const TIMEOUT_MS = 2_000;
const MOST_PIXELS = 16_384;

/** A film's size in pixels as shown (turned as its tables say). Only its tables are read; nothing is decoded. null: unknown. */
export async function filmSize(bytes: Uint8Array): Promise<{ width: number; height: number } | null> {
  const input = new Input({ formats: ALL_FORMATS, source: new BufferSource(bytes) });
  let late: NodeJS.Timeout | undefined;
  try {
    const size = (async () => {
      const track = await input.getPrimaryVideoTrack();
      return track === null ? null : { width: await track.getDisplayWidth(), height: await track.getDisplayHeight() };
    })();
    const found = await Promise.race([
      size,
      new Promise<null>((done) => {
        late = setTimeout(() => done(null), TIMEOUT_MS);
      }),
    ]);
    const plausible = (length: number) => Number.isFinite(length) && length >= 1 && length <= MOST_PIXELS;
    if (found === null || !plausible(found.width) || !plausible(found.height)) return null;
    return { width: Math.round(found.width), height: Math.round(found.height) };
  } catch {
    return null;
  } finally {
    clearTimeout(late);
    input.dispose();
  }
}
