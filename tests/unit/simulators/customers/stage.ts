import type { Dialogue } from '../../../simulators/customers/dialogue.ts';
import { type CustomerPlayer, createCustomerPlayer } from '../../../simulators/customers/player.ts';
import type { Clock, CustomerTransport } from '../../../simulators/customers/transport.ts';

/** A clock that is turned by hand; between two ticks every pending promise gets its turn. */
export interface HandClock extends Clock {
  /** Runs everything due in the next `ms`. */
  turn(ms: number): Promise<void>;
  /** Jumps to the next timer and runs it; false when there is none. */
  tick(): Promise<boolean>;
}

export function createHandClock(): HandClock {
  let time = 1_800_000_000_000;
  let order = 0;
  const timers = new Map<number, { at: number; call: () => void }>();
  const settle = () => new Promise<void>((resolve) => setImmediate(resolve));

  function due(until: number) {
    const [first] = [...timers]
      .filter(([, timer]) => timer.at <= until)
      .sort((a, b) => a[1].at - b[1].at || a[0] - b[0]);
    return first;
  }

  async function run(until: number): Promise<boolean> {
    const next = due(until);
    if (!next) return false;
    const [id, timer] = next;
    timers.delete(id);
    time = Math.max(time, timer.at);
    timer.call();
    await settle();
    return true;
  }

  return {
    now: () => time,
    after(ms, call) {
      order += 1;
      const id = order;
      timers.set(id, { at: time + ms, call });
      return () => timers.delete(id);
    },
    async turn(ms) {
      const until = time + ms;
      while (await run(until)) {}
      time = until;
    },
    tick: () => run(Number.POSITIVE_INFINITY),
  };
}

interface Written {
  at: number;
  text: string;
  photo: string | null;
}

/** A telephone that keeps what was written, and an agent's mouth. */
export function createTelephone(clock: Clock) {
  const written: Written[] = [];
  const listeners = new Set<(text: string) => void>();
  const transport: CustomerTransport = {
    async writeText(text) {
      written.push({ at: clock.now(), text, photo: null });
    },
    async writeImages(photos, caption) {
      for (const [index, photo] of photos.entries())
        written.push({ at: clock.now(), text: index === 0 ? (caption ?? '') : '', photo });
    },
    async send(thing) {
      written.push({ at: clock.now(), text: '', photo: thing });
    },
    onAgentText(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
  return {
    transport,
    written,
    agentWrites(text: string) {
      for (const listener of listeners) listener(text);
    },
  };
}

export interface Stage {
  clock: HandClock;
  player: CustomerPlayer;
  written: Written[];
  /** Lets the customer finish speaking; returns what was newly written, one message per line. */
  untilQuiet(): Promise<string>;
  /** Says it as the agent and returns the whole answer. */
  ask(text: string): Promise<string>;
}

/** Puts a customer on the stage with a telephone and a clock turned by hand. */
export function stage(dialogue: Dialogue, seed = 1): Stage {
  const clock = createHandClock();
  const telephone = createTelephone(clock);
  const player = createCustomerPlayer({ dialogue, transport: telephone.transport, clock, seed });
  let seen = 0;

  async function untilQuiet(): Promise<string> {
    // The slowest line takes 20 s of pause, 14 s of typing; the quickest impatience comes after 50 s.
    let last = -1;
    while (last !== telephone.written.length || player.state() === 'writing') {
      last = telephone.written.length;
      await clock.turn(player.state() === 'writing' ? 2_000 : 18_000);
    }
    const fresh = telephone.written.slice(seen);
    seen = telephone.written.length;
    return fresh.map(({ text, photo }) => (photo ? `[${photo}] ${text}` : text)).join('\n');
  }

  return {
    clock,
    player,
    written: telephone.written,
    untilQuiet,
    ask(text) {
      telephone.agentWrites(text);
      return untilQuiet();
    },
  };
}
