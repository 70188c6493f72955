import type { MessageView } from '../../../src-shared/bridge/views.ts';
import { plainFilterLists } from '../../../src-shared/protocol/defaults.ts';
import type { Desktop } from '../../simulators/desktop.ts';

export const everything = {
  filter: {
    tab: 'all' as const,
    status: 'open' as const,
    order: 'newest' as const,
    ...plainFilterLists,
  },
  start: 0,
  count: 500,
};

/** The open conversation whose card shows this text, once it is on the machine. */
export async function conversationOf(desktop: Desktop, preview: string): Promise<string> {
  const { rows } = await desktop.until('inbox.list', everything, (list) =>
    list.rows.some((row) => row.preview?.text === preview),
  );
  return rows.find((row) => row.preview?.text === preview)?.id ?? '';
}

/** What people wrote in a conversation, in order. */
export const messagesIn = async (desktop: Desktop, conversationId: string): Promise<MessageView[]> =>
  (await desktop.see('conversation.chat', { conversationId, limit: 500 })).items.flatMap((item) =>
    item.type === 'message' && item.message.direction !== 'activity' ? [item.message] : [],
  );
