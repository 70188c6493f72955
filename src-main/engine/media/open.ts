import type { MediaPart } from '../../../src-shared/bridge/media-part.ts';
import { errorFacts } from '../error-facts.ts';
import type { Log } from '../log.ts';
import { receive } from './arriving.ts';
import type { MediaContent, MediaStore } from './store.ts';
import type { DownloadError, MediaTransfer } from './transfer.ts';

export type OpenedMedia = { ok: true; content: MediaContent } | { ok: false; reason: DownloadError };

/** The bytes of a medium, or of a mail's page: from this machine when it was seen before, else from the server as they come, and kept. */
export type OpenMedia = (id: string, part: MediaPart) => Promise<OpenedMedia>;

export const keptUnder = (id: string, part: MediaPart): string => (part === 'whole' ? id : `${id}/${part}`);

export function createOpenMedia(deps: { store: MediaStore; transfer: MediaTransfer; log: Log }): OpenMedia {
  const { store, transfer, log } = deps;
  /** A picture shown twice is fetched once: here from the first request until it is kept. */
  const coming = new Map<string, Promise<OpenedMedia>>();

  async function find(id: string, part: MediaPart, settled: () => void): Promise<OpenedMedia> {
    const name = keptUnder(id, part);
    let keeping: Promise<void> | null = null;
    try {
      const kept = await store.get(name);
      if (kept !== null) return { ok: true, content: kept };
      const answer = await transfer.download(id, part);
      if (!answer.ok) return answer;
      const { mime, length, body } = answer;
      const { content, whole } = receive(mime, length, body);
      keeping = whole.then(
        (bytes) =>
          store.put(name, { mime, bytes }).catch((error: unknown) => log.warn('media-not-kept', errorFacts(error))),
        (error: unknown) => log.warn('media-not-received', errorFacts(error)),
      );
      return { ok: true, content };
    } finally {
      if (keeping === null) settled();
      else void keeping.finally(settled);
    }
  }

  return (id, part) => {
    const name = keptUnder(id, part);
    const already = coming.get(name);
    if (already !== undefined) return already;
    const finding = find(id, part, () => coming.delete(name));
    coming.set(name, finding);
    return finding;
  };
}
