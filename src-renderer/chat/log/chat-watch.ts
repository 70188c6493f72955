import { useCallback, useMemo, useState } from 'react';
import { type Earlier, useEarlier } from '../../archive/use-earlier.ts';
import { useWatch } from '../../bridge/hooks.tsx';
import { growth, type LogLine, logLines } from './lines.ts';

/** Lines asked for at first, and added each time the reader goes further back. */
const FIRST = 80;
const MORE = 120;
/** As far as the bridge lets one watch reach. */
const MOST = 5_000;

export interface ChatLines {
  /** undefined: not read yet. */
  lines: readonly LogLine[] | undefined;
  hasMore: boolean;
  /** True in exactly the renders that follow older lines being put before the known ones. */
  grewAtStart: boolean;
  loadingOlder: boolean;
  loadOlder(): void;
  /** As far back as possible, for a message that is looked for. */
  loadAll(): void;
  /** What of the contact's history is on the server alone. */
  earlier: Earlier;
}

/** The newest lines of a conversation and its contact's earlier ones, more of them on demand. */
export function useChatLines(conversationId: string): ChatLines {
  const [limit, setLimit] = useState(FIRST);
  const answer = useWatch('conversation.chat', { conversationId, limit });
  // While a longer list is read the shorter one stays on the screen.
  const [kept, keep] = useState(answer);
  if (answer !== undefined && answer !== kept) keep(answer);
  const current = answer ?? kept;
  const items = current?.items;
  const lines = useMemo(() => (items === undefined ? undefined : logLines(items)), [items]);

  const [shown, show] = useState({ lines, grewAtStart: false });
  if (shown.lines !== lines) {
    const grewAtStart = shown.lines !== undefined && lines !== undefined && growth(shown.lines, lines) === 'start';
    show({ lines, grewAtStart });
  }

  const hasMore = current?.hasMore ?? false;
  const loadingOlder = answer === undefined && kept !== undefined;
  const reach = useCallback(
    (to: (limit: number) => number) => {
      if (hasMore && !loadingOlder) setLimit((now) => Math.min(MOST, to(now)));
    },
    [hasMore, loadingOlder],
  );
  return {
    lines: shown.lines,
    grewAtStart: shown.grewAtStart,
    hasMore: hasMore && limit < MOST,
    loadingOlder,
    loadOlder: useCallback(() => reach((now) => now + MORE), [reach]),
    loadAll: useCallback(() => reach((now) => Math.max(now * 4, 1_000)), [reach]),
    earlier: useEarlier(conversationId, current?.beyond === true),
  };
}
