import { imageSize } from 'image-size';
import { ok, type Result } from '../../src-shared/result.ts';
import { kindOfBytes, type MediaRules, ruleFor } from '../../src-shared/rules/file-kind.ts';
import { filmSize } from './film-size.ts';

export type { MediaRules } from '../../src-shared/rules/file-kind.ts';

/** What a file is by its own bytes; its name and the type somebody claimed for it prove nothing. */
interface Inspected {
  mime: string;
  width: number | null;
  height: number | null;
}

/** The largest file that any of the rules would take, in bytes. */
export const largestOf = (rules: MediaRules): number => Math.max(0, ...rules.map((rule) => rule.maxBytes));

/** For what an agent sends: must be of a type that the channel takes, whole enough to have a size, and within its limit. */
export async function inspectOutgoing(
  bytes: Uint8Array,
  rules: MediaRules,
  name: string | null = null,
): Promise<Result<Inspected, { reason: 'unsupported-media' | 'too-large' }>> {
  const mime = await kindOfBytes(bytes, name);
  const rule = mime === null ? null : ruleFor(rules, mime);
  if (mime === null || rule === null) return { ok: false, reason: 'unsupported-media' };
  if (bytes.byteLength > rule.maxBytes) return { ok: false, reason: 'too-large' };
  const size = await sizeOf(bytes, mime);
  if ((rule.kind === 'image' || rule.kind === 'sticker') && size === null) {
    return { ok: false, reason: 'unsupported-media' };
  }
  return ok({ mime, width: size?.width ?? null, height: size?.height ?? null });
}

const MIME = /^[a-z]+\/[a-z0-9.+-]+$/;

/** For what a customer sent: kept whatever it is. What only claims to be an image, a video or a sound is plain bytes. */
export async function inspectReceived(
  bytes: Uint8Array,
  claimedMime: string,
  name: string | null = null,
): Promise<Inspected> {
  const found = await kindOfBytes(bytes, name);
  const claimed = claimedMime.split(';')[0]?.trim().toLowerCase() ?? '';
  const believable = MIME.test(claimed) && !/^(image|video|audio)\//.test(claimed);
  const mime = found ?? (believable ? claimed : 'application/octet-stream');
  const size = await sizeOf(bytes, mime);
  return { mime, width: size?.width ?? null, height: size?.height ?? null };
}

interface Pixels {
  width: number;
  height: number;
}

async function sizeOf(bytes: Uint8Array, mime: string): Promise<Pixels | null> {
  if (mime.startsWith('image/')) return imagePixels(bytes);
  return mime.startsWith('video/') ? await filmSize(bytes) : null;
}

/** Pixels as shown: a camera's photograph lies on its side and says so in its orientation (EXIF: 5 to 8 are turned). */
function imagePixels(bytes: Uint8Array): Pixels | null {
  try {
    // A copy, because the library reads past the end of a view into whatever memory the view was cut from.
    const { width, height, orientation } = imageSize(new Uint8Array(bytes));
    if (!(width > 0 && height > 0)) return null;
    const turned = orientation !== undefined && orientation >= 5;
    return turned
      ? { width: Math.round(height), height: Math.round(width) }
      : { width: Math.round(width), height: Math.round(height) };
  } catch {
    return null;
  }
}
