import { KEEP_DAYS, MEDIA_LIMIT_GB } from '../../../src-shared/bridge/storage.ts';
import type { Applied, Cache, UserData } from '../cache/api.ts';
import type { Clock } from '../clock.ts';
import type { Log } from '../log.ts';
import { keptUnder } from '../media/open.ts';
import { createMediaStore, type MediaStore } from '../media/store.ts';
import type { Wire } from '../sync/wire.ts';
import { type Archive, createArchive } from './archive.ts';
import { createRetention, type Retention } from './retention.ts';
import { spareMedia, spareOf } from './spare.ts';
import { createStorage, type Storage } from './storage.ts';

/** What is cached on this machine, and for how long: conversations and media of one signed-in person. */
export interface MachineStorage {
  archive: Archive;
  retention: Retention;
  media: MediaStore;
  storage: Storage;
  /** Preferences about it were changed. */
  preferencesChanged(): void;
}

const COVERED_DAYS = 'covered-days';
const GB = 1_000_000_000;

export function createMachineStorage(deps: {
  cache: Cache;
  cacheFile: string;
  mediaFolder: string;
  key: Uint8Array;
  user: UserData;
  wire(): Wire | null;
  /** The conversation that is open in the window. */
  openConversation(): string | null;
  /** Media that were sent up and are not in a message yet. */
  uploaded(): string[];
  clock: Clock;
  clockSkewMs(): number;
  log: Log;
  onRevived(applied: Applied): void;
  onStorage(): void;
  /** Something of the period is not here: the line is made anew, for a snapshot. */
  renew(why: string): void;
}): MachineStorage {
  const { cache, user, clock, log } = deps;
  const { keeping } = cache;
  const preferences = () => user.reader.preferences();
  const limit = (): number => (preferences().mediaLimitGb ?? MEDIA_LIMIT_GB) * GB;

  const retention = createRetention({
    keeping,
    keepDays: () => preferences().keepDays ?? KEEP_DAYS,
    covered: {
      get() {
        const days = user.reader.meta(COVERED_DAYS);
        return days === null ? null : Number(days);
      },
      set: (days) => void user.writer.setMeta(COVERED_DAYS, String(days)),
    },
    spare: () => spareOf(user.reader, deps.openConversation()),
    clock,
    clockSkewMs: deps.clockSkewMs,
    log,
  });
  const archive = createArchive({
    keeping,
    reader: cache.reader,
    wire: deps.wire,
    clock,
    log,
    onRevived: deps.onRevived,
  });
  const media = createMediaStore({
    folder: deps.mediaFolder,
    key: deps.key,
    now: clock.now,
    limit,
    spare() {
      const ids = [...spareMedia(cache.reader, user.reader, deps.openConversation()), ...deps.uploaded()];
      return ids.flatMap((id) => [keptUnder(id, 'whole'), keptUnder(id, 'thumbnail')]);
    },
    ledger: {
      kinds: user.reader.mediumKinds,
      set: (name, kind) => void user.writer.setMediumKind(name, kind),
    },
  });
  const storage = createStorage({
    keeping,
    media,
    retention,
    cacheFile: deps.cacheFile,
    log,
    onChange: deps.onStorage,
  });

  return {
    archive,
    retention,
    media,
    storage,
    preferencesChanged() {
      if (retention.lacksSome()) deps.renew('keeps-more');
      else void retention.run().then(deps.onStorage);
      storage.limitChanged(limit());
    },
  };
}
