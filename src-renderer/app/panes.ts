import type { ComponentType } from 'react';

/**
 * The parts that fill the frame and are loaded after the list is on the screen. Each is the default export of its file:
 * `chat/ChatPane.tsx`, `contact/ContactPanel.tsx` (with the qualification), `history/HistorySection.tsx`.
 */
export interface Panes {
  /** The middle column. `focus` asks to open at a message; a new object is a new wish. */
  Chat: ComponentType<{ conversationId: string; focus: { messageId: string; nonce: number } | null }>;
  /** The right column; it scrolls by itself and fills its place. */
  Contact: ComponentType<{ conversationId: string }>;
  /** The whole area right of the rail. */
  History: ComponentType<Record<never, never>>;
}
