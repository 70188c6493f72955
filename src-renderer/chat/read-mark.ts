import { useCallback, useEffect, useRef, useState } from 'react';
import type { ConversationView } from '../../src-shared/bridge/views.ts';
import { useAction } from '../bridge/hooks.tsx';
import { type LogLine, readUpTo } from './log/lines.ts';

function useWindowFocused(): boolean {
  const [focused, setFocused] = useState(() => document.hasFocus());
  useEffect(() => {
    const look = () => setFocused(document.visibilityState === 'visible' && document.hasFocus());
    window.addEventListener('focus', look);
    window.addEventListener('blur', look);
    document.addEventListener('visibilitychange', look);
    return () => {
      window.removeEventListener('focus', look);
      window.removeEventListener('blur', look);
      document.removeEventListener('visibilitychange', look);
    };
  }, []);
  return focused;
}

/**
 * To be called when the end of the log is on the screen: tells that it was read, once per new end, and only by the
 * one who serves the conversation and really looks at the window.
 */
export function useReadMark(conversation: ConversationView | null | undefined, lines: readonly LogLine[]): () => void {
  const read = useAction('server.conversation.read');
  const focused = useWindowFocused();
  const told = useRef(0);
  const id = conversation?.id;
  const others = conversation?.group.map((one) => one.id).join(' ') ?? '';
  const unread = conversation?.mine === true && conversation.unread > 0;
  return useCallback(() => {
    if (id === undefined || !unread || !focused) return;
    const position = readUpTo(lines, new Set([id, ...others.split(' ')]));
    if (position <= told.current) return;
    const before = told.current;
    told.current = position;
    // Not kept: it is told again with the next message, or when the conversation is opened again.
    read({ conversationId: id, position }).catch(() => {
      told.current = before;
    });
  }, [read, id, others, unread, focused, lines]);
}
