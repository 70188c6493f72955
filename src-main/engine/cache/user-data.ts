import { ok, type Result } from '../../../src-shared/result.ts';
import type { Clock } from '../clock.ts';
import type { Log } from '../log.ts';
import type { Touched, UserData } from './api.ts';
import { type OpenRefusal, openDatabase } from './open.ts';
import { createTimed } from './timed.ts';
import { createUserDataReader } from './user-reader.ts';
import { createUserDataWriter } from './user-writer.ts';

export interface UserDataDeps {
  file: string;
  key: Uint8Array | null;
  clock: Clock;
  log: Log;
  onTouched(touched: Touched): void;
}

/** Opens user data. It is never thrown away here: whoever owns the session decides what a refusal means. */
export function openUserData(deps: UserDataDeps): Result<UserData, OpenRefusal> {
  const opened = openDatabase({ file: deps.file, key: deps.key, kind: 'user' });
  if (!opened.ok) return opened;
  const db = opened.value;
  return ok({
    reader: createUserDataReader(db, createTimed(deps.clock, deps.log)),
    writer: createUserDataWriter({ db, clock: deps.clock, log: deps.log, onTouched: deps.onTouched }),
    close: () => db.close(),
  });
}
