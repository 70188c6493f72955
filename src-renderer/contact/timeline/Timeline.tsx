import { Button } from '@mantine/core';
import { type KeyboardEvent, type MouseEvent, useId, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Virtualizer, type VirtualizerHandle } from 'virtua';
import type { ContactView, TimelineEntry, TimelineView } from '../../../src-shared/bridge/views.ts';
import type { Channel } from '../../../src-shared/protocol/entities.ts';
import { useWatch } from '../../bridge/hooks.tsx';
import { longDate } from '../../chat/text/times.ts';
import { EntryLine } from './EntryLine.tsx';
import styles from './Timeline.module.css';
import { type TimelineChoice, TimelineFilter } from './TimelineFilter.tsx';
import { timelineLines } from './timeline-lines.ts';
import { useWording } from './use-wording.ts';

/** Entries asked for at a time, and how far before the end more are asked for (CSS pixels). */
const PAGE = 100;
const AHEAD = 800;
const MOST = 10_000;
const LINE = 52;

interface Props {
  contact: ContactView;
  open(entry: TimelineEntry): void;
}

/** The customer's timeline (G4), newest first. The focus stays on the list; arrows walk, Enter opens an entry's place. */
export function Timeline({ contact, open }: Props) {
  const { t } = useTranslation('record');
  const [choice, setChoice] = useState<TimelineChoice>({ kinds: [], channels: [] });
  const [limit, setLimit] = useState(PAGE);
  const view = useKeptTimeline(contact.id, choice, limit);
  const narrowed = choice.kinds.length > 0 || choice.channels.length > 0;
  const change = (next: TimelineChoice) => {
    setChoice(next);
    setLimit(PAGE);
  };
  return (
    <div className={styles.timeline}>
      <TimelineFilter {...choice} offered={channelsOf(contact)} change={change} />
      {view !== undefined && view.items.length === 0 ? (
        <div className={styles.empty} role="status">
          <p>{t(narrowed ? 'timeline.filtered' : 'timeline.empty')}</p>
          {narrowed && (
            <Button size="compact-sm" onClick={() => change({ kinds: [], channels: [] })}>
              {t('timeline.clear')}
            </Button>
          )}
        </div>
      ) : (
        <Entries
          key={JSON.stringify(choice)}
          view={view}
          more={() => setLimit((now) => Math.min(MOST, now + PAGE))}
          open={open}
        />
      )}
    </div>
  );
}

/** While more is being read, what was there stays. */
function useKeptTimeline(contactId: string, { kinds, channels }: TimelineChoice, limit: number) {
  const fresh = useWatch('contact.timeline', { contactId, kinds: [...kinds], channels: [...channels], limit });
  const [kept, keep] = useState<TimelineView | undefined>(fresh);
  if (fresh !== undefined && fresh !== kept) keep(fresh);
  return fresh ?? kept;
}

interface EntriesProps {
  view: TimelineView | undefined;
  more(): void;
  open(entry: TimelineEntry): void;
}

function Entries({ view, more, open }: EntriesProps) {
  const { t, i18n } = useTranslation('record');
  const { t: contact } = useTranslation('contact');
  const id = useId();
  const wording = useWording();
  const scroller = useRef<HTMLDivElement>(null);
  const virtualizer = useRef<VirtualizerHandle>(null);
  const [active, setActive] = useState<string | null>(null);
  const items = view?.items;
  const lines = useMemo(() => timelineLines(items ?? []), [items]);
  const channel = useMemo(() => (name: Channel) => contact(`identity.${name}`), [contact]);
  const at = lines.findIndex((line) => line.id === active);
  const move = (step: number) => {
    const wanted = step > 0 ? nextEntry(lines, at, step) : previousEntry(lines, at < 0 ? 1 : at, -step);
    const line = lines[wanted];
    if (line === undefined) return;
    setActive(line.id);
    virtualizer.current?.scrollToIndex(wanted, { align: 'nearest' });
  };
  const openAt = (index: number) => {
    const line = lines[index];
    if (line?.type !== 'entry') return;
    setActive(line.id);
    open(line.entry);
  };
  const keyDown = (event: KeyboardEvent) => {
    const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? LINE) / LINE) - 1);
    const steps: Record<string, number> = {
      ArrowDown: 1,
      ArrowUp: -1,
      PageDown: page,
      PageUp: -page,
      Home: -lines.length,
      End: lines.length,
    };
    const step = steps[event.key];
    if (step !== undefined) move(step);
    else if (event.key === 'Enter') openAt(at);
    else return;
    event.preventDefault();
  };
  const click = (event: MouseEvent) => {
    const line = event.target instanceof Element ? event.target.closest('[data-index]') : null;
    if (line !== null) openAt(Number(line.getAttribute('data-index')));
  };
  const hasMore = view?.hasMore === true;
  return (
    <div
      ref={scroller}
      className={styles.scroller}
      role="listbox"
      tabIndex={0}
      aria-label={t('timeline.title')}
      aria-busy={view === undefined}
      {...(at >= 0 && { 'aria-activedescendant': `${id}-${at}` })}
      onKeyDown={keyDown}
      onClick={click}
    >
      <Virtualizer
        ref={virtualizer}
        scrollRef={scroller}
        itemSize={LINE}
        onScroll={(offset) => {
          const list = virtualizer.current;
          if (hasMore && list !== null && offset + list.viewportSize > list.scrollSize - AHEAD) more();
        }}
      >
        {lines.map((line, index) =>
          line.type === 'day' ? (
            <div key={line.id} className={styles.day} role="presentation">
              {longDate(line.at, i18n.language)}
            </div>
          ) : (
            <EntryLine
              key={line.id}
              id={`${id}-${index}`}
              entry={line.entry}
              wording={wording}
              channel={channel}
              index={index}
              active={index === at}
            />
          ),
        )}
      </Virtualizer>
    </div>
  );
}

/** The entry so many lines further down, never a day's heading; the last one there is. */
function nextEntry(lines: ReturnType<typeof timelineLines>, from: number, step: number): number {
  const wanted = Math.min(lines.length - 1, from + step);
  return lines[wanted]?.type === 'day' ? Math.min(lines.length - 1, wanted + 1) : wanted;
}

function previousEntry(lines: ReturnType<typeof timelineLines>, from: number, step: number): number {
  const wanted = Math.max(1, from - step);
  return lines[wanted]?.type === 'day' ? wanted - 1 : wanted;
}

function channelsOf(contact: ContactView): Channel[] {
  const all = [...contact.identities, ...contact.recent].map(({ channel }) => channel);
  return [...new Set(all)];
}
