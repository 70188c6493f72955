import { Button } from '@mantine/core';
import { History as HistoryIcon } from 'lucide-react';
import {
  createContext,
  type KeyboardEvent,
  type MouseEvent,
  useContext,
  useEffect,
  useId,
  useMemo,
  useRef,
  useState,
} from 'react';
import { useTranslation } from 'react-i18next';
import { type CustomItemComponentProps, Virtualizer, type VirtualizerHandle } from 'virtua';
import type { Older } from '../archive/use-older.ts';
import { HistoryLine } from './HistoryLine.tsx';
import styles from './HistoryTable.module.css';
import { OlderTable } from './OlderTable.tsx';
import { RowMenu, type RowMenuAt } from './RowMenu.tsx';
import type { HistoryRows } from './row-window.ts';

interface Props {
  rows: HistoryRows;
  filtered: boolean;
  openId: string | null;
  open(conversationId: string): void;
  /** The first row on the screen changed. */
  onFirst(index: number): void;
  clear(): void;
  /** Of the same filter on the server alone. */
  older: Older;
}

const ROW = 40;

/** A table whose rows are walked and opened with the keys is a grid, and one grid is one stop of the Tab key. */
const asGrid = { role: 'grid', tabIndex: 0 };

const columns = [
  'protocol',
  'contact',
  'channel',
  'agent',
  'reason',
  'description',
  'start',
  'end',
  'duration',
  'actions',
] as const;

/** The table, of which only the rows on the screen exist. The focus stays on it; arrows move, Enter opens. */
export function HistoryTable({ rows, filtered, openId, open, onFirst, clear, older }: Props) {
  const { t } = useTranslation('history');
  const id = useId();
  const body = useRef<HTMLDivElement>(null);
  const virtualizer = useRef<VirtualizerHandle>(null);
  const [active, setActive] = useState(-1);
  const [menu, setMenu] = useState<RowMenuAt | null>(null);
  const table = useRef<HTMLTableElement>(null);
  const total = rows.total ?? 0;
  useEffect(() => {
    if (active >= total) setActive(-1);
  }, [active, total]);

  const move = (to: number) => {
    const next = Math.min(total - 1, Math.max(0, to));
    setActive(next);
    virtualizer.current?.scrollToIndex(next, { align: 'nearest' });
  };
  const openAt = (index: number) => {
    const row = rows.row(index);
    if (row !== undefined) open(row.id);
  };
  const openMenu = (index: number, place: { x: number; y: number } | null) => {
    const row = rows.row(index);
    if (row === undefined) return;
    setActive(index);
    const button = document.getElementById(lineId(id, index))?.querySelector('[data-row-actions]');
    const { right = 0, bottom = 0 } = button?.getBoundingClientRect() ?? {};
    setMenu({ conversationId: row.id, ...(place ?? { x: right, y: bottom }) });
  };
  const keyDown = (event: KeyboardEvent) => {
    if (event.key === 'ContextMenu' || (event.key === 'F10' && event.shiftKey)) {
      event.preventDefault();
      openMenu(active, null);
      return;
    }
    const page = Math.max(1, Math.floor((body.current?.clientHeight ?? ROW) / ROW) - 2);
    const steps: Record<string, number> = {
      ArrowDown: active + 1,
      ArrowUp: active - 1,
      PageDown: active + page,
      PageUp: active - page,
      Home: 0,
      End: total - 1,
    };
    const to = steps[event.key];
    if (to !== undefined) move(to);
    else if (event.key === 'Enter' || event.key === ' ') openAt(active);
    else return;
    event.preventDefault();
  };
  const click = (event: MouseEvent) => {
    const index = indexOfEvent(event);
    if (index === null) return;
    if (event.target instanceof Element && event.target.closest('[data-row-actions]') !== null) {
      openMenu(index, null);
      return;
    }
    setActive(index);
    openAt(index);
  };
  const contextMenu = (event: MouseEvent) => {
    const index = indexOfEvent(event);
    if (index === null) return;
    event.preventDefault();
    openMenu(index, { x: event.clientX, y: event.clientY });
  };

  const place = useMemo(
    () => ({ tableId: id, active, openIndex: indexOf(rows, openId, active) }),
    [id, active, rows, openId],
  );

  const head = (
    <thead>
      <tr className={styles.head} aria-rowindex={1}>
        {columns.map((column) => (
          <th key={column} scope="col" data-column={column}>
            {t(`column.${column}`)}
          </th>
        ))}
      </tr>
    </thead>
  );
  const below = <OlderTable older={older} openId={openId} open={open} head={rows.total === 0 ? head : null} />;
  if (rows.total === 0) {
    return (
      <div className={styles.scroller}>
        {older.rows.length === 0 && <Empty filtered={filtered} clear={clear} />}
        {below}
      </div>
    );
  }
  return (
    <div
      ref={body}
      className={styles.scroller}
      onScroll={(event) => onFirst(Math.floor(event.currentTarget.scrollTop / ROW))}
    >
      <table
        className={styles.table}
        aria-label={t('title')}
        aria-rowcount={total + 1}
        aria-colcount={columns.length}
        aria-busy={rows.total === undefined}
        ref={table}
        {...asGrid}
        {...(active >= 0 && { 'aria-activedescendant': lineId(id, active) })}
        onKeyDown={keyDown}
        onClick={click}
        onContextMenu={contextMenu}
      >
        {head}
        <PlaceContext value={place}>
          <Virtualizer
            ref={virtualizer}
            as="tbody"
            item={LineRow}
            data={{ length: total }}
            itemSize={ROW}
            startMargin={ROW}
            scrollRef={body}
          >
            {(_, index) => <HistoryLine key={index} row={rows.row(index)} />}
          </Virtualizer>
        </PlaceContext>
      </table>
      {below}
      {menu !== null && (
        <RowMenu
          at={menu}
          read={open}
          close={() => {
            setMenu(null);
            table.current?.focus({ preventScroll: true });
          }}
        />
      )}
    </div>
  );
}

function indexOfEvent(event: MouseEvent): number | null {
  const line = event.target instanceof Element ? event.target.closest('[data-index]') : null;
  return line === null ? null : Number(line.getAttribute('data-index'));
}

const lineId = (tableId: string, index: number): string => `${tableId}-${index}`;

/** The open conversation is nearly always the one the keyboard is on; it keeps no mark once its row is far away. */
function indexOf(rows: HistoryRows, openId: string | null, near: number): number {
  if (openId === null) return -1;
  return rows.row(near)?.id === openId ? near : -1;
}

const PlaceContext = createContext({ tableId: '', active: -1, openIndex: -1 });

/** virtua's place for one row, as a row of the table. */
function LineRow({ index, children, ...rest }: CustomItemComponentProps) {
  const { tableId, active, openIndex } = useContext(PlaceContext);
  return (
    <tr
      {...rest}
      id={lineId(tableId, index)}
      className={styles.line}
      aria-rowindex={index + 2}
      aria-selected={index === openIndex}
      data-index={index}
      data-active={index === active}
    >
      {children}
    </tr>
  );
}

function Empty({ filtered, clear }: { filtered: boolean; clear(): void }) {
  const { t } = useTranslation('history');
  return (
    <div className={styles.empty} role="status">
      <HistoryIcon size={40} strokeWidth={1.25} aria-hidden="true" />
      <h2>{t(filtered ? 'empty.filtered' : 'empty.title')}</h2>
      <p>{t(filtered ? 'empty.filteredHint' : 'empty.hint')}</p>
      {filtered && <Button onClick={clear}>{t('filter.clear')}</Button>}
    </div>
  );
}
