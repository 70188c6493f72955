import { useWatch } from '../../bridge/hooks.tsx';
import { allOpen } from '../route.tsx';

/** Unread messages of one's own conversations, whatever the list is filtered by. */
export function useUnread(): number {
  return useWatch('inbox.counts', { filter: allOpen })?.unread ?? 0;
}
