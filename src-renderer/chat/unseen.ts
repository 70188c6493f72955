import { useMemo, useRef } from 'react';
import type { MessageView } from '../../src-shared/bridge/views.ts';
import { useLatest } from '../ui/latest.ts';
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
  const seen = useRef<{ conversationId: string; position: number } | null>(null);
  const latest = useLatest(lines);
  return useMemo(() => {
    const messages = () =>
      latest.current.flatMap((line) =>
        line.type === 'message' && line.message.conversationId === conversationId ? [line.message] : [],
      );
    const seenPosition = () => (seen.current?.conversationId === conversationId ? seen.current.position : null);
    return {
      sawEnd() {
        const position = messages().reduce((last, message) => Math.max(last, message.position), seenPosition() ?? 0);
        seen.current = { conversationId, position };
      },
      now() {
        const position = seenPosition();
        return position === null ? [] : messages().filter((message) => isNews(message, position, meId));
      },
      seenPosition,
    };
  }, [latest, conversationId, meId]);
}

function isNews(message: MessageView, position: number, meId: string | null): boolean {
  if (message.position <= position) return false;
  if (message.direction === 'inbound') return true;
  return message.direction === 'outbound' && message.authorId !== null && message.authorId !== meId;
}
