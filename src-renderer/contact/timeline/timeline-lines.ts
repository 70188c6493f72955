import type { TimelineEntry } from '../../../src-shared/bridge/views.ts';
import { dayKey } from '../../chat/text/times.ts';

/** What the timeline shows, line by line: a day's heading before the newest entry of it. */
export type TimelineLine =
  | { type: 'day'; id: string; at: number }
  | { type: 'entry'; id: string; entry: TimelineEntry };

export function timelineLines(entries: readonly TimelineEntry[]): TimelineLine[] {
  const lines: TimelineLine[] = [];
  let day: string | null = null;
  for (const entry of entries) {
    const own = dayKey(entry.at);
    if (own !== day) lines.push({ type: 'day', id: `day ${own}`, at: entry.at });
    day = own;
    lines.push({ type: 'entry', id: entry.id, entry });
  }
  return lines;
}
