/**
 * Kinds of media and what may be uploaded as each. Source: Cloud API, "Supported media types" (v26). Written down here
 * once more, so that a mistake in the product's own list is found.
 */
export type MediaKind = 'image' | 'video' | 'audio' | 'document' | 'sticker';

const MB = 1024 * 1024;
const office = ['wordprocessingml.document', 'spreadsheetml.sheet', 'presentationml.presentation'];

const kinds: readonly { kind: MediaKind; mimes: readonly string[]; limit: number }[] = [
  { kind: 'image', mimes: ['image/jpeg', 'image/png'], limit: 5 * MB },
  { kind: 'video', mimes: ['video/3gpp', 'video/mp4'], limit: 16 * MB },
  { kind: 'audio', mimes: ['audio/aac', 'audio/amr', 'audio/mpeg', 'audio/mp4', 'audio/ogg'], limit: 16 * MB },
  { kind: 'sticker', mimes: ['image/webp'], limit: 500 * 1024 },
  {
    kind: 'document',
    mimes: [
      'text/plain',
      'application/pdf',
      'application/msword',
      'application/vnd.ms-excel',
      'application/vnd.ms-powerpoint',
      ...office.map((name) => `application/vnd.openxmlformats-officedocument.${name}`),
    ],
    limit: 100 * MB,
  },
];

const STATIC_STICKER = 100 * 1024;

/** What an upload is; `error` says what the provider has against it. */
export function kindOfUpload(
  mime: string,
  bytes: Uint8Array,
): { ok: true; kind: MediaKind } | { ok: false; error: string } {
  const [plain = ''] = mime.split(';');
  const rule = kinds.find(({ mimes }) => mimes.includes(plain.trim()));
  if (rule === undefined) return { ok: false, error: `file of type ${plain}` };
  // Ogg is taken with the Opus codec only, and the type must say so.
  if (plain.trim() === 'audio/ogg' && !/codecs\s*=\s*"?opus/.test(mime))
    return { ok: false, error: 'ogg without opus' };
  const limit = rule.kind === 'sticker' && !moves(bytes) ? STATIC_STICKER : rule.limit;
  if (bytes.length > limit) return { ok: false, error: `${rule.kind} over ${limit} bytes` };
  return { ok: true, kind: rule.kind };
}

const moves = (bytes: Uint8Array): boolean =>
  Buffer.from(bytes.subarray(12, 16)).toString('latin1') === 'VP8X' && ((bytes[20] ?? 0) & 2) === 2;
