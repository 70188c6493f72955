import { ArrowUp } from 'lucide-react';
import {
  type FocusEvent,
  type KeyboardEvent,
  type MouseEvent,
  type PointerEvent,
  useCallback,
  useEffect,
  useLayoutEffect,
  useRef,
  useState,
} from 'react';
import { useTranslation } from 'react-i18next';
import { type CustomItemComponentProps, Virtualizer, type VirtualizerHandle } from 'virtua';
import type { InboxFilter, InboxRow } from '../../src-shared/bridge/views.ts';
import { usePreferences } from '../app/preferences.ts';
import { useRoute } from '../app/route.tsx';
import { useServices } from '../app/services.tsx';
import { useWatch } from '../bridge/hooks.tsx';
import { afterPaint } from '../ui/frames.ts';
import { Hidden } from '../ui/Hidden.tsx';
import { useServerNow } from '../ui/now.tsx';
import { CardSkeletons } from './CardSkeletons.tsx';
import { EmptyInbox } from './EmptyInbox.tsx';
import { cardId, InboxCard } from './InboxCard.tsx';
import styles from './InboxList.module.css';
import type { RowsView } from './row-window.ts';
import type { Selecting, Selection } from './selection/use-selection.ts';
import { useHeldOrder } from './use-held-order.ts';
import { useListKeys } from './use-list-keys.ts';
import { useRows } from './use-rows.ts';

/** Row heights of the two densities; the tokens `--row` say the same to the style sheet. */
const ROW_HEIGHT = { comfortable: 72, compact: 56 };

/** Minutes are what cards count in; half a minute keeps them true enough (milliseconds). */
const CLOCK_MS = 30_000;

interface Props {
  filter: InboxFilter;
  /** null: nothing is being selected. */
  selection: Selection | null;
  selecting: Selecting;
}

