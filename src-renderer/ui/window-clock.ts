import { useEffect, useLayoutEffect, useState } from 'react';
import { serverNow, timeLeft } from '../../src-shared/rules/window.ts';
import { useWatch } from '../bridge/hooks.tsx';

/** How near the end of a messaging window is; `over`: nothing free may be written any more. */
export type Urgency = 'calm' | 'soon' | 'last' | 'over';

const HOUR_MS = 3_600_000;

export function urgencyOf(endsAt: number, now: number): Urgency {
  const left = endsAt - now;
  if (left <= 0) return 'over';
  if (left < HOUR_MS) return 'last';
  return left < 4 * HOUR_MS ? 'soon' : 'calm';
}

/** «4 d 23 h», «23 h», «3h05», «23 min», and in the last minute «45 s»; null when it is over. */
export function windowSpan(endsAt: number, now: number): string | null {
  const left = timeLeft(endsAt, now);
  if (left === null) return null;
  if (left.unit === 'seconds') return `${left.seconds} s`;
  if (left.unit === 'minutes') return `${left.minutes} min`;
  // Nobody reckons with «119 h»; a day's window begins at «24 h».
  if (left.hours > 24) {
    const hours = left.hours % 24;
    return `${Math.floor(left.hours / 24)} d${hours === 0 ? '' : ` ${hours} h`}`;
  }
  const rest = left.hours < 10 && left.minutes > 0;
  return rest ? `${left.hours}h${String(left.minutes).padStart(2, '0')}` : `${left.hours} h`;
}

/** A timer longer than this would overflow, and a machine may sleep through one (milliseconds). */
const LONGEST_WAIT_MS = 600_000;

/**
 * The present by the server's clock, renewed when what is shown of a window changes (`shown`: each minute, and each second
 * of the last one) or only when it closes (`end`). A window closes by itself: nothing need arrive for it.
 */
export function useWindowClock(endsAt: number | null, grain: 'shown' | 'end'): number {
  const skew = useWatch('connection', {})?.clockSkewMs ?? 0;
  const [machineNow, setMachineNow] = useState(() => Date.now());
  const now = serverNow(machineNow, skew);

  // biome's rule cannot know it: another end is looked at from the present, not from when the last one was looked at.
  useLayoutEffect(() => {
    if (endsAt !== undefined) setMachineNow(Date.now());
  }, [endsAt]);
  useEffect(() => {
    if (endsAt === null || now >= endsAt) return;
    const timer = setTimeout(() => setMachineNow(Date.now()), Math.max(20, waitUntilChange(endsAt, now, grain)));
    return () => clearTimeout(timer);
  }, [endsAt, now, grain]);
  useEffect(() => {
    const awake = () => setMachineNow(Date.now());
    document.addEventListener('visibilitychange', awake);
    return () => document.removeEventListener('visibilitychange', awake);
  }, []);
  return now;
}

function waitUntilChange(endsAt: number, now: number, grain: 'shown' | 'end'): number {
  const left = endsAt - now;
  if (grain === 'end') return Math.min(left, LONGEST_WAIT_MS);
  const seconds = Math.ceil(left / 1_000);
  // The number of whole minutes changes one second after a full minute is left.
  const next = seconds > 60 ? Math.floor(seconds / 60) * 60 - 1 : seconds - 1;
  return left - next * 1_000;
}
