import type { ServerActionResult } from '../../../src-shared/bridge/contract.ts';
import type { CacheReader } from '../cache/api.ts';

export interface ReadMark {
  /**
   * «Read up to here» holds for a conversation and for everything shown in it: positions are the log's. The answer is the
   * conversation's own.
   */
  mark(conversationId: string, position: number): Promise<ServerActionResult>;
  /** The backlog is applied, or the line was lost under it. */
  caughtUp(): void;
}

/** `behind`: a backlog is being applied. Whoever looks at it reads anew with every part of it, and is told of once, at its end. */
export function createReadMark(
  reader: Pick<CacheReader, 'shownIn' | 'groupOf'>,
  perform: (args: { conversationId: string; position: number }) => Promise<ServerActionResult>,
  behind: () => boolean,
): ReadMark {
  const held = new Map<string, number>();

  async function markNow(conversationId: string, position: number): Promise<ServerActionResult> {
    const [rootId = conversationId, ...others] = reader.groupOf(reader.shownIn(conversationId));
    const own = perform({ conversationId: rootId, position });
    await Promise.all(others.map((id) => perform({ conversationId: id, position })));
    return await own;
  }

  return {
    async mark(conversationId, position) {
      if (!behind()) return await markNow(conversationId, position);
      held.set(conversationId, Math.max(held.get(conversationId) ?? 0, position));
      return { ok: true, queued: true, id: '' };
    },
    caughtUp() {
      const marks = [...held];
      held.clear();
      for (const [conversationId, position] of marks) void markNow(conversationId, position);
    },
  };
}
