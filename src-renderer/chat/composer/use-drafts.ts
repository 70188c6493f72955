import { useEffect, useState, useSyncExternalStore } from 'react';
import { useBridge } from '../../bridge/hooks.tsx';
import { createDrafts, type Drafts } from './drafts.ts';
import { useFlushed } from './use-flushed.ts';

/** How long after the last key press what is written goes to disk (milliseconds). */
export const SAVE_AFTER_MS = 400;

/** Drafts of the chat that is open; what still waits is saved when it closes or the window goes away. */
export function useDrafts(): Drafts {
  const bridge = useBridge();
  const [drafts] = useState(() =>
    createDrafts({
      load: async (conversationId, side) => (await bridge.query('draft', { conversationId, side })).text,
      save: (conversationId, side, text) => bridge.action('draft.save', { conversationId, side, text }),
      delayMs: SAVE_AFTER_MS,
    }),
  );
  useFlushed(drafts.flush);
  return drafts;
}

export function useDraftText(drafts: Drafts, conversationId: string, side: 'reply' | 'note'): string {
  useEffect(() => drafts.open(conversationId, side), [drafts, conversationId, side]);
  return useSyncExternalStore(drafts.subscribe, () => drafts.text(conversationId, side)) ?? '';
}

export function useDraftProblem(drafts: Drafts) {
  return useSyncExternalStore(drafts.subscribe, drafts.problem);
}
