import { resolve } from 'node:path';
import { parseArgs } from 'node:util';

/** What is generated. `now`: nothing is later (epoch milliseconds). */
export interface SeedRequest {
  conversations: number;
  messages: number;
  seed: number;
  now: number;
  /** Conversations under way; by the people's capacities unless said. */
  open?: { assigned: number; queued: number };
}

export type SeedPlace = { kind: 'database'; folder: string } | { kind: 'cache'; folder: string };

const USAGE = `Usage: npm run seed -- --conversations N --messages M [--data DIR | --cache DIR] [--seed N]
       [--open N --queued N]

  --data DIR     folder of a backend's embedded database (default data/backend); it must have no conversations yet
  --cache DIR    a desktop's user-data folder, new: signed in as the demo's supervisor, for work without a server
  --seed N       another history with the same numbers (default 1)
  --open N, --queued N  how many are still under way with somebody, and how many wait (default: by people's capacities)`;

/** @returns null and words when the arguments do not fit. */
export function parseSeedArguments(
  args: string[],
  now: number,
): { ok: true; request: SeedRequest; place: SeedPlace } | { ok: false; words: string } {
  try {
    const { values } = parseArgs({
      args,
      options: {
        conversations: { type: 'string' },
        messages: { type: 'string' },
        data: { type: 'string' },
        cache: { type: 'string' },
        seed: { type: 'string', default: '1' },
        open: { type: 'string' },
        queued: { type: 'string' },
      },
    });
    if (values.data !== undefined && values.cache !== undefined) return { ok: false, words: USAGE };
    const conversations = count(values.conversations);
    const messages = count(values.messages);
    const seed = count(values.seed);
    if (conversations === null || messages === null || seed === null || messages < conversations) {
      return { ok: false, words: `Two counts are needed, and no fewer messages than conversations.\n\n${USAGE}` };
    }
    const [assigned, queued] = [count(values.open ?? '0'), count(values.queued ?? '0')];
    if (assigned === null || queued === null || assigned + queued > conversations) return { ok: false, words: USAGE };
    const said = values.open !== undefined || values.queued !== undefined;
    const open = said ? { open: { assigned, queued } } : {};
    const place: SeedPlace =
      values.cache === undefined
        ? { kind: 'database', folder: resolve(values.data ?? 'data/backend') }
        : { kind: 'cache', folder: resolve(values.cache) };
    return { ok: true, request: { conversations, messages, seed, now, ...open }, place };
  } catch (error) {
    return { ok: false, words: `${error instanceof Error ? error.message : String(error)}\n\n${USAGE}` };
  }
}

const count = (text: string | undefined): number | null =>
  text !== undefined && /^\d{1,8}$/.test(text) ? Number(text) : null;
