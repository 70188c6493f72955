import { ChevronDown, ChevronUp, CloudDownload } from 'lucide-react';
import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import { Avatar } from '../../ui/Avatar.tsx';
import { Highlighted } from '../../ui/Highlighted.tsx';
import { cardTime } from '../../ui/times.ts';
import type { ResultLine } from './lines.ts';
import styles from './Search.module.css';

/** The id of a line's element, by which the search box says which one is marked. */
export const elementIdOf = (line: ResultLine): string => `hit-${line.id}`;

interface Props {
  line: ResultLine;
  index: number;
  active: boolean;
  /** It is being fetched from the server. */
  busy: boolean;
  /** The present by the server's clock. */
  now: number;
}

/** One line of the results. */
export const SearchLine = memo(function SearchLine({ line, index, active, busy, now }: Props) {
  const inside = line.kind === 'hit' && line.inside;
  const shape = line.kind === 'hit' ? (inside ? styles.inside : styles.hit) : styles.line;
  return (
    <div
      id={elementIdOf(line)}
      className={`${shape} ${active ? styles.active : ''}`}
      role="option"
      aria-selected={active}
      aria-busy={busy || undefined}
      tabIndex={-1}
      data-index={index}
    >
      {line.kind === 'hit' ? <Hit line={line} busy={busy} now={now} /> : <Command line={line} />}
    </div>
  );
});

interface HitProps {
  line: Extract<ResultLine, { kind: 'hit' }>;
  busy: boolean;
  now: number;
}

function Hit({ line: { hit, inside, place }, busy, now }: HitProps) {
  const { t, i18n } = useTranslation('inbox');
  const { message } = hit;
  const time = message !== null && (
    <time dateTime={new Date(message.at).toISOString()}>
      {cardTime(message.at, now, i18n.language, t('yesterday'))}
    </time>
  );
  const excerpt = (
    <div className={styles.excerpt}>
      {message?.direction === 'outbound' && `${t('search.you')}: `}
      <Highlighted text={hit.excerpt} marks={hit.marks} />
    </div>
  );
  if (inside) {
    return (
      <>
        {excerpt}
        {time}
      </>
    );
  }
  const facts = [
    t('search.protocol', { protocol: hit.protocol }),
    hit.status === 'finished' ? t('card.finished') : null,
    busy ? t('search.opening') : place === 'server' ? t('search.onServer') : null,
  ];
  return (
    <>
      <Avatar name={hit.title} channel={hit.channel} />
      <div className={styles.body}>
        <div className={styles.head}>
          <b title={hit.title}>{hit.title}</b>
          {time}
        </div>
        {excerpt}
        <div className={styles.small}>{facts.filter((part) => part !== null).join(' · ')}</div>
      </div>
    </>
  );
}

function Command({ line }: { line: Exclude<ResultLine, { kind: 'hit' }> }) {
  const { t } = useTranslation('inbox');
  if (line.kind === 'more') {
    return (
      <>
        <CloudDownload size={14} aria-hidden="true" />
        {line.why === 'next' ? t('search.more') : t('search.olderFailed')}
      </>
    );
  }
  const Icon = line.open ? ChevronUp : ChevronDown;
  return (
    <>
      <Icon size={14} aria-hidden="true" />
      {line.open ? t('search.less') : t('search.inside', { count: line.count })}
    </>
  );
}
