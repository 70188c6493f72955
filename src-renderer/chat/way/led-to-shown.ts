import { useEffect } from 'react';
import type { ConversationView } from '../../../src-shared/bridge/views.ts';
import { useRouteStore } from '../../app/route.tsx';

/** A conversation that was merged into another is shown there: whoever opened it, or was in it, is led to that one. */
export function useLedToShown(conversation: Pick<ConversationView, 'shownIn'> | null | undefined): void {
  const route = useRouteStore();
  const shownIn = conversation?.shownIn ?? null;
  useEffect(() => {
    // The message it was opened at stays the one to go to.
    if (shownIn !== null) route.setState({ conversationId: shownIn });
  }, [route, shownIn]);
}
