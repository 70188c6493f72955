import { Button, TextInput } from '@mantine/core';
import { Search } from 'lucide-react';
import { useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { HistoryFilter } from '../../src-shared/bridge/views.ts';
import { type Channel, channelSchema } from '../../src-shared/protocol/entities.ts';
import { useWatch } from '../bridge/hooks.tsx';
import { FilterChip } from '../inbox/FilterChip.tsx';
import { reasonOptions } from '../qualification/reason-tree.ts';
import { endOfDay, isFiltered, startOfDay, withDescendants } from './filter.ts';
import styles from './HistorySection.module.css';
import { type Period, PeriodFilter } from './PeriodFilter.tsx';

interface Props {
  filter: HistoryFilter;
  change(part: Partial<HistoryFilter>): void;
  clear(): void;
}

const SEARCH_AFTER_MS = 150;

/** Filters that combine: words, channel, agent, reason, department and period. */
export function HistoryFilters({ filter, change, clear }: Props) {
  const { t } = useTranslation(['history', 'chat']);
  const directory = useWatch('directory', {});
  const [text, setText] = useState('');
  const [chosenReasons, setChosenReasons] = useState<string[]>([]);
  const [period, setPeriod] = useState<Period>({ from: '', to: '' });
  const channels = channelSchema.options.map((channel) => ({ id: channel, name: t(`chat:channel.${channel}`) }));
  const reasons = useMemo(
    () => reasonOptions(directory?.reasons ?? []).map(({ id, path }) => ({ id, name: path })),
    [directory],
  );

  useEffect(() => {
    if (text === filter.text) return;
    const timer = setTimeout(() => change({ text }), SEARCH_AFTER_MS);
    return () => clearTimeout(timer);
  });

  const setDay = (end: keyof Period, day: string) => {
    setPeriod((now) => ({ ...now, [end]: day }));
    change(end === 'from' ? { from: startOfDay(day) } : { to: endOfDay(day) });
  };
  const backwards = filter.from !== null && filter.to !== null && filter.from >= filter.to;
  return (
    <div className={styles.filters}>
      <TextInput
        className={styles.search ?? ''}
        leftSection={<Search size={16} />}
        aria-label={t('filter.text')}
        placeholder={t('filter.text')}
        maxLength={200}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <FilterChip
        name={t('filter.channel')}
        options={channels}
        chosen={filter.channels}
        choose={(ids) => change({ channels: ids.filter(isChannel) })}
      />
      <FilterChip
        name={t('filter.agent')}
        options={directory?.people ?? []}
        chosen={filter.agentIds}
        choose={(agentIds) => change({ agentIds })}
      />
      <FilterChip
        name={t('filter.reason')}
        options={reasons}
        chosen={chosenReasons}
        choose={(ids) => {
          setChosenReasons(ids);
          change({ reasonIds: withDescendants(directory?.reasons ?? [], ids) });
        }}
      />
      <FilterChip
        name={t('filter.department')}
        options={directory?.departments ?? []}
        chosen={filter.departmentIds}
        choose={(departmentIds) => change({ departmentIds })}
      />
      <PeriodFilter period={period} backwards={backwards} change={setDay} />
      {isFiltered(filter) && (
        <Button
          variant="subtle"
          onClick={() => {
            setText('');
            setChosenReasons([]);
            setPeriod({ from: '', to: '' });
            clear();
          }}
        >
          {t('filter.clear')}
        </Button>
      )}
    </div>
  );
}

function isChannel(id: string): id is Channel {
  return channelSchema.safeParse(id).success;
}
