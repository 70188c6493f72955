import { type KeyboardEvent, type MouseEvent, type ReactNode, useId, useState } from 'react';
import { OlderEnd, OlderHead } from '../archive/OlderHead.tsx';
import type { Older } from '../archive/use-older.ts';
import { HistoryLine } from './HistoryLine.tsx';
import styles from './HistoryTable.module.css';
import { RowMenu, type RowMenuAt } from './RowMenu.tsx';

/** A row that is opened with the keys. */
const asRow = { role: 'row', tabIndex: 0 };

interface Props {
  older: Older;
  openId: string | null;
  open(id: string): void;
  /** The names of the columns, where no table above says them. */
  head: ReactNode;
}

/** Below the table: conversations of the same filter that are on the server alone. Reading one brings it to this machine. */
export function OlderTable({ older, openId, open, head }: Props) {
  const id = useId();
  const [menu, setMenu] = useState<RowMenuAt | null>(null);
  const rowAt = (event: MouseEvent | KeyboardEvent): string | null =>
    event.target instanceof Element
      ? (event.target.closest('[data-conversation]')?.getAttribute('data-conversation') ?? null)
      : null;
  const click = (event: MouseEvent) => {
    const conversationId = rowAt(event);
    if (conversationId === null) return;
    const button = event.target instanceof Element ? event.target.closest('[data-row-actions]') : null;
    if (button === null) return open(conversationId);
    const { right, bottom } = button.getBoundingClientRect();
    setMenu({ conversationId, x: right, y: bottom });
  };
  const keyDown = (event: KeyboardEvent) => {
    const conversationId = rowAt(event);
    if (conversationId === null || event.key !== 'Enter') return;
    event.preventDefault();
    open(conversationId);
  };
  const asTable = { role: 'table', onClick: click, onKeyDown: keyDown };
  return (
    <section className={styles.older} aria-labelledby={id}>
      <OlderHead id={id} />
      {older.rows.length > 0 && (
        <table className={styles.table} aria-labelledby={id} {...asTable}>
          {head}
          <tbody>
            {older.rows.map((row) => (
              <tr
                key={row.id}
                className={styles.line}
                data-conversation={row.id}
                data-active={row.id === openId}
                {...asRow}
              >
                <HistoryLine row={row} />
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <OlderEnd older={older} />
      {menu !== null && <RowMenu at={menu} read={open} close={() => setMenu(null)} />}
    </section>
  );
}
