import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { HistoryFilter } from '../../src-shared/bridge/views.ts';
import { useOlder } from '../archive/use-older.ts';
import { everything, isFiltered } from './filter.ts';
import { HistoryFilters } from './HistoryFilters.tsx';
import styles from './HistorySection.module.css';
import { HistoryTable } from './HistoryTable.tsx';
import { olderFilterOf } from './older-filter.ts';
import { useHistoryRows } from './row-window.ts';
import { Transcript } from './Transcript.tsx';

/** «Histórico»: finished conversations, found again, read, and exported (D2). */
export default function HistorySection() {
  const { t, i18n } = useTranslation('history');
  const [filter, setFilter] = useState<HistoryFilter>(everything);
  const [first, setFirst] = useState(0);
  const [openId, setOpenId] = useState<string | null>(null);
  const rows = useHistoryRows(filter, first);
  const older = useOlder(olderFilterOf(filter));
  const change = (part: Partial<HistoryFilter>) => {
    setFirst(0);
    setFilter((now) => ({ ...now, ...part }));
  };
  return (
    <div className={styles.history} data-reading={openId !== null}>
      <section className={styles.main} aria-label={t('title')}>
        <header className={styles.head}>
          <h1>{t('title')}</h1>
          {rows.total !== undefined && (
            <span className={styles.total} role="status">
              {t('total', { count: rows.total, formatted: rows.total.toLocaleString(i18n.language) })}
            </span>
          )}
        </header>
        <HistoryFilters
          filter={filter}
          change={change}
          clear={() => {
            setFirst(0);
            setFilter(everything);
          }}
        />
        <HistoryTable
          rows={rows}
          filtered={isFiltered(filter)}
          openId={openId}
          open={setOpenId}
          onFirst={setFirst}
          clear={() => setFilter(everything)}
          older={older}
        />
      </section>
      {openId !== null && <Transcript key={openId} conversationId={openId} close={() => setOpenId(null)} />}
    </div>
  );
}
