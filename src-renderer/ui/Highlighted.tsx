import { withoutDirection } from '../../src-shared/rules/safe-text.ts';

/** Text with its matched stretches marked; `marks` are [start, end) offsets in UTF-16 units, in order. */
export function Highlighted({ text: found, marks }: { text: string; marks: readonly [number, number][] }) {
  const text = withoutDirection(found);
  const parts: { text: string; at: number; marked: boolean }[] = [];
  let from = 0;
  for (const [start, end] of marks) {
    if (start < from || end > text.length || start >= end) continue;
    if (start > from) parts.push({ text: text.slice(from, start), at: from, marked: false });
    parts.push({ text: text.slice(start, end), at: start, marked: true });
    from = end;
  }
  if (from < text.length) parts.push({ text: text.slice(from), at: from, marked: false });
  return parts.map((part) =>
    part.marked ? <mark key={part.at}>{part.text}</mark> : <span key={part.at}>{part.text}</span>,
  );
}
