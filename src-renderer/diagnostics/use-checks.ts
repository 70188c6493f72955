import { useCallback, useEffect, useState } from 'react';
import { type CheckName, type CheckResult, checkOrder } from '../../src-shared/bridge/diagnostics.ts';
import type { Bridge } from '../bridge/contract.ts';
import { useBridge } from '../bridge/hooks.tsx';
import { checkInWindow } from './window-checks.ts';

/** `broken`: the check itself did not work, which says nothing of what it looks at. */
export type Checked = CheckResult | { check: CheckName; code: 'broken'; facts: Record<string, never>; ms: number };

async function run(bridge: Bridge, check: CheckName): Promise<Checked> {
  const began = performance.now();
  try {
    if (check === 'notifications' || check === 'microphone') return await checkInWindow(check);
    return await bridge.query('diagnostics.check', { check });
  } catch (error) {
    console.error(error);
    return { check, code: 'broken', facts: {}, ms: Math.round(performance.now() - began) };
  }
}

/** One after the other, from the first; what is found so far. */
export function useChecks(): { checked: Checked[]; again(): void } {
  const bridge = useBridge();
  const [round, setRound] = useState(0);
  const [found, setFound] = useState<{ round: number; checked: Checked[] }>({ round: 0, checked: [] });
  useEffect(() => {
    let current = true;
    void (async () => {
      const checked: Checked[] = [];
      for (const check of checkOrder) {
        const result = await run(bridge, check);
        if (!current) return;
        checked.push(result);
        setFound({ round, checked: [...checked] });
      }
    })();
    return () => {
      current = false;
    };
  }, [bridge, round]);
  const again = useCallback(() => setRound((now) => now + 1), []);
  return { checked: found.round === round ? found.checked : [], again };
}
