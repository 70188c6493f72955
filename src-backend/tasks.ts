import type { Logger } from 'pino';
import { ok, type Result } from '../src-shared/result.ts';
import { beginAnotherLog } from './backup/another-log.ts';
import { type BackupRefusal, backUp, type RestoreRefusal, restore } from './backup/backup.ts';
import type { BackendTask } from './cli.ts';
import { RESERVE_BYTES } from './store/disk-room.ts';
import { type OpenStoreRefusal, openStore, type StoreLocation } from './store/open.ts';

/** The tasks of `npm run backend` that end. Answers what to print, or in words why it was not done. */
export async function runTask(
  task: Exclude<BackendTask, { kind: 'serve' }>,
  deps: { location: StoreLocation; now: () => number; logger: Logger },
): Promise<Result<object, { reason: 'not-done'; words: string }>> {
  if (task.kind === 'another-log') {
    const opened = await openStore(deps.location, { log: deps.logger });
    if (!opened.ok) return { ok: false, reason: 'not-done', words: wordsOfOpening(opened) };
    try {
      await beginAnotherLog(opened.store, deps.now());
    } finally {
      await opened.store.close();
    }
    return ok({ anotherLog: true });
  }
  const { folder, file } = task;
  if (task.kind === 'backup') {
    const made = await backUp({ folder, file, now: deps.now });
    if (!made.ok) return { ok: false, reason: 'not-done', words: wordsOfBackup(made, task) };
    return ok({ backup: file, bytes: made.value.bytes, madeAt: new Date(made.value.madeAt).toISOString() });
  }
  const restored = await restore({ folder, file, now: deps.now, logger: deps.logger });
  if (!restored.ok) return { ok: false, reason: 'not-done', words: wordsOfRestore(restored, task) };
  return ok({ restored: folder, madeAt: new Date(restored.value.madeAt).toISOString() });
}

type Place = { folder: string; file: string };

export function wordsOfOpening(refusal: OpenStoreRefusal): string {
  switch (refusal.reason) {
    case 'newer-database':
      return `The database is of a newer Turno (${refusal.found}); it was not touched. Update this backend.`;
    case 'folder-in-use':
      return `Another backend has the database in ${refusal.folder} open; two would destroy it. Stop it, or give another --data.`;
    case 'disk-full':
      return `The disk that holds ${refusal.folder} has less than ${RESERVE_BYTES / 1024 / 1024} MB left; the database was not opened. Make room.`;
  }
}

function wordsOfBackup(refusal: BackupRefusal, { folder, file }: Place): string {
  switch (refusal.reason) {
    case 'no-database':
      return `There is no database in ${folder}; give its folder with --data.`;
    case 'file-exists':
      return `${file} exists and was not touched; give another name.`;
    case 'folder-in-use':
      return `The backend that has ${folder} open takes no requests for backups. Stop it and try again.`;
    case 'not-a-backup':
    case 'damaged':
      return 'The backend did not hand out the whole backup; nothing was kept. Its log says why.';
  }
}

function wordsOfRestore(refusal: RestoreRefusal, { folder, file }: Place): string {
  switch (refusal.reason) {
    case 'folder-not-empty':
      return `${folder} is not empty and was not touched. Move it away, or give another --data.`;
    case 'folder-in-use':
      return wordsOfOpening({ reason: 'folder-in-use', folder });
    case 'newer-database':
    case 'disk-full':
      return wordsOfOpening(refusal);
    case 'not-a-backup':
      return `${file} is not a backup of Turno; nothing was changed.`;
    case 'damaged':
      return `${file} is damaged or not whole; nothing was changed.`;
  }
}
