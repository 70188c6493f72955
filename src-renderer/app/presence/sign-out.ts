import { useState } from 'react';
import type { ServerActionResult } from '../../../src-shared/bridge/contract.ts';
import { useAction } from '../../bridge/hooks.tsx';

export type Refusal = Extract<ServerActionResult, { ok: false }>;

/** Signing out is the server's to allow: it is refused while conversations are open (F5). */
export function useSignOut(): { ask(): Promise<void>; refusal: Refusal | null; close(): void } {
  const signOut = useAction('server.session.signOut');
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  return {
    ask: async () => {
      const result = await signOut({});
      if (!result.ok) setRefusal(result);
    },
    refusal,
    close: () => setRefusal(null),
  };
}
