import sharp from 'sharp';

/**
 * Small pictures for the list of messages, made once when the bytes arrive. A picture that cannot be made small safely
 * (broken, of another kind, or a few bytes that unfold into gigabytes) has none: never an error, never a long wait.
 */
export interface Thumbnail {
  mime: 'image/webp';
  width: number;
  height: number;
  bytes: Uint8Array;
}

export interface Thumbnailer {
  /** null: none is needed (it is small already), or none could be made. */
  make(bytes: Uint8Array, mime: string): Promise<Thumbnail | null>;
}

const EDGE = 480;
const QUALITY = 74;
/** A picture that fits in this is its own thumbnail. */
const SMALL_BYTES = 96 * 1024;
/** A telephone's largest camera has 200 megapixels; decoded, one row at a time, that stays far from a server's memory. */
const MOST_PIXELS = 210_000_000;
const TIMEOUT_SECONDS = 8;
/** At once on this node; the others wait. Decoding runs on the threads that also read files. */
const AT_ONCE = 2;

const KINDS = new Set(['image/jpeg', 'image/png', 'image/webp', 'image/gif']);
/** The only decoders of libvips that a stranger's bytes may reach: no SVG, PDF, TIFF, or ImageMagick. */
const LOADERS = ['Jpeg', 'Png', 'Webp', 'Nsgif'].map((format) => `VipsForeignLoad${format}Buffer`);

export function createThumbnailer(): Thumbnailer {
  sharp.block({ operation: ['VipsForeignLoad'] });
  sharp.unblock({ operation: LOADERS });
  sharp.cache(false);
  sharp.concurrency(1);
  let running = 0;
  const waiting: (() => void)[] = [];

  async function turn<Value>(work: () => Promise<Value>): Promise<Value> {
    if (running >= AT_ONCE) await new Promise<void>((done) => waiting.push(done));
    running += 1;
    try {
      return await work();
    } finally {
      running -= 1;
      waiting.shift()?.();
    }
  }

  async function shrink(bytes: Uint8Array): Promise<Thumbnail | null> {
    const picture = sharp(bytes, { limitInputPixels: MOST_PIXELS, failOn: 'truncated', sequentialRead: true });
    const { width, height } = await picture.metadata();
    if (width <= EDGE && height <= EDGE && bytes.byteLength <= SMALL_BYTES) return null;
    const { data, info } = await picture
      .autoOrient()
      .resize(EDGE, EDGE, { fit: 'inside', withoutEnlargement: true })
      .webp({ quality: QUALITY, effort: 3 })
      .timeout({ seconds: TIMEOUT_SECONDS })
      .toBuffer({ resolveWithObject: true });
    return { mime: 'image/webp', width: info.width, height: info.height, bytes: data };
  }

  return {
    make: async (bytes, mime) => (KINDS.has(mime) ? await turn(() => shrink(bytes).catch(() => null)) : null),
  };
}
