import { statSync } from 'node:fs';
import type { FreeingView, StorageView } from '../../../src-shared/bridge/storage.ts';
import type { CacheKeeping } from '../cache/keeping/api.ts';
import { errorFacts } from '../error-facts.ts';
import type { Log } from '../log.ts';
import type { MediaStore } from '../media/store.ts';
import type { Retention } from './retention.ts';

/** What this machine keeps, how much room that takes, and giving it back. Everything that goes stays on the server. */
export interface Storage {
  view(): Promise<StorageView>;
  freeing(): FreeingView;
  /** Lets go of all that can be fetched again and does not belong to the period. A second wish meanwhile changes nothing. */
  free(): Promise<{ ok: true; bytes: number } | { ok: false; reason: 'running' | 'failed' }>;
  /** The room for media was made smaller. */
  limitChanged(limitBytes: number): void;
}

export function createStorage(deps: {
  keeping: CacheKeeping;
  media: MediaStore;
  retention: Retention;
  /** The cache's file; what belongs to it lies beside it. */
  cacheFile: string;
  log: Log;
  onChange(): void;
}): Storage {
  const { keeping, media, retention } = deps;
  let freeing: FreeingView = null;

  function tell(next: FreeingView): void {
    if (JSON.stringify(next) === JSON.stringify(freeing)) return;
    freeing = next;
    deps.onChange();
  }

  async function view(): Promise<StorageView> {
    const { unfinished, finished, asked, messages } = keeping.usage();
    return {
      conversations: { unfinished, period: finished - asked, asked },
      messages,
      textBytes: sizeOf(deps.cacheFile) + sizeOf(`${deps.cacheFile}-wal`),
      media: await media.usage(),
    };
  }

  const bytesOf = (now: StorageView): number =>
    now.textBytes + Object.values(now.media).reduce((sum, { bytes }) => sum + bytes, 0);

  const percent = (done: number, total: number): number =>
    total <= 0 ? 100 : Math.min(100, Math.round((100 * done) / total));

  return {
    view,
    freeing: () => freeing,
    async free() {
      if (freeing !== null) return { ok: false, reason: 'running' };
      tell({ step: 'conversations', done: 0 });
      try {
        const before = bytesOf(await view());
        const { asked } = keeping.usage();
        const gone = await retention.run({
          keptLimit: 0,
          onProgress: (done) => tell({ step: 'conversations', done: percent(done, asked) }),
        });
        if (gone === null) return { ok: false, reason: 'failed' };
        tell({ step: 'media', done: 0 });
        await media.shrink(0, (done, total) => tell({ step: 'media', done: percent(done, total) }));
        tell({ step: 'compact', done: 0 });
        await keeping.compact();
        return { ok: true, bytes: Math.max(0, before - bytesOf(await view())) };
      } catch (error) {
        deps.log.error('storage-not-freed', errorFacts(error));
        return { ok: false, reason: 'failed' };
      } finally {
        tell(null);
      }
    },
    limitChanged(limitBytes) {
      media.shrink(limitBytes).then(deps.onChange, (error: unknown) => {
        deps.log.warn('media-not-trimmed', errorFacts(error));
      });
    },
  };
}

function sizeOf(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.size ?? 0;
}
