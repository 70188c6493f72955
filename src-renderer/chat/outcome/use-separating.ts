import { useCallback } from 'react';
import { useRefusalWords, useServerAction } from './server-action.ts';

/** Takes a merge back, by its id; answers with what went wrong, in words, null: nothing did. */
export function useSeparating(
  name: 'contact.unmerge' | 'conversation.unmerge',
): (mergeId: string) => Promise<string | null> {
  const unmerge = useServerAction(name);
  const refusalWords = useRefusalWords();
  return useCallback(
    async (mergeId) => {
      const outcome = await unmerge({ mergeId });
      return outcome.ok ? null : refusalWords(outcome.reason);
    },
    [unmerge, refusalWords],
  );
}
