import { z } from 'zod';
import type { UserDataReader } from '../cache/api.ts';

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
