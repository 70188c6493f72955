import {
  ArrowDownLeft,
  ArrowRightLeft,
  ArrowUpRight,
  CircleCheck,
  Handshake,
  type LucideIcon,
  Merge,
  PencilLine,
  StickyNote,
} from 'lucide-react';
import { memo } from 'react';
import type { TimelineEntry, TimelineKind } from '../../../src-shared/bridge/views.ts';
import { clockTime, preciseTime } from '../../chat/text/times.ts';
import { entryWords, type Wording } from './entry-words.ts';
import styles from './Timeline.module.css';

const icons: Record<Exclude<TimelineKind, 'message'>, LucideIcon> = {
  note: StickyNote,
  transfer: ArrowRightLeft,
  qualification: CircleCheck,
  deal: Handshake,
  field: PencilLine,
  merge: Merge,
};

interface Props {
  id: string;
  entry: TimelineEntry;
  wording: Wording;
  channel(channel: NonNullable<TimelineEntry['conversation']>['channel']): string;
  index: number;
  active: boolean;
}

/** One entry: what happened, then when, who and through what. */
export const EntryLine = memo(function EntryLine({ id, entry, wording, channel, index, active }: Props) {
  const { what, conversation } = entry;
  const inbound = what.type === 'message' && what.direction === 'inbound';
  const Icon = entry.kind === 'message' ? (inbound ? ArrowDownLeft : ArrowUpRight) : icons[entry.kind];
  const elsewhere = what.type === 'message' && what.elsewhere;
  const who = inbound
    ? wording.record('timeline.customer')
    : (entry.byName ?? wording.record(elsewhere ? 'timeline.elsewhere' : 'timeline.alone'));
  const facts = [
    clockTime(entry.at, wording.language),
    who,
    ...(conversation === null ? [] : [channel(conversation.channel), conversation.protocol]),
  ];
  return (
    <div
      id={id}
      role="option"
      tabIndex={-1}
      aria-selected={active}
      className={styles.entry}
      data-index={index}
      data-kind={entry.kind}
      data-inbound={inbound || undefined}
      title={preciseTime(entry.at, wording.language)}
    >
      <Icon size={14} strokeWidth={2} aria-hidden="true" />
      <span className={styles.words} dir="auto">
        {entryWords(entry, wording)}
      </span>
      <small>{facts.join(' · ')}</small>
    </div>
  );
});
