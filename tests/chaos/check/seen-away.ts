import type { ShownLine } from '../world/machine.ts';

/** How long a window at most told its agent in one go that the line is not up, between two times (milliseconds). */
export function longestAway(lines: readonly ShownLine[], from: number, until: number): number {
  const spans = lines.map(({ at, state }, index) => {
    const end = lines[index + 1]?.at ?? until;
    return state === 'online' ? 0 : Math.min(end, until) - Math.max(at, from);
  });
  return lines.length === 0 ? until - from : Math.max(0, ...spans);
}
