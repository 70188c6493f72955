import { createRandom } from '../../../src-backend/demo/seed/random.ts';
import { type Burst, type Dialogue, type Line, type Persona, voiceOf } from './dialogue.ts';
import { createMind, type Outcome } from './mind.ts';
import type { Clock, CustomerTransport } from './transport.ts';
import { type Typed, typeOut } from './typist.ts';

/** `listening`: waits for the agent. `left`: said goodbye, still answers. `stopped`: line closed. */
type PlayerState = 'new' | 'writing' | 'listening' | 'left' | 'stopped';

export interface CustomerPlayer {
  start(): void;
  /** Closes the line; nothing is written afterwards. */
  stop(): void;
  state(): PlayerState;
  outcome(): Outcome | null;
}

export interface PlayerOptions {
  dialogue: Dialogue;
  transport: CustomerTransport;
  clock: Clock;
  seed: number;
  /** Multiplies every duration: 1 is human, 0.1 ten times as fast. */
  pace?: number;
  onLeft?: (outcome: Outcome) => void;
}

/** How long (ms) a customer stands silence before asking whether anyone is there. */
const patience: Record<Persona['mood'], readonly [number, number]> = {
  apressado: [50_000, 90_000],
  irritado: [60_000, 110_000],
  ansioso: [60_000, 120_000],
  desconfiado: [110_000, 180_000],
  simpatico: [150_000, 260_000],
  calmo: [180_000, 320_000],
};
const PATIENCE_AFTER_WAIT = 3;
const GIVE_UP_AFTER = 40 * 60_000;
const CONTENT_SILENCE = 90_000;
const READING_PER_CHARACTER = 22;
const LONGEST_TYPING = 14_000;
const WRITE_AGAIN_AFTER = 5_000;
const WRITE_ATTEMPTS = 6;

/**
 * Plays one customer: types at a human speed, reads before answering, lets the agent finish a burst, complains about
 * silence, leaves. Same dialogue, seed, clock and agent give the same words at the same times.
 */
export function createCustomerPlayer(options: PlayerOptions): CustomerPlayer {
  const { dialogue, transport, clock } = options;
  const { persona } = dialogue;
  const pace = options.pace ?? 1;
  const random = createRandom(options.seed);
  const mind = createMind({ dialogue, voice: voiceOf(persona), random });

  let state: PlayerState = 'new';
  let outcome: Outcome | null = null;
  const outgoing: Typed[] = [];
  let unread: string[] = [];
  let patient = false;
  let pendingLeave: Outcome | null = null;
  let cancelTimer = () => {};
  let unsubscribe = () => {};

  function schedule(ms: number, call: () => void): void {
    cancelTimer();
    cancelTimer = clock.after(Math.max(1, Math.round(ms * pace)), call);
  }

  function say(lines: Burst): void {
    outgoing.push(...lines.flatMap((line: Line) => typeOut(line, persona, random)));
    writeNext();
  }

  function writeNext(): void {
    if (state === 'stopped') return;
    const next = outgoing.shift();
    if (!next) {
      listen();
      return;
    }
    state = 'writing';
    const typing = Math.min(LONGEST_TYPING, next.characters * persona.typingMs);
    schedule(next.pause + typing + random.between(300, 1_400), () => write(next, 1));
  }

  function put({ text, photos, thing }: Typed): Promise<void> {
    if (thing !== null) return transport.send(thing);
    return photos.length === 0 ? transport.writeText(text) : transport.writeImages(photos, text || null);
  }

  function write(typed: Typed, attempt: number): void {
    put(typed).then(writeNext, () => {
      if (state === 'stopped') return;
      // A telephone without signal tries again by itself; after a while its owner puts it away.
      if (attempt < WRITE_ATTEMPTS) schedule(WRITE_AGAIN_AFTER * attempt, () => write(typed, attempt + 1));
      else leave('gave-up');
    });
  }

  function listen(): void {
    if (pendingLeave !== null) leave(pendingLeave);
    else if (outcome === null) state = 'listening';
    else state = 'left';
    if (unread.length > 0) {
      readSoon();
    } else if (state === 'listening') {
      waitInSilence();
    }
  }

  function waitInSilence(): void {
    if (mind.content()) {
      schedule(CONTENT_SILENCE, withdraw);
      return;
    }
    const [least, most] = patience[persona.mood];
    schedule(random.between(least, most) * (patient ? PATIENCE_AFTER_WAIT : 1), () => {
      patient = false;
      const words = mind.nag();
      if (words) say(words);
      else schedule(GIVE_UP_AFTER, withdraw);
    });
  }

  function withdraw(): void {
    const { lines, leaves } = mind.withdraw();
    pendingLeave = leaves;
    say(lines);
  }

  function readSoon(): void {
    const length = unread.reduce((sum, text) => sum + text.length, 0);
    schedule(random.between(1_200, 3_500) + Math.min(12_000, length * READING_PER_CHARACTER), () => {
      const text = unread.join('\n');
      unread = [];
      const reaction = mind.hear(text);
      patient = reaction.patient;
      if (reaction.leaves !== null) pendingLeave = reaction.leaves;
      say(reaction.lines);
    });
  }

  function leave(how: Outcome): void {
    pendingLeave = null;
    state = 'left';
    if (outcome !== null) return;
    outcome = how;
    options.onLeft?.(how);
  }

  return {
    state: () => state,
    outcome: () => outcome,
    start() {
      if (state !== 'new') return;
      unsubscribe = transport.onAgentText((text) => {
        if (state === 'stopped') return;
        unread.push(text);
        // While writing, the customer finishes first; while reading, a further message starts the reading anew.
        if (state !== 'writing') readSoon();
      });
      say(mind.open());
    },
    stop() {
      state = 'stopped';
      cancelTimer();
      unsubscribe();
    },
  };
}
