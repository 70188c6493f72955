/** Days for which finished conversations are kept on a machine when the agent did not choose otherwise. */
export const KEEP_DAYS = 90;
/** What may be chosen. */
export const KEEP_DAYS_CHOICES = [30, 60, 90, 180, 365, 730] as const;

/** Room for media on a machine, in GB (10⁹ bytes), when the agent did not choose otherwise; and what may be chosen. */
export const MEDIA_LIMIT_GB = 1;
export const MEDIA_LIMIT_CHOICES = [1, 2, 5, 10, 20, 50] as const;

export type MediaKind = 'image' | 'audio' | 'video' | 'document' | 'unknown';
export type MediaUsageView = Record<MediaKind, { files: number; bytes: number }>;

/** What this machine keeps, and how much room it takes (bytes on the disk). */
export interface StorageView {
  conversations: { unfinished: number; period: number; asked: number };
  messages: number;
  /** Conversations and messages, with their search index. */
  textBytes: number;
  media: MediaUsageView;
}

/** How far «Liberar espaço agora» is; null: it does not run. `done` of `total` are hundredths. */
export type FreeingView = { step: 'conversations' | 'media' | 'compact'; done: number } | null;
