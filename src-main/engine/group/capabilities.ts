import { readUploadPlace } from '../../../src-shared/bridge/upload-place.ts';
import type { ReplyTarget } from '../../../src-shared/bridge/views.ts';
import type { Capabilities } from '../../../src-shared/protocol/entities.ts';
import type { CacheReader } from '../cache/api.ts';

/** What may be attached in a place: in a conversation that is there, or in one that would begin on a connection. */
export function capabilitiesAt(
  place: string,
  reader: Pick<CacheReader, 'conversation' | 'directory'>,
): Capabilities | null {
  const { conversationId, connectionId } = readUploadPlace(place);
  if (conversationId !== null) return capabilitiesOf(reader.conversation(conversationId)?.targets ?? []);
  return reader.directory().connections.find(({ id }) => id === connectionId)?.capabilities ?? null;
}

/**
 * What may be attached to a conversation: whatever one of the ways to answer takes, for the way is chosen after the file
 * too. Which of them it really fits is checked when it is sent. null: no connection of it is known here.
 */
export function capabilitiesOf(targets: readonly Pick<ReplyTarget, 'capabilities'>[]): Capabilities | null {
  const all = targets.flatMap(({ capabilities }) => capabilities ?? []);
  const [first, ...others] = all;
  if (first === undefined || others.length === 0) return first ?? null;
  // The first rule that names a kind of file decides: the one that takes most of it.
  const media = all.flatMap((one) => one.media).sort((a, b) => b.maxBytes - a.maxBytes);
  return { ...first, media };
}
