import type { MediaKind, MediaUsageView } from '../../../src-shared/bridge/storage.ts';

export type { MediaKind };

const kinds = ['image', 'audio', 'video', 'document', 'unknown'] as const satisfies readonly MediaKind[];

/** The kind of a medium, by its MIME type. */
export function mediaKindOf(mime: string): MediaKind {
  const [type] = mime.split('/');
  return type === 'image' || type === 'audio' || type === 'video' ? type : 'document';
}

/** Files that an earlier version kept are of no known kind. */
export const readMediaKind = (kind: string | undefined): MediaKind => kinds.find((one) => one === kind) ?? 'unknown';

export const noMedia = (): MediaUsageView => ({
  image: { files: 0, bytes: 0 },
  audio: { files: 0, bytes: 0 },
  video: { files: 0, bytes: 0 },
  document: { files: 0, bytes: 0 },
  unknown: { files: 0, bytes: 0 },
});
