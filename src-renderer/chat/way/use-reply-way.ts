import { useCallback, useEffect, useEffectEvent, useMemo, useState, useSyncExternalStore } from 'react';
import type { ConversationView, ReplyTarget } from '../../../src-shared/bridge/views.ts';
import type { Connection } from '../../../src-shared/protocol/entities.ts';
import { useRoute, useRouteStore } from '../../app/route.tsx';
import { useWatch } from '../../bridge/hooks.tsx';
import type { Drafts } from '../composer/drafts.ts';
import { type HeldWay, lastWord, reachedThrough, wayNow } from './reply-way.ts';

/** Where the next answer goes, among the ways there are. */
export interface ReplyWay {
  targets: readonly ReplyTarget[];
  /** The conversation that sending names. */
  conversationId: string;
  /** As it is reached that way: its limits, kinds and window apply. */
  reached: ConversationView;
  choose(conversationId: string): void;
  connections: readonly Connection[];
}

const noConnections: Connection[] = [];

/** `asked`: a way was asked for from elsewhere (`Route.through`), and is the one now. */
export function useReplyWay(conversation: ConversationView, drafts: Drafts, asked: () => void): ReplyWay {
  const { id, shownIn, targets } = conversation;
  const connections = useWatch('directory', {})?.connections ?? noConnections;
  const attached = (useWatch('uploads', { conversationId: id })?.length ?? 0) > 0;
  const typed = useSyncExternalStore(drafts.subscribe, () => (drafts.text(id, 'reply') ?? '').trim() !== '');
  const writing = attached || typed;
  const [held, hold] = useState<HeldWay | null>(null);
  const target = wayNow(targets, held, writing);
  const after = lastWord(targets);

  // Whoever begins to write settles on the way at hand; whoever has nothing written keeps only what they chose.
  if (writing && target !== undefined && held?.conversationId !== target.conversationId) {
    hold({ conversationId: target.conversationId, chosenAfter: null });
  } else if (!writing && held !== null && held.chosenAfter !== after) {
    hold(null);
  }

  const reached = useMemo(() => reachedThrough(conversation, target, connections), [conversation, target, connections]);
  const choose = useCallback((conversationId: string) => hold({ conversationId, chosenAfter: after }), [after]);
  const wanted = useRoute((route) => route.through);
  const route = useRouteStore();
  const whenAsked = useEffectEvent(asked);
  useEffect(() => {
    // One that is shown in another is answered there, a moment later.
    if (wanted === null || shownIn !== null || !targets.some((one) => one.conversationId === wanted)) return;
    choose(wanted);
    route.setState({ through: null });
    whenAsked();
  }, [choose, route, shownIn, targets, wanted]);
  return { targets, conversationId: target?.conversationId ?? id, reached, choose, connections };
}
