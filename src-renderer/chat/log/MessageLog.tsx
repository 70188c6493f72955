import { Loader } from '@mantine/core';
import { ArrowDown } from 'lucide-react';
import { useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Virtualizer, type VirtualizerHandle } from 'virtua';
import { EarlierOnServer } from '../../archive/EarlierOnServer.tsx';
import { useServerNow } from '../../ui/now.tsx';
import type { DirectoryNames } from '../directory-names.ts';
import { Message, type MessageSurroundings } from '../message/Message.tsx';
import { announceProblem } from '../outcome/announce.ts';
import { Announcer } from './Announcer.tsx';
import { useBottom } from './bottom.ts';
import type { ChatLines } from './chat-watch.ts';
import { inboundAfter, type LogLine, lastPosition } from './lines.ts';
import styles from './MessageLog.module.css';
import { ActivityLine, ConversationSeparator, DaySeparator } from './Separators.tsx';

interface Props {
  chat: ChatLines;
  surroundings: Omit<MessageSurroundings, 'go'>;
  names: DirectoryNames;
  /** A message to open at; a new object is a new wish. */
  focus: { messageId: string; nonce: number } | null;
  /** The reader saw the end of the log. */
  onSeen?: () => void;
}

/** Older lines are asked for this far before the reader gets to them (CSS pixels). */
const AHEAD = 600;
const FOUND_MS = 2_500;

/** A log is not a control, but one that scrolls must take the focus, or the keyboard could not scroll it. */
const scrolledByKeys = { tabIndex: 0 };
const noLines: readonly LogLine[] = [];

/** The chat's lines, only those near the view in the page. It opens at the end and stays there unless it is left. */
export function MessageLog({ chat, surroundings, names, focus, onSeen }: Props) {
  const { t } = useTranslation('chat');
  const { lines = noLines, hasMore, loadOlder, loadAll, earlier } = chat;
  const scroller = useRef<HTMLDivElement>(null);
  const virtualizer = useRef<VirtualizerHandle>(null);
  const bottom = useBottom(scroller);
  const { atBottom, keep, release } = bottom;
  const now = useServerNow(60_000);

  const [wanted, want] = useState<{ messageId: string } | null>(focus);
  const [found, setFound] = useState<string | null>(null);
  useEffect(() => want(focus), [focus]);
  const go = useCallback((messageId: string) => want({ messageId }), []);

  // Messages up to here were on the screen or at least below the reader's eyes.
  const [seen, setSeen] = useState(() => lastPosition(lines));
  if (atBottom && lastPosition(lines) > seen) setSeen(lastPosition(lines));
  const unseen = atBottom ? 0 : inboundAfter(lines, seen).length;

  const lastLine = lines.at(-1);
  const ownLast =
    lastLine?.type === 'message' && lastLine.message.authorId === surroundings.meId && lastLine.message.position === 0
      ? lastLine.id
      : null;
  const goToEnd = bottom.goToEnd;
  // What the agent just wrote is shown, wherever they had scrolled to.
  useLayoutEffect(() => {
    if (ownLast !== null) goToEnd();
  }, [ownLast, goToEnd]);

  useLayoutEffect(() => {
    if (lines.length > 0) keep();
  }, [lines, keep]);

  useLayoutEffect(() => {
    if (wanted === null || chat.lines === undefined) return;
    const index = lines.findIndex((line) => line.id === wanted.messageId);
    if (index >= 0) {
      release();
      virtualizer.current?.scrollToIndex(index, { align: 'center' });
      setFound(wanted.messageId);
      want(null);
    } else if (hasMore) {
      loadAll();
    } else if (!chat.loadingOlder) {
      announceProblem(t('log.notFound'));
      want(null);
    }
  }, [wanted, chat.lines, chat.loadingOlder, lines, hasMore, loadAll, release, t]);

  useEffect(() => {
    if (found === null) return;
    const timer = setTimeout(() => setFound(null), FOUND_MS);
    return () => clearTimeout(timer);
  }, [found]);

  useEffect(() => {
    if (atBottom && lines.length > 0) onSeen?.();
  }, [atBottom, lines, onSeen]);

  const all: MessageSurroundings = useMemo(() => ({ ...surroundings, go }), [surroundings, go]);
  const scrolled = () => {
    bottom.scrolled();
    if ((scroller.current?.scrollTop ?? AHEAD) >= AHEAD) return;
    if (hasMore) loadOlder();
    else if (earlier.state === 'more') earlier.load();
  };
  // Where everything fits on the screen nobody scrolls.
  const { state: earlierState, load: loadEarlier } = earlier;
  useEffect(() => {
    if (lines.length > 0 && earlierState === 'more' && (scroller.current?.scrollTop ?? AHEAD) < AHEAD) loadEarlier();
  }, [lines, earlierState, loadEarlier]);

  return (
    <div className={styles.frame}>
      <div
        ref={scroller}
        className={styles.scroller}
        role="log"
        aria-live="off"
        aria-label={t('log.label')}
        aria-busy={chat.loadingOlder}
        onScroll={scrolled}
        {...scrolledByKeys}
      >
        <div className={styles.spacer}>
          {chat.loadingOlder && (
            <span className={styles.older} role="status" aria-label={t('log.loadingOlder')}>
              <Loader size={16} color="gray" />
            </span>
          )}
        </div>
        <EarlierOnServer earlier={earlier} />
        {chat.lines !== undefined && lines.length === 0 && <p className={styles.empty}>{t('log.empty')}</p>}
        <Virtualizer ref={virtualizer} data={lines} shift={chat.grewAtStart} bufferSize={600} onResize={keep}>
          {(line: LogLine, index) => (
            <div key={line.id} className={index === lines.length - 1 ? styles.last : undefined}>
              <Line line={line} names={names} surroundings={all} found={found === line.id} now={now} />
            </div>
          )}
        </Virtualizer>
      </div>
      {!atBottom && (
        <button
          type="button"
          className={styles.toEnd}
          data-new={unseen > 0}
          aria-label={unseen > 0 ? undefined : t('log.toEnd')}
          onClick={goToEnd}
        >
          <ArrowDown size={16} aria-hidden="true" />
          {unseen > 0 && t('log.new', { count: unseen })}
        </button>
      )}
      {chat.lines !== undefined && <Announcer lines={lines} customer={surroundings.customer} />}
    </div>
  );
}

interface LineProps {
  line: LogLine;
  names: DirectoryNames;
  surroundings: MessageSurroundings;
  found: boolean;
  now: number;
}

function Line({ line, names, surroundings, found, now }: LineProps) {
  if (line.type === 'conversation') return <ConversationSeparator start={line.start} />;
  if (line.type === 'day') return <DaySeparator at={line.at} now={now} />;
  if (line.message.direction === 'activity') return <ActivityLine message={line.message} names={names} />;
  return <Message message={line.message} joined={line.joined} found={found} surroundings={surroundings} />;
}
