import type { Operation } from '../protocol/operation.ts';

/**
 * When the pauses of a working day are due, after NR-17 (Portaria MTP 423/2021), annex II, item 5.4: in six hours of
 * telephone or chat service two rests of 10 minutes outside the first and last 60 minutes, and 20 minutes for a meal. The
 * numbers are the workspace's own (`operation.pausePlan`). It plans and warns; it never stops anybody.
 */
export type PausePlan = Operation['pausePlan'];
export type PlannedKind = 'rest' | 'meal';

/** A pause that was taken; times in epoch milliseconds. `to` null: it lasts. */
export interface TakenPause {
  kind: PlannedKind | 'other';
  from: number;
  to: number | null;
}

export interface DuePause {
  kind: PlannedKind;
  minutes: number;
  /** The period it must begin in, so that it is over where the rule lets it end. */
  earliest: number;
  latest: number;
  /** In the middle of what is left: spread over the day. */
  due: number;
  state: 'later' | 'open' | 'overdue';
}

export interface PauseSchedule {
  /** What is still to be taken, in the order it is due. */
  remaining: DuePause[];
  next: DuePause | null;
  /** What was taken so far, of what the plan asks. */
  taken: { rest: number; meal: number };
}

const MINUTE = 60_000;

/**
 * Pauses of a day that began at `workFrom`. A rest that began within the first or would end within the last
 * `edgeMinutes` does not count as one of the plan's; a meal counts whenever it is taken. A pause of fewer minutes than
 * the plan asks counts only while it lasts.
 */
export function planPauses(input: {
  plan: PausePlan;
  workFrom: number;
  taken: readonly TakenPause[];
  now: number;
}): PauseSchedule {
  const { plan, workFrom, now } = input;
  const end = workFrom + plan.dayMinutes * MINUTE;
  const edge = plan.edgeMinutes * MINUTE;
  const counts = (pause: TakenPause, minutes: number): boolean =>
    pause.from >= workFrom && (pause.to === null || pause.to - pause.from >= minutes * MINUTE);
  const rests = input.taken.filter(
    (pause) =>
      pause.kind === 'rest' &&
      counts(pause, plan.restMinutes) &&
      pause.from >= workFrom + edge &&
      pause.from + plan.restMinutes * MINUTE <= end - edge,
  );
  const meals = input.taken.filter((pause) => pause.kind === 'meal' && counts(pause, plan.mealMinutes));
  const wantsRests = plan.restMinutes > 0 ? plan.restTimes : 0;
  const wantsMeals = plan.mealMinutes > 0 ? 1 : 0;
  const left: { kind: PlannedKind; minutes: number }[] = [
    ...Array.from({ length: Math.max(0, wantsRests - rests.length) }, () => ({
      kind: 'rest' as const,
      minutes: plan.restMinutes,
    })),
    ...Array.from({ length: Math.max(0, wantsMeals - meals.length) }, () => ({
      kind: 'meal' as const,
      minutes: plan.mealMinutes,
    })),
  ];
  const ends = input.taken.map((pause) => pause.to ?? Math.max(now, pause.from));
  const free = Math.max(workFrom, ...ends.filter((at) => at > workFrom));
  const remaining = order(left).map((pause, place, all): DuePause => {
    const margin = pause.kind === 'rest' ? edge : 0;
    const earliest = workFrom + margin;
    const latest = Math.max(earliest, end - margin - pause.minutes * MINUTE);
    const start = Math.min(Math.max(free, earliest), latest);
    const due = clamp(start + ((latest - start) * (place + 1)) / (all.length + 1), earliest, latest);
    return { ...pause, earliest, latest, due, state: now > latest ? 'overdue' : now >= earliest ? 'open' : 'later' };
  });
  remaining.sort((a, b) => a.due - b.due);
  return {
    remaining,
    next: remaining[0] ?? null,
    taken: { rest: Math.min(rests.length, wantsRests), meal: Math.min(meals.length, wantsMeals) },
  };
}

/** A meal goes between the rests. */
function order<Pause extends { kind: PlannedKind }>(pauses: Pause[]): Pause[] {
  const rests = pauses.filter((pause) => pause.kind === 'rest');
  const meals = pauses.filter((pause) => pause.kind === 'meal');
  const middle = Math.floor(rests.length / 2);
  return [...rests.slice(0, middle), ...meals, ...rests.slice(middle)];
}

const clamp = (value: number, low: number, high: number): number => Math.round(Math.min(Math.max(value, low), high));
