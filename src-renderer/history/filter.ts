import type { HistoryFilter } from '../../src-shared/bridge/views.ts';
import type { Reason } from '../../src-shared/protocol/entities.ts';

export const everything: HistoryFilter = {
  text: '',
  channels: [],
  agentIds: [],
  reasonIds: [],
  departmentIds: [],
  from: null,
  to: null,
};

export const isFiltered = (filter: HistoryFilter): boolean =>
  filter.text.trim() !== '' ||
  filter.from !== null ||
  filter.to !== null ||
  filter.channels.length + filter.agentIds.length + filter.reasonIds.length + filter.departmentIds.length > 0;

/** A day as `YYYY-MM-DD`, to its first moment in this machine's time zone; null: no such day. */
export function startOfDay(day: string): number | null {
  const parts = /^(\d{4})-(\d{2})-(\d{2})$/.exec(day);
  if (parts === null) return null;
  const [, year, month, date] = parts.map(Number);
  if (year === undefined || month === undefined || date === undefined) return null;
  return new Date(year, month - 1, date).getTime();
}

/** The first moment after a day: the end of a period that includes it. */
export function endOfDay(day: string): number | null {
  const start = startOfDay(day);
  if (start === null) return null;
  const next = new Date(start);
  next.setDate(next.getDate() + 1);
  return next.getTime();
}

/** The chosen reasons and all below them: who asks for «Troca» means «Troca › Tamanho» too. */
export function withDescendants(reasons: readonly Reason[], chosen: readonly string[]): string[] {
  const all = new Set(chosen);
  let grew = true;
  while (grew) {
    const before = all.size;
    for (const reason of reasons) if (reason.parentId !== null && all.has(reason.parentId)) all.add(reason.id);
    grew = all.size > before;
  }
  return [...all];
}
