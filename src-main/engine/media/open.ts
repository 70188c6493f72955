import { errorFacts } from '../error-facts.ts';
import type { Log } from '../log.ts';
import type { MediaContent, MediaStore } from './store.ts';
import type { DownloadError, MediaTransfer } from './transfer.ts';

export type OpenedMedia = { ok: true; content: MediaContent } | { ok: false; reason: DownloadError };

/** A medium's bytes: from this machine when it was seen before, else from the server, and kept. */
export type OpenMedia = (id: string) => Promise<OpenedMedia>;

export function createOpenMedia(deps: { store: MediaStore; transfer: MediaTransfer; log: Log }): OpenMedia {
  const { store, transfer, log } = deps;
  /** A picture shown twice is fetched once. */
  const running = new Map<string, Promise<OpenedMedia>>();

  async function find(id: string): Promise<OpenedMedia> {
    const kept = await store.get(id);
    if (kept !== null) return { ok: true, content: kept };
    const fetched = await transfer.download(id);
    if (fetched.ok) {
      await store.put(id, fetched.content).catch((error: unknown) => log.warn('media-not-kept', errorFacts(error)));
    }
    return fetched;
  }

  return (id) => {
    const already = running.get(id);
    if (already !== undefined) return already;
    const finding = find(id).finally(() => running.delete(id));
    running.set(id, finding);
    return finding;
  };
}
