import { z } from 'zod';
import { commands } from '../../../src-shared/protocol/commands.ts';
import type { CacheReader, UserDataReader } from '../cache/api.ts';

const aboutConversation = z.object({ conversationId: z.string() });

/** Conversations that stay whatever their age: open in the window, with a draft, or with something that waits to be sent. */
export function spareOf(user: UserDataReader, open: string | null): ReadonlySet<string> {
  const spare = new Set(user.drafted());
  if (open !== null) spare.add(open);
  for (const row of user.outbox()) {
    const about = aboutConversation.safeParse(row.args);
    if (about.success) spare.add(about.data.conversationId);
  }
  return spare;
}

/** Lines of the open conversation whose media stay: what is on the screen and well above it. */
const LINES = 300;

/** Media that stay: of the conversation that is open in the window, and of messages that wait to be sent. */
export function spareMedia(cache: CacheReader, user: UserDataReader, open: string | null): string[] {
  const shown = open === null ? [] : cache.chat(open, LINES).items;
  const waiting = user.unanswered().flatMap((row) => {
    const args = row.name === 'message.send' ? commands['message.send'].args.safeParse(row.args).data : undefined;
    return args?.mediaId == null ? [] : [args.mediaId];
  });
  return [
    ...waiting,
    ...shown.flatMap((item) => (item.type === 'message' && item.message.media !== null ? [item.message.media.id] : [])),
  ];
}