/** The list of conversations under a filter: any number of rows, of which only those on the screen exist. */
export function InboxList({ filter, selection, selecting }: Props) {
  const { t } = useTranslation('inbox');
  const { density } = usePreferences();
  const height = ROW_HEIGHT[density];
  const { rows, window: rowWindow } = useRows(filter);
  const session = useWatch('session', {});
  const myId = session?.phase === 'ready' ? session.person.id : '';
  const now = useServerNow(CLOCK_MS);
  const openId = useRoute((route) => route.conversationId);
  const openConversation = useRoute((route) => route.openConversation);
  const [activeId, setActiveId] = useState<string | null>(null);
  /** A place the keyboard went to before its row was here. */
  const [awaited, setAwaited] = useState<number | null>(null);
  const wrap = useRef<HTMLDivElement>(null);
  const scroller = useRef<HTMLDivElement>(null);
  const virtualizer = useRef<VirtualizerHandle>(null);
  const { marks } = useServices();
  const total = rows.total ?? 0;
  const activeIndex = activeId === null ? -1 : rows.indexOf(activeId);
  const arrived = awaited === null ? undefined : rows.row(awaited)?.id;
  if (arrived !== undefined) {
    setAwaited(null);
    setActiveId(arrived);
  }

  const showVisible = useCallback(() => {
    const element = scroller.current;
    if (element === null) return;
    const first = Math.floor(element.scrollTop / height);
    const count = Math.ceil(element.clientHeight / height);
    rowWindow.show(first - count, first + 2 * count);
  }, [rowWindow, height]);

  const order = useHeldOrder(rowWindow, rows, scroller, height);

  useLayoutEffect(showVisible, [showVisible]);
  // biome's rule cannot know that another filter is another list, which begins at its top.
  useLayoutEffect(() => {
    if (rowWindow !== undefined) scroller.current?.scrollTo({ top: 0 });
  }, [rowWindow]);

  const ready = rows.total !== undefined;
  useEffect(() => {
    if (ready) afterPaint(() => marks.mark('list-painted'));
  }, [ready, marks]);

  const open = useCallback(
    (row: InboxRow) => {
      setActiveId(row.id);
      openConversation(row.id);
    },
    [openConversation],
  );

  const move = (step: number, extending = false) => {
    if (total === 0) return;
    const index = nextIndex(rows, activeId ?? openId, step, scroller.current, height);
    if (extending && selection !== null) selection.extend(index, rows);
    else if (extending) selecting.begin(activeIndex < 0 ? index : activeIndex, index, rows);
    goTo(index);
  };
  const goTo = (index: number) => {
    scroller.current?.focus({ preventScroll: true });
    order.onKeys();
    virtualizer.current?.scrollToIndex(index, { align: 'nearest' });
    const row = rows.row(index);
    if (row === undefined) setAwaited(index);
    else setActiveId(row.id);
  };
  const openActive = () => {
    const row = rows.row(activeIndex);
    if (row !== undefined) open(row);
  };
  useListKeys({
    filter,
    rows,
    activeIndex,
    activeId,
    openId,
    isSelecting: selection !== null,
    selecting,
    move,
    goTo,
    openActive,
    focus: () => scroller.current?.focus(),
    release: order.release,
  });

  const selectByKey = (event: KeyboardEvent, selecting: Selection): boolean => {
    if (event.key === ' ') selecting.toggle(activeIndex, rows);
    else if (event.key === 'a' && (event.ctrlKey || event.metaKey)) selecting.pickAll();
    else return false;
    return true;
  };

  const onKeyDown = (event: KeyboardEvent) => {
    const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? height) / height) - 1);
    const steps: Record<string, number> = {
      ArrowDown: 1,
      ArrowUp: -1,
      PageDown: page,
      PageUp: -page,
      Home: -total,
      End: total,
    };
    const step = steps[event.key];
    if (step !== undefined) move(step, event.shiftKey);
    else if (selection !== null && selectByKey(event, selection)) {
      // Done.
    } else if (event.key === 'Enter' || event.key === ' ') openActive();
    else return;
    event.preventDefault();
  };

  // One listener for all rows; the focus stays on the list, because a row may leave the page as it scrolls.
  const onClick = (event: MouseEvent<HTMLDivElement>) => {
    const option = event.target instanceof Element ? event.target.closest('[data-index]') : null;
    const index = Number(option?.getAttribute('data-index') ?? -1);
    const row = rows.row(index);
    event.currentTarget.focus({ preventScroll: true });
    order.onClick();
    if (row === undefined) return;
    if (selection === null) {
      open(row);
      return;
    }
    setActiveId(row.id);
    if (event.shiftKey) selection.extend(index, rows);
    else selection.toggle(index, rows);
  };

  // The announcement is part of the list: on the way to it neither pointer nor focus has left.
  const isWithin = (to: EventTarget | null) => to instanceof Node && wrap.current?.contains(to) === true;
  const leaving = {
    onPointerLeave: ({ relatedTarget }: PointerEvent) => {
      if (!isWithin(relatedTarget)) order.onPointerLeave();
    },
    onBlur: ({ relatedTarget }: FocusEvent) => {
      if (!isWithin(relatedTarget)) order.onBlur();
    },
  };

  if (!ready) return <CardSkeletons count={8} />;
  if (total === 0) return <EmptyInbox filter={filter} />;
  return (
    <div ref={wrap} className={styles.wrap}>
      <Hidden>
        <span role="status">{rows.waiting > 0 && t('news')}</span>
      </Hidden>
      {rows.waiting > 0 && (
        <button
          type="button"
          className={styles.updates}
          onClick={() => {
            order.release();
            scroller.current?.focus({ preventScroll: true });
          }}
          {...leaving}
        >
          <ArrowUp size={14} aria-hidden="true" />
          {t('updates', { count: rows.waiting })}
        </button>
      )}
      <div
        ref={scroller}
        className={styles.list}
        role="listbox"
        aria-label={t('list.label')}
        aria-multiselectable={selection !== null}
        data-selecting={selection !== null}
        aria-activedescendant={activeId !== null && activeIndex >= 0 ? cardId(activeId) : undefined}
        tabIndex={0}
        onKeyDown={onKeyDown}
        onClick={onClick}
        onScroll={() => {
          showVisible();
          order.onScroll();
        }}
        onPointerMove={order.onPointerMove}
        {...leaving}
      >
        <Virtualizer
          ref={virtualizer}
          key={density}
          data={{ length: total }}
          itemSize={height}
          bufferSize={height * 4}
          scrollRef={scroller}
          item={ListSlot}
          keepMounted={activeIndex >= 0 ? [activeIndex] : []}
        >
          {(_, index) => {
            const row = rows.row(index);
            return row === undefined ? (
              <CardSkeletons key={index} count={1} />
            ) : (
              <InboxCard
                key={index}
                row={row}
                index={index}
                total={total}
                open={row.id === openId}
                active={row.id === activeId}
                picked={selection?.has(row.id) ?? null}
                now={now}
                myId={myId}
              />
            );
          }}
        </Virtualizer>
      </div>
    </div>
  );
}

/** Heights are known, so a row need not hide until it was measured: it is in the first picture. */
function ListSlot({ style, children, ref }: CustomItemComponentProps) {
  return (
    <div ref={ref} role="presentation" style={{ ...style, visibility: 'visible' }}>
      {children}
    </div>
  );
}

/**
 * Where a step leads: from the row the keyboard is on, or, when that is nowhere in sight, the first row on the screen. A
 * step as long as the list (Home, End) leads to its beginning or end from anywhere.
 */
function nextIndex(
  rows: RowsView,
  fromId: string | null,
  step: number,
  scroller: HTMLElement | null,
  height: number,
): number {
  const last = (rows.total ?? 0) - 1;
  const from = fromId === null ? -1 : rows.indexOf(fromId);
  const seen = Math.abs(step) > last ? 0 : from;
  const target = seen < 0 ? Math.ceil((scroller?.scrollTop ?? 0) / height) : seen + step;
  return Math.min(last, Math.max(0, target));
}
