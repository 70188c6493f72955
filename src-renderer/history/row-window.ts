import { useState } from 'react';
import type { HistoryFilter, HistoryRow } from '../../src-shared/bridge/views.ts';
import { useWatch } from '../bridge/hooks.tsx';

/** Rows are asked for in steps of this, one step before and two after the first row on the screen. */
export const STEP = 100;

/** Where the watched stretch begins and how long it is, for the first row on the screen. */
export function windowAt(first: number): { start: number; count: number } {
  const start = Math.max(0, (Math.floor(first / STEP) - 1) * STEP);
  return { start, count: 4 * STEP };
}

export interface HistoryRows {
  /** undefined: not read yet. */
  total: number | undefined;
  row(index: number): HistoryRow | undefined;
}

/** The rows around what is on the screen, out of as many as there are. The last answer stays while the next is read. */
export function useHistoryRows(filter: HistoryFilter, first: number): HistoryRows {
  const { start, count } = windowAt(first);
  const answer = useWatch('history.list', { filter, start, count });
  const [kept, keep] = useState({ answer, start, filter });
  if (answer !== undefined && (answer !== kept.answer || start !== kept.start)) keep({ answer, start, filter });
  // Rows of another filter say nothing about this one.
  const known = answer !== undefined ? { answer, start } : kept.filter === filter ? kept : null;
  return {
    total: known?.answer?.total,
    row: (index) => (known === null ? undefined : known.answer?.rows[index - known.start]),
  };
}
