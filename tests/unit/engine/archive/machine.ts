import { type Archive, createArchive } from '../../../../src-main/engine/archive/archive.ts';
import { createRetention, type Retention } from '../../../../src-main/engine/archive/retention.ts';
import type { Cache } from '../../../../src-main/engine/cache/api.ts';
import { silentLog } from '../../../../src-main/engine/log.ts';
import { createLogFollower } from '../../../../src-main/engine/sync/follow-log.ts';
import type { Wire } from '../../../../src-main/engine/sync/wire.ts';
import { createManualClock } from '../../../simulators/clock.ts';
import { openCacheForTest } from '../cache/open-cache.ts';
import { turn, type World } from './world.ts';

/** A desktop's files with what follows the log, fetches and lets go, on a line that the test makes and cuts. */
export interface Machine {
  cache: Cache;
  archive: Archive;
  retention: Retention;
  keepDays: number;
  spare: Set<string>;
  connect(): void;
  /** The server sends what it has, while other things go on. */
  send(): Promise<void>;
  pass(ms: number): void;
  cut(): void;
  /** Everything sent, applied and fetched. */
  settle(): Promise<void>;
  /** New messages that were told, by id. */
  told: string[];
}

export function openMachine(world: World): Machine {
  const { cache } = openCacheForTest();
  const clock = createManualClock();
  const serverClock = { ...clock, now: () => world.now };
  let line: ReturnType<World['connect']> | null = null;
  let covered: number | null = null;
  let renewed = false;

  const retention = createRetention({
    keeping: cache.keeping,
    keepDays: () => machine.keepDays,
    covered: {
      get: () => covered,
      set: (days) => {
        covered = days;
      },
    },
    spare: () => machine.spare,
    clock: serverClock,
    clockSkewMs: () => 0,
    log: silentLog,
  });
  const wire = (): Wire | null => (line?.wire.alive() === true ? line.wire : null);
  const archive = createArchive({
    keeping: cache.keeping,
    reader: cache.reader,
    wire,
    clock,
    log: silentLog,
    onRevived: ({ newMessages }) => machine.told.push(...newMessages.map(({ id }) => id)),
  });
  const follower = createLogFollower({
    cache,
    lastLogId: { get: () => 'log', set() {} },
    problem: null,
    keepsSince: retention.keepsSince,
    lacksSome: retention.lacksSome,
    clock: serverClock,
    log: silentLog,
    events: {
      onResumed: () => archive.resume(),
      onApplied({ newMessages }) {
        machine.told.push(...newMessages.map(({ id }) => id));
        archive.resume();
      },
      onSnapshotApplied() {
        retention.lacksNothing();
        archive.resume();
      },
      onUpToDate() {},
      onState() {},
      renew: () => {
        renewed = true;
        line?.cut();
      },
      serverFault() {
        throw new Error('the desktop refused what the server sent');
      },
    },
  });

  const machine: Machine = {
    cache,
    archive,
    retention,
    keepDays: 90,
    spare: new Set(),
    told: [],
    connect() {
      line?.cut();
      line = world.connect(() => {});
      void follower.follow(line.wire);
    },
    send: async () => line?.flush(),
    pass: clock.pass,
    cut() {
      line?.cut();
      line = null;
    },
    async settle() {
      for (let round = 0; round < 50; round += 1) {
        if (renewed || wire() === null) {
          renewed = false;
          machine.connect();
        }
        for (let turns = 0; turns < 4; turns += 1) await turn();
        await line?.flush();
        // Waits for a fetch that is under way.
        for (let turns = 0; turns < 6; turns += 1) await turn();
        clock.pass(10_000);
        if (round > 3 && !renewed && cache.reader.position() !== null && cache.keeping.wanted(1).length === 0) return;
      }
      throw new Error('the machine does not come to rest');
    },
  };
  return machine;
}
