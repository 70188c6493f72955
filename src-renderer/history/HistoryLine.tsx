import { EllipsisVertical } from 'lucide-react';
import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import type { HistoryRow } from '../../src-shared/bridge/views.ts';
import { neutralise } from '../../src-shared/rules/safe-text.ts';
import { dateAndTime, duration } from '../chat/text/times.ts';
import styles from './HistoryTable.module.css';

/** The cells of one finished conversation; `row` is undefined while its stretch is still being read. */
export const HistoryLine = memo(function HistoryLine({ row }: { row: HistoryRow | undefined }) {
  const { t, i18n } = useTranslation(['history', 'chat']);
  if (row === undefined) return <td aria-busy="true" />;
  const none = t('none');
  const cells: [string, string][] = [
    ['protocol', row.protocol],
    ['contact', neutralise(row.contactTitle)],
    ['channel', channelWords(t(`chat:channel.${row.channel}`), row.connectionName)],
    ['agent', row.agentName ?? none],
    ['reason', row.reasonName ?? none],
    ['description', row.description === null ? none : neutralise(row.description).replaceAll('\n', ' ')],
    ['start', dateAndTime(row.startedAt, i18n.language)],
    ['end', dateAndTime(row.finishedAt, i18n.language)],
    ['duration', duration(row.finishedAt - row.startedAt)],
  ];
  return (
    <>
      {cells.map(([column, text]) => (
        <td key={column} data-column={column} title={text}>
          {text}
        </td>
      ))}
      <td data-column="actions">
        <button
          type="button"
          className={styles.actions}
          data-row-actions
          // The table is one stop of the Tab key; the menu key opens this for the row the keyboard is on.
          tabIndex={-1}
          aria-haspopup="menu"
          aria-label={t('column.actions')}
          title={t('column.actions')}
        >
          <EllipsisVertical size={18} strokeWidth={1.75} aria-hidden="true" />
        </button>
      </td>
    </>
  );
});

/** «WhatsApp Loja» says its channel already. */
function channelWords(channel: string, connection: string): string {
  return connection.toLowerCase().includes(channel.toLowerCase()) ? connection : `${channel} · ${connection}`;
}
