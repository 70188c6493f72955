import { useMemo, useState } from 'react';
import type { InboxFilter } from '../../../src-shared/bridge/views.ts';
import type { Bridge } from '../../bridge/contract.ts';
import { useBridge } from '../../bridge/hooks.tsx';
import type { RowsView } from '../row-window.ts';
import { everything, isPicked, nothing, type Picked, withPicked } from './picked.ts';

/** «Seleção» (A6): which rows of the list are ticked. */
export interface Selection {
  picked: Picked;
  has(conversationId: string): boolean;
  toggle(index: number, rows: RowsView): void;
  /** From the last row that was ticked or unticked up to this one, all as that one is. */
  extend(index: number, rows: RowsView): void;
  pickAll(): void;
  clear(): void;
}

/** What begins the selection where it is not on yet. */
export interface Selecting extends Pick<Selection, 'toggle' | 'extend' | 'pickAll'> {
  /** A range from the first place, which is ticked, to the second. */
  begin(from: number, to: number, rows: RowsView): void;
}

/** The most rows that the bridge gives in one answer. */
const PAGE = 500;

interface State {
  filter: InboxFilter;
  on: boolean;
  picked: Picked;
  /** Where a range begins. */
  anchor: string | null;
}

/** null while nothing is being selected. What was ticked under one filter is not carried to another. */
export function useSelection(filter: InboxFilter): {
  selection: Selection | null;
  selecting: Selecting;
  setOn(on: boolean): void;
} {
  const bridge = useBridge();
  const [state, setState] = useState<State>({ filter, on: false, picked: nothing, anchor: null });
  const current = state.filter === filter ? state : { ...state, filter, picked: nothing, anchor: null };
  if (current !== state) setState(current);
  const { on, picked, anchor } = current;

  const actions = useMemo((): Selection & Selecting => {
    const change = (next: (was: State) => Partial<State>) =>
      setState((was) => (was.filter === filter ? { ...was, on: true, ...next(was) } : was));
    const toggle = (index: number, rows: RowsView) => {
      const id = rows.row(index)?.id;
      if (id === undefined) return;
      change((was) => ({ picked: withPicked(was.picked, [id], !isPicked(was.picked, id)), anchor: id }));
    };
    return {
      picked,
      has: (id) => isPicked(picked, id),
      toggle,
      extend(index, rows) {
        const from = anchor === null ? -1 : rows.indexOf(anchor);
        if (anchor === null || from < 0) {
          toggle(index, rows);
          return;
        }
        const state = isPicked(picked, anchor);
        void idsBetween(bridge, filter, rows, Math.min(from, index), Math.max(from, index)).then((ids) =>
          change((was) => ({ on: was.on, picked: withPicked(was.picked, ids, state) })),
        );
      },
      begin(from, to, rows) {
        const [first, last] = [rows.row(from)?.id, rows.row(to)?.id];
        const ids = [first, last].filter((id) => id !== undefined);
        change(() => ({ picked: withPicked(nothing, ids, true), anchor: first ?? null }));
      },
      pickAll: () => change(() => ({ picked: everything, anchor: null })),
      clear: () => change(() => ({ picked: nothing, anchor: null })),
    };
  }, [picked, anchor, filter, bridge]);

  return {
    selection: on ? actions : null,
    selecting: actions,
    setOn: (next) => setState((was) => ({ ...was, on: next, picked: nothing, anchor: null })),
  };
}

/** What is on the screen is taken as it stands there; the engine is asked where a long range was scrolled out of it. */
async function idsBetween(
  bridge: Bridge,
  filter: InboxFilter,
  rows: RowsView,
  first: number,
  last: number,
): Promise<string[]> {
  const shown = Array.from({ length: last - first + 1 }, (_, at) => rows.row(first + at)?.id);
  const known = shown.filter((id) => id !== undefined);
  if (known.length === shown.length) return known;
  const ids: string[] = [];
  for (let start = first; start <= last; start += PAGE) {
    const count = Math.min(PAGE, last - start + 1);
    const page = await new Promise<string[]>((done) => {
      const stop = bridge.watch('inbox.list', { filter, start, count }, (list) => {
        queueMicrotask(() => stop());
        done(list.rows.map((row) => row.id));
      });
    });
    ids.push(...page);
  }
  return ids;
}
