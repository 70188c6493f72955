import type { Readable } from 'node:stream';

/** What live chat is given by the backend around it. */

/** Where the bytes of images are kept. */
export interface MediaBytes {
  put(file: { workspaceId: string; bytes: Uint8Array; mime: string; name: string | null }): Promise<string>;
  open(file: { workspaceId: string; mediaId: string }): Promise<Uint8Array | Readable | null>;
}

/** A hint to every node that something changed; the tables are the truth, so it may be lost or doubled. */
export interface Wakeups {
  listen(channel: string, onWake: () => void): Promise<() => Promise<void>>;
  notify(channel: string): Promise<void>;
}
export const WAKE_CHANNEL = 'livechat';

/** Never given text, secrets or addresses. */
export interface LiveChatLog {
  warn(fields: Record<string, unknown>, message: string): void;
}
