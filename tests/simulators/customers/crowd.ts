import { createRandom } from '../../../src-backend/demo/seed/random.ts';
import type { Dialogue } from './dialogue.ts';
import type { Outcome } from './mind.ts';
import { type CustomerPlayer, createCustomerPlayer } from './player.ts';
import type { Clock, CustomerTransport } from './transport.ts';

export interface Crowd {
  start(): void;
  /** Closes every line; nothing is written afterwards. */
  stop(): void;
  /** Ids of the dialogues whose customers still wait for something. */
  present(): string[];
  counts(): { started: number; satisfied: number; dissatisfied: number; gaveUp: number };
}

export interface CrowdOptions {
  dialogues: readonly Dialogue[];
  /** Gives a customer their line. */
  connect(dialogue: Dialogue): CustomerTransport;
  clock: Clock;
  seed: number;
  /** Most customers waiting for something at the same time. */
  atOnce: number;
  /** Mean milliseconds between two arrivals; they come at random, as people do. */
  arrivalMs: number;
  /** Stops opening new conversations after so many; without it customers keep coming. */
  limit?: number;
  pace?: number;
}

/** The first customer comes soon, so that a newly opened inbox is not empty. */
const FIRST_ARRIVAL = 1_500;
/** How long a customer who left still reads and answers. */
const LINGER = 10 * 60_000;

/**
 * Customers coming and going. Each round plays every dialogue once in a new order; in the next round the same people
 * return, so the agent meets returning customers with a history.
 */
export function createCrowd(options: CrowdOptions): Crowd {
  const { clock, dialogues } = options;
  const pace = options.pace ?? 1;
  const random = createRandom(options.seed);
  const present = new Map<string, CustomerPlayer>();
  const lingering = new Map<string, { player: CustomerPlayer; forget: () => void }>();
  const counts = { started: 0, satisfied: 0, dissatisfied: 0, gaveUp: 0 };
  let waiting: Dialogue[] = [];
  let cancelArrival = () => {};
  let running = false;

  function nextDialogue(): Dialogue | null {
    if (waiting.length === 0) waiting = random.shuffle(dialogues);
    const index = waiting.findIndex(({ id }) => !present.has(id));
    return index < 0 ? null : (waiting.splice(index, 1)[0] ?? null);
  }

  function arrive(): void {
    const dialogue = present.size < options.atOnce ? nextDialogue() : null;
    if (dialogue) admit(dialogue);
    expectNext(-Math.log(1 - random.next()) * options.arrivalMs);
  }

  function expectNext(ms: number): void {
    if (!running || (options.limit !== undefined && counts.started >= options.limit)) return;
    cancelArrival = clock.after(Math.max(1, Math.round(ms * pace)), arrive);
  }

  function admit(dialogue: Dialogue): void {
    forget(dialogue.id);
    counts.started += 1;
    const player = createCustomerPlayer({
      dialogue,
      transport: options.connect(dialogue),
      clock,
      seed: random.uint32(),
      pace,
      onLeft: (outcome) => depart(dialogue.id, outcome),
    });
    present.set(dialogue.id, player);
    player.start();
  }

  function depart(id: string, outcome: Outcome): void {
    const player = present.get(id);
    if (!player) return;
    present.delete(id);
    if (outcome === 'gave-up') counts.gaveUp += 1;
    else counts[outcome] += 1;
    lingering.set(id, { player, forget: clock.after(Math.round(LINGER * pace), () => forget(id)) });
  }

  function forget(id: string): void {
    const gone = lingering.get(id);
    if (!gone) return;
    gone.forget();
    gone.player.stop();
    lingering.delete(id);
  }

  return {
    present: () => [...present.keys()],
    counts: () => ({ ...counts }),
    start() {
      if (running) return;
      running = true;
      expectNext(FIRST_ARRIVAL);
    },
    stop() {
      running = false;
      cancelArrival();
      for (const player of present.values()) player.stop();
      present.clear();
      for (const id of [...lingering.keys()]) forget(id);
    },
  };
}
