import type { ServerActionResult } from '../../../src-shared/bridge/contract.ts';
import type { CacheReader } from '../cache/api.ts';

/**
 * «Read up to here» holds for a conversation and for everything shown in it: positions are the log's. The answer is the
 * conversation's own.
 */
export function createReadMark(
  reader: Pick<CacheReader, 'shownIn' | 'groupOf'>,
  perform: (args: { conversationId: string; position: number }) => Promise<ServerActionResult>,
): (conversationId: string, position: number) => Promise<ServerActionResult> {
  return async (conversationId, position) => {
    const [rootId = conversationId, ...others] = reader.groupOf(reader.shownIn(conversationId));
    const own = perform({ conversationId: rootId, position });
    await Promise.all(others.map((id) => perform({ conversationId: id, position })));
    return await own;
  };
}
