import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { Cache, Touched, UserData } from '../../../../src-main/engine/cache/api.ts';
import { openCache } from '../../../../src-main/engine/cache/cache.ts';
import { openUserData } from '../../../../src-main/engine/cache/user-data.ts';
import { type Clock, systemClock } from '../../../../src-main/engine/clock.ts';
import { type Log, silentLog } from '../../../../src-main/engine/log.ts';
import type { HistoryFilter, InboxFilter } from '../../../../src-shared/bridge/views.ts';
import { plainFilterLists } from '../../../../src-shared/protocol/defaults.ts';

export interface OpenedCache {
  cache: Cache;
  user: UserData;
  rebuilt: boolean;
  folder: string;
  key: Uint8Array;
  touched: Touched[];
  corruptions: number;
  /** Closes both files, as when the application ends. */
  close(): void;
}

export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'turno-cache-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Cache and user data of one agent («ana» unless said otherwise), on real, encrypted files. */
export function openCacheForTest(
  options: {
    folder?: string;
    key?: Uint8Array;
    me?: string | null;
    timeZone?: string;
    typing?: string;
    clock?: Clock;
    log?: Log;
    yieldTurn?: () => Promise<void>;
  } = {},
): OpenedCache {
  const folder = options.folder ?? temporaryFolder();
  const key = options.key ?? randomBytes(32);
  const clock = options.clock ?? systemClock;
  const log = options.log ?? silentLog;
  const touched: Touched[] = [];
  const onTouched = (change: Touched) => touched.push(change);
  const user = openUserData({ file: join(folder, 'user.db'), key, clock, log, onTouched });
  if (!user.ok) throw new Error(`user data: ${user.reason}`);
  const opened = openCache({
    file: join(folder, 'cache.db'),
    key,
    clock,
    log,
    onTouched,
    onCorrupt: () => {
      state.corruptions += 1;
    },
    context: {
      me: () => (options.me === undefined ? 'ana' : options.me),
      now: () => clock.now(),
      timeZone: () => options.timeZone ?? 'America/Sao_Paulo',
      customerTyping: (id) => id === options.typing,
      colleagues: () => [],
      user: user.value.reader,
    },
    ...(options.yieldTurn === undefined ? {} : { yieldTurn: options.yieldTurn }),
  });
  if (!opened.ok) throw new Error(`cache: ${opened.reason}`);
  const state: OpenedCache = {
    cache: opened.value.cache,
    user: user.value,
    rebuilt: opened.value.rebuilt,
    folder,
    key,
    touched,
    corruptions: 0,
    close() {
      opened.value.cache.close();
      user.value.close();
    },
  };
  onTestFinished(state.close);
  return state;
}

/** The value of a write that must succeed. */
export function stored<Value>(result: { ok: true; value: Value } | { ok: false; reason: string }): Value {
  if (!result.ok) throw new Error(`refused: ${result.reason}`);
  return result.value;
}

export const everyFilter: InboxFilter = {
  tab: 'all',
  status: 'open',
  order: 'newest',
  ...plainFilterLists,
};

export const wholeHistory: HistoryFilter = {
  text: '',
  channels: [],
  agentIds: [],
  reasonIds: [],
  departmentIds: [],
  from: null,
  to: null,
};
