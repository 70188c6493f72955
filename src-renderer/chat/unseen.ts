import { useCallback, useRef } from 'react';
import type { MessageView } from '../../src-shared/bridge/views.ts';
import type { LogLine } from './log/lines.ts';

/** What the agent has not had on the screen yet, for a reply that must not be written past it (B8). */
export interface Unseen {
  /** To be called when the end of the log is on the screen. */
  sawEnd(): void;
  /** Messages of the customer and of colleagues beyond what was seen. */
  now(): MessageView[];
  /** The last position that was on the screen; null: the end has not been on it yet. */
  seenPosition(): number | null;
}

export function useUnseen(conversationId: string, lines: readonly LogLine[], meId: string | null): Unseen {
  // The first lines of a conversation are what it opens with: seen as soon as they are there.
  const seen = useRef<{ conversationId: string; position: number | null }>({ conversationId, position: null });
  if (seen.current.conversationId !== conversationId) seen.current = { conversationId, position: null };
  const latest = useRef(lines);
  latest.current = lines;
  const messages = useCallback(
    () =>
      latest.current.flatMap((line) =>
        line.type === 'message' && line.message.conversationId === conversationId ? [line.message] : [],
      ),
    [conversationId],
  );
  const sawEnd = useCallback(() => {
    const position = messages().reduce((last, message) => Math.max(last, message.position), 0);
    seen.current = { conversationId, position: Math.max(seen.current.position ?? 0, position) };
  }, [messages, conversationId]);
  const now = useCallback(() => {
    const { position } = seen.current;
    return position === null ? [] : messages().filter((message) => isNews(message, position, meId));
  }, [messages, meId]);
  return { sawEnd, now, seenPosition: useCallback(() => seen.current.position, []) };
}

function isNews(message: MessageView, position: number, meId: string | null): boolean {
  if (message.position <= position) return false;
  if (message.direction === 'inbound') return true;
  return message.direction === 'outbound' && message.authorId !== null && message.authorId !== meId;
}
