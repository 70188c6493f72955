import type { MediaPart } from '../../src-shared/bridge/media-part.ts';

/** Reads what `mediaPath` wrote (src-shared/bridge/media-part.ts). null: another address. */
export function mediumOfPath(path: string): { id: string; part: MediaPart } | null {
  const [, kind, id, more] = /^\/(media|mails)\/([\w.~-]{1,128})(\/thumbnail|\/pictures)?$/.exec(path) ?? [];
  if (id === undefined) return null;
  if (kind === 'media') return more === '/pictures' ? null : { id, part: more === undefined ? 'whole' : 'thumbnail' };
  return more === '/thumbnail' ? null : { id, part: more === undefined ? 'page' : 'page-with-pictures' };
}

/** What a medium that cannot be had is answered with; the window tells them apart by it. */
export const mediaStatus = { 'not-found': 404, pending: 425, offline: 503, 'server-error': 502 } as const;

/** Decrypted and handed over at once. */
export const MEDIA_PIECE_BYTES = 1024 * 1024;
