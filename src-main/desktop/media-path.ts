import type { MediaPart } from '../engine/media/open.ts';

/** Both shells give media to the window at `/media/ID` and `/media/ID/thumbnail`. null: another address. */
export function mediumOfPath(path: string): { id: string; part: MediaPart } | null {
  const [, id, small] = /^\/media\/([\w.~-]{1,128})(\/thumbnail)?$/.exec(path) ?? [];
  return id === undefined ? null : { id, part: small === undefined ? 'whole' : 'thumbnail' };
}

/** What a medium that cannot be had is answered with; the window tells them apart by it. */
export const mediaStatus = { 'not-found': 404, pending: 425, offline: 503, 'server-error': 502 } as const;

/** Decrypted and handed over at once. */
export const MEDIA_PIECE_BYTES = 1024 * 1024;
