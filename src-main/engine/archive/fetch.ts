import type { ArchiveRefusal } from '../../../src-shared/bridge/archive.ts';
import type { ServerAnswer } from '../../../src-shared/bridge/contract.ts';
import type { Message } from '../../../src-shared/protocol/entities.ts';
import type { ServerQueryResult } from '../../../src-shared/protocol/queries.ts';
import { ok, type Result } from '../../../src-shared/result.ts';
import type { Applied } from '../cache/api.ts';
import type { CacheKeeping, Whole } from '../cache/keeping/api.ts';
import { askServer } from '../sync/ask-server.ts';
import type { Wire } from '../sync/wire.ts';

export type Refused = { reason: ArchiveRefusal };

export interface Fetched {
  applied: Applied;
  /** What is shown in it, and was not fetched. */
  parts: readonly string[];
}

/** Messages of one answer: about half a megabyte. */
const PAGE = 500;

/** A snapshot that began meanwhile makes what was fetched worthless. */
const TRIES = 3;

/**
 * Fetches one conversation whole and writes it at once. Its pages are of different moments; whatever changes meanwhile
 * comes through the log as well and was put aside since before the first page was asked for, and of every entity the
 * higher version stays.
 */
export async function fetchWhole(
  conversationId: string,
  deps: { wire: Wire | null; keeping: CacheKeeping; askedAt: number | null; left(): boolean },
): Promise<Result<Fetched, Refused>> {
  const { wire, keeping, left } = deps;
  const refuse = (reason: ArchiveRefusal): Result<Fetched, Refused> => {
    keeping.forget(conversationId);
    return { ok: false, reason };
  };
  for (let tries = 0; tries < TRIES; tries += 1) {
    keeping.expect(conversationId);
    const whole = await readWhole(conversationId, wire, left);
    if (!whole.ok) return refuse(whole.reason);
    const taken = await keeping.take(whole.value, deps.askedAt);
    if (!taken.ok) return refuse(taken.reason === 'disk-full' ? 'disk-full' : 'server-error');
    if (taken.value !== null) return ok({ applied: taken.value, parts: whole.value.parts });
  }
  return refuse('server-error');
}

async function readWhole(
  conversationId: string,
  wire: Wire | null,
  left: () => boolean,
): Promise<Result<Whole, Refused>> {
  const messages: Message[] = [];
  let before: number | null = null;
  for (;;) {
    const answer: ServerAnswer<ServerQueryResult<'conversation.whole'>> = await askServer(wire, 'conversation.whole', {
      conversationId,
      before,
      limit: PAGE,
    });
    if (!answer.ok) return { ok: false, reason: reasonOf(answer.reason) };
    if (left()) return { ok: false, reason: 'left' };
    const page: ServerQueryResult<'conversation.whole'> = answer.value;
    messages.push(...page.messages);
    const last: Message | undefined = page.messages.at(-1);
    if (!page.hasMore || last === undefined) {
      return ok({ contacts: page.contacts, conversation: page.conversation, messages, parts: page.parts });
    }
    before = last.position;
  }
}

/** What the agent may not see does not exist for them. */
export function reasonOf(reason: 'offline' | 'invalid' | 'not-found' | 'forbidden' | 'server-error'): ArchiveRefusal {
  if (reason === 'offline' || reason === 'server-error') return reason;
  return reason === 'invalid' ? 'server-error' : 'not-found';
}
