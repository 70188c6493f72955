import { useEffect, useState } from 'react';
import { useWatch } from '../bridge/hooks.tsx';

/** The present by the server's clock, renewed every `everyMs`. All times of the bridge are by that clock. */
export function useServerNow(everyMs: number): number {
  const skew = useWatch('connection', {})?.clockSkewMs ?? 0;
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), everyMs);
    return () => clearInterval(timer);
  }, [everyMs]);
  return now - skew;
}
