import { useEffect, useState } from 'react';
import { useBridge } from '../../../bridge/hooks.tsx';
import { useOnline } from '../../use-online.ts';

/** What the backend will put below the mail, as it would now; null: nothing, or it is not known without a line. */
export function useSignature(connectionId: string | null): string | null {
  const bridge = useBridge();
  const online = useOnline();
  const [known, setKnown] = useState<{ connectionId: string; text: string | null } | null>(null);
  useEffect(() => {
    if (connectionId === null || !online) return;
    let left = false;
    bridge.query('server.connection.signature', { connectionId }).then(
      (answer) => {
        if (!left && answer.ok) setKnown({ connectionId, text: answer.value.text });
      },
      // It is a preview: without it the mail goes out as well.
      () => undefined,
    );
    return () => {
      left = true;
    };
  }, [bridge, connectionId, online]);
  return known !== null && known.connectionId === connectionId ? known.text : null;
}
