import { useEffect, useState } from 'react';
import type { MediaPart } from '../../../../src-shared/bridge/media-part.ts';
import { useBridge } from '../../../bridge/hooks.tsx';
import { useOnline } from '../../use-online.ts';

/** Why a medium is not shown: it was never seen here and there is no line; the server has none; it cannot be played. */
export type MediumProblem = 'offline' | 'gone' | 'pending' | 'failed';

export interface MediumSource {
  url: string;
  problem: MediumProblem | null;
  /** Changes with every new try: as `key` it makes an element that asks again. */
  attempt: number;
  /** The element that loads it said no; why is asked then. */
  failed(): void;
  retry(): void;
}

/** Where a medium comes from, and what stands in its place when it does not come. It tries again when the line is back. */
export function useMedium(mediaId: string, part: MediaPart = 'whole'): MediumSource {
  const url = useBridge().mediaUrl(mediaId, part);
  const online = useOnline();
  const [problem, setProblem] = useState<MediumProblem | null>(null);
  const [attempt, setAttempt] = useState(0);
  const retry = () => {
    setProblem(null);
    setAttempt((now) => now + 1);
  };
  useEffect(() => {
    if (!online) return;
    setProblem((now) => {
      if (now !== 'offline') return now;
      setAttempt((tries) => tries + 1);
      return null;
    });
  }, [online]);
  return {
    url,
    problem,
    attempt,
    retry,
    failed: () => void whyNot(url).then(setProblem),
  };
}

/** An element says only that it failed; the shell's answer says why (desktop/media-path.ts). */
async function whyNot(url: string): Promise<MediumProblem> {
  const status = await fetch(url, { method: 'HEAD' }).then(
    (response) => response.status,
    () => 0,
  );
  switch (status) {
    case 503:
      return 'offline';
    case 404:
      return 'gone';
    case 425:
      return 'pending';
    default:
      return 'failed';
  }
}
