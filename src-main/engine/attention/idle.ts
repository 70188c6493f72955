import type { PresenceState } from '../../../src-shared/protocol/entities.ts';
import type { Clock } from '../clock.ts';

/**
 * Away by itself (F5): an available agent who touches nothing for `operation.idleMinutes` is set away, and available
 * again with the first key or movement. Only what it set itself is taken back: an absence or a pause that the agent chose
 * is theirs to end. The server checks the same, for the agent may just have chosen otherwise on another machine.
 */
export interface IdleWatch {
  /** Keyboard or mouse were used in the window. */
  seen(): void;
  /** The whole machine, as its shell reports: milliseconds since anything was touched. */
  machineIdle(ms: number): void;
  stop(): void;
}

export interface IdleDeps {
  /** null: never away by itself. */
  idleMinutes(): number | null;
  presence(): PresenceState;
  /** Resolves to whether the server took it. */
  set(state: 'away' | 'available'): Promise<boolean>;
  clock: Clock;
}

const TICK_MS = 5_000;

export function createIdleWatch(deps: IdleDeps): IdleWatch {
  const { clock } = deps;
  let touchedAt = clock.monotonic();
  /** Away by our doing. */
  let ours = false;
  let asking = false;
  let stopped = false;
  let cancel = () => {};

  async function ask(state: 'away' | 'available'): Promise<void> {
    if (asking || stopped) return;
    asking = true;
    try {
      const taken = await deps.set(state);
      if (taken) ours = state === 'away';
    } finally {
      asking = false;
    }
  }

  function look(): void {
    const presence = deps.presence();
    const minutes = deps.idleMinutes();
    const isIdle = minutes !== null && clock.monotonic() - touchedAt >= minutes * 60_000;
    if (presence === 'available' && isIdle) void ask('away');
    else if (presence === 'away' && ours && !isIdle) void ask('available');
    // Paused, offline or available again by other means: that is no longer our doing.
    else if (presence !== 'away' && !asking) ours = false;
  }

  function tick(): void {
    cancel = clock.after(TICK_MS, () => {
      if (stopped) return;
      look();
      tick();
    });
  }
  tick();

  function touched(agoMs: number): void {
    touchedAt = Math.max(touchedAt, clock.monotonic() - agoMs);
    if (ours) look();
  }

  return {
    seen: () => touched(0),
    machineIdle: touched,
    stop() {
      stopped = true;
      cancel();
    },
  };
}
