import { useCallback, useState } from 'react';
import { useAction } from '../bridge/hooks.tsx';
import { useOnline } from '../chat/use-online.ts';

export interface Earlier {
  /** `none`: nothing of this contact is on the server alone. */
  state: 'none' | 'more' | 'coming' | 'offline' | 'failed';
  load(): void;
}

/** The contact's conversations that are not on this machine, brought when the reader comes to the top (B3). */
export function useEarlier(conversationId: string, beyond: boolean): Earlier {
  const bring = useAction('archive.earlier');
  const online = useOnline();
  const [coming, setComing] = useState(false);
  const [failed, setFailed] = useState(false);
  // Another conversation, or the connection's return, is another chance.
  const [tried, setTried] = useState({ conversationId, online });
  if (tried.conversationId !== conversationId || tried.online !== online) {
    setTried({ conversationId, online });
    setFailed(false);
  }
  const load = useCallback(() => {
    if (!beyond || coming || !online) return;
    setComing(true);
    bring({ conversationId })
      .then(
        (result) => setFailed(!result.ok && result.reason !== 'offline'),
        () => setFailed(true),
      )
      .finally(() => setComing(false));
  }, [beyond, coming, online, bring, conversationId]);

  if (!beyond && !coming) return { state: 'none', load };
  return { state: coming ? 'coming' : failed ? 'failed' : online ? 'more' : 'offline', load };
}
