import { createHash, randomBytes } from 'node:crypto';
import { kindOfUpload, type MediaKind } from './media-kinds.ts';

export interface StoredMedia {
  id: string;
  mime: string;
  /** null: of a type that could not be sent; customers may send it. */
  kind: MediaKind | null;
  sha256: string;
  bytes: Uint8Array;
}

/** Media in memory, and the addresses they are fetched from for a few minutes. */
export interface MediaStore {
  put(bytes: Uint8Array, mime: string): StoredMedia;
  get(id: string): StoredMedia | null;
  /** A fresh address token of a medium, valid for `ttlMs`. */
  address(media: StoredMedia, ttlMs: number): string;
  /** The medium of an address that is still valid. */
  at(token: string): StoredMedia | null;
}

export function createMediaStore(now: () => number): MediaStore {
  const media = new Map<string, StoredMedia>();
  const addresses = new Map<string, { media: StoredMedia; until: number }>();
  return {
    put(bytes, mime) {
      const id = String(randomBytes(7).readUIntBE(1, 6) + 1e15);
      const known = kindOfUpload(mime, bytes);
      const sha256 = createHash('sha256').update(bytes).digest('base64');
      const stored = { id, mime, kind: known.ok ? known.kind : null, bytes, sha256 };
      media.set(id, stored);
      return stored;
    },
    get: (id) => media.get(id) ?? null,
    address(stored, ttlMs) {
      const token = randomBytes(18).toString('base64url');
      addresses.set(token, { media: stored, until: now() + ttlMs });
      return token;
    },
    at(token) {
      const address = addresses.get(token);
      return address && address.until > now() ? address.media : null;
    },
  };
}
