import type { ChatItem, MessageView } from '../../../src-shared/bridge/views.ts';
import { isWrittenElsewhere } from '../../../src-shared/rules/written-elsewhere.ts';
import { dayKey } from '../text/times.ts';

export type ConversationStart = Extract<ChatItem, { type: 'separator' }>;

/** What the log shows, line by line. */
export type LogLine =
  | { type: 'conversation'; id: string; start: ConversationStart }
  | { type: 'day'; id: string; at: number }
  /** `joined`: continues what the same person wrote a moment ago, so it stands close to it and needs no name. */
  | { type: 'message'; id: string; message: MessageView; joined: boolean };

/** Messages of one person further apart than this stand apart (milliseconds). */
const JOIN_WITHIN_MS = 5 * 60_000;

export function logLines(items: readonly ChatItem[]): LogLine[] {
  const lines: LogLine[] = [];
  let before: MessageView | null = null;
  for (const item of items) {
    if (item.type === 'separator') {
      lines.push({ type: 'conversation', id: item.id, start: item });
      before = null;
      continue;
    }
    const { message } = item;
    if (lastDay(lines) !== dayKey(message.at)) {
      lines.push({ type: 'day', id: `day ${item.id}`, at: message.at });
      before = null;
    }
    lines.push({ type: 'message', id: item.id, message, joined: before !== null && continues(before, message) });
    before = message;
  }
  return lines;
}

function lastDay(lines: readonly LogLine[]): string | null {
  const last = lines.findLast((line) => line.type !== 'conversation');
  if (last === undefined) return null;
  return dayKey(last.type === 'day' ? last.at : last.message.at);
}

function continues(before: MessageView, message: MessageView): boolean {
  return (
    message.direction !== 'activity' &&
    before.direction === message.direction &&
    before.authorId === message.authorId &&
    isWrittenElsewhere(before) === isWrittenElsewhere(message) &&
    before.conversationId === message.conversationId &&
    message.at - before.at < JOIN_WITHIN_MS
  );
}

/** How a list of lines grew. `before`: lines were added at the start (older history), the end stayed as it was. */
export function growth(before: readonly LogLine[], after: readonly LogLine[]): 'none' | 'start' | 'other' {
  if (before === after) return 'none';
  const lastBefore = before.at(-1);
  const lastAfter = after.at(-1);
  if (lastBefore === undefined || lastAfter === undefined) return 'other';
  return after.length > before.length && lastBefore.id === lastAfter.id ? 'start' : 'other';
}

/** Messages of the customer beyond a position in the log (see `lastPosition`). */
export function inboundAfter(lines: readonly LogLine[], position: number): MessageView[] {
  return lines.flatMap((line) =>
    line.type === 'message' && line.message.direction === 'inbound' && line.message.position > position
      ? [line.message]
      : [],
  );
}

/** The highest position among the lines; what still waits on this machine has none yet. */
export function lastPosition(lines: readonly LogLine[]): number {
  return lines.reduce((last, line) => (line.type === 'message' ? Math.max(last, line.message.position) : last), 0);
}

/** The highest position of these conversations alone: what «read up to here» is said with. */
export function readUpTo(lines: readonly LogLine[], conversationIds: ReadonlySet<string>): number {
  let position = 0;
  for (const line of lines) {
    if (line.type !== 'message' || !conversationIds.has(line.message.conversationId)) continue;
    position = Math.max(position, line.message.position);
  }
  return position;
}
