import { useState } from 'react';
import { useLeave } from './unsaved.tsx';

/** Which entry's form is shown beside a list: the one chosen, else the list's first. What was typed is asked for first. */
export function useChosen() {
  const leave = useLeave();
  const [chosen, setChosen] = useState<string | null>(null);
  return {
    among: (entries: readonly { id: string }[]): string | null => chosen ?? entries[0]?.id ?? null,
    choose: (id: string) => leave(() => setChosen(id)),
    /** The form of an entry that is not in the list yet. */
    begin: () => leave(() => setChosen(crypto.randomUUID())),
    /** Its entry is gone: back to the first. */
    gone: () => setChosen(null),
  };
}
